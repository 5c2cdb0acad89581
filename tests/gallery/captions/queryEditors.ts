// What the scenes of the query editor and its relatives show.
import type { Chapter } from './chapter';

export const queryEditorCaptions: Chapter[] = [
  {
    title: 'Query editor',
    intro: 'The line at the top says in words what the query will answer, and below it what the last answer cost.',
    captions: {
      'query-new': 'A new query: a model is all that it needs.',
      'query-plain': 'A model chosen: everything else has a default.',
      'query-rich': 'Some features, split by device, of one version of the app.',
      'query-rich-narrow': 'The same with little room.',
      'query-options': 'With its options open: those of errors, of windows, of alarms.',
      'query-options-narrow': 'Its options with little room.',
      'query-windows': 'Windows of its own, and a reference of its own.',
      'query-variables': 'With the dashboard’s variables.',
      'query-json': 'As JSON.',
      'query-asking': 'While an answer is awaited.',
    },
  },
  {
    title: 'Kinds of answers',
    intro: 'Each kind asks only for what it needs.',
    captions: {
      'query-distribution': 'Distributions, for the distribution panel.',
      'query-summary': 'A summary: here the median over time.',
      'query-rows': 'Raw predictions.',
      'query-episodes': 'Episodes, for lists and annotations.',
      'query-table': 'Verdicts as a table of chosen columns.',
      'query-annotation': 'Annotations of a dashboard.',
      'query-variable': 'Values of a variable.',
    },
  },
  {
    title: 'Alert rules',
    intro: 'In a rule the editor shows what a rule needs, and what it cannot have.',
    captions: {
      'query-rule': 'A rule: one number for each feature, and how often a false alarm may be.',
      'query-rule-narrow': 'The same with little room.',
      'query-rule-from-panel': 'A panel’s query taken into a rule: what cannot stay has a button that mends it.',
    },
  },
  {
    title: 'Remarks and errors',
    intro: 'Each stands where it can be mended.',
    captions: {
      'query-wrong': 'What is wrong with which choice, and what would be right.',
      'query-remarks': 'What the answer has to say of itself.',
      'query-in-heatmap': 'A panel that would show more with another format says so.',
      'query-in-distribution': 'A panel that cannot draw this answer offers the one that it can.',
      'query-also-set': 'What the builder has no field for is kept, and named.',
      'query-newer': 'A query of a newer version of the plugin is left as it is.',
      'query-no-models': 'A data source without models leads to its settings.',
      'query-no-list': 'The models could not be listed.',
    },
  },
];
