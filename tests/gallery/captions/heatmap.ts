// What the drift heatmap’s scenes show.
import type { Chapter } from './chapter';

export const heatmapCaptions: Chapter[] = [
  {
    title: 'Drift heatmap',
    intro: 'Features by windows: which of them left their line, and since when.',
    captions: {
      'heatmap-eight-weeks':
        'Eight weeks of days, twelve features: four have drifted for a week, the last day is still open, the bracket is the reference.',
      'heatmap-states':
        'Every verdict has a sign of its own, not only a colour: drifted by its distribution, by missing or by new values, not enough data, no reference, error.',
      'heatmap-two-methods': 'Two queries about the same features: each row says what was set differently for it.',
      'heatmap-calm': 'Nothing has drifted, and the headline says how far back that holds.',
      'heatmap-silent': 'The log has stopped: the panel says since when, and what the last window said.',
      'heatmap-hover': 'What lies behind a cell: verdict, severity, effect with its interval, noise, rows and method.',
      'heatmap-pinned': 'A click keeps the card open, with what can be done with this window.',
      'heatmap-keys': 'The same card by the arrow keys.',
      'heatmap-drag': 'Time is chosen by dragging; letting go zooms there.',
      'heatmap-drag-menu':
        'With Ctrl, the chosen time has a menu: its rows, a reference from now on, or left out of one.',
      'heatmap-select-keys': 'Time chosen with Shift and the arrow keys.',
      'heatmap-one-window': 'One window: each row says its severity.',
      'heatmap-one-feature': 'One feature.',
      'heatmap-long-names': 'Names that are too long lose their middle, since columns often differ only at the ends.',
      'heatmap-tiny': 'In a corner of a dashboard, 300 px wide: everything scrolls, nothing overlaps.',
      'heatmap-wide': 'Across a wide screen.',
      'heatmap-strips': 'With the number of rows of each window above the features.',
      'heatmap-strip-hover': 'What one window says of all features.',
    },
  },
  {
    title: 'Many features, many windows',
    intro: 'Where there are more windows than pixels, a column is the worst of several.',
    captions: {
      'heatmap-sixty-features': 'Sixty features: those that drifted come first, the others scroll.',
      'heatmap-hours': 'Two weeks of hours.',
      'heatmap-canvas':
        'Eight weeks of hours of sixty features, drawn on a canvas; each column is the worst of four windows.',
      'heatmap-fifty-thousand-rows': 'Five hundred features by a hundred days.',
      'heatmap-thousand': 'A thousand features by a thousand hours: a million verdicts.',
      'heatmap-thousand-hover': 'A column of several windows says which of them was the worst.',
      'heatmap-thousand-groups':
        'The same thousand in groups by the beginning of their names: two halls of twenty, and one short alarm in another.',
    },
  },
  {
    title: 'Groups, segments, order',
    intro:
      'Rows are put together by the beginning of their names or by a segment, and ordered by severity, name or importance.',
    captions: {
      'heatmap-groups':
        'Groups by the beginning of the names; a group’s row has the number of its features that drifted.',
      'heatmap-groups-closed': 'The same, closed.',
      'heatmap-group-hover': 'What lies behind a cell of a closed group.',
      'heatmap-segments': 'A row for each feature and device.',
      'heatmap-groups-by-segment': 'The same, grouped by device: the pixel 9 alone has drifted.',
      'heatmap-importance': 'Ordered by how important the settings say a feature is.',
    },
  },
  {
    title: 'Annotations, time zones, colours',
    intro: 'Versions, references, episodes and the dashboard’s own annotations lie above the features.',
    captions: {
      'heatmap-marks':
        'A new version, a new reference, a time that is left out of references, maintenance, and an episode of drift.',
      'heatmap-mark-hover': 'What a mark says.',
      'heatmap-mark-keys': 'Marks by the arrow keys: those of the same time share a card.',
      'heatmap-other-zone': 'In a dashboard of another time zone: days of UTC begin the evening before.',
      'heatmap-days-of-the-model':
        'Windows that are days of the model keep their names in a dashboard of another zone, and the legend says whose days they are.',
      'heatmap-thresholds': 'In the colours of the field’s thresholds.',
    },
  },
  {
    title: 'The heatmap as a table',
    intro: 'The same rows with their numbers, for reading and for sorting.',
    captions: {
      'heatmap-table':
        'Verdict, severity, effect with its interval, since when, the worst window, and a small chart of each row.',
      'heatmap-table-segments': 'With segments.',
      'heatmap-table-thousand': 'A thousand features.',
      'heatmap-table-tiny': 'With little room, the most telling columns stay.',
    },
  },
  {
    title: 'Series of other data sources',
    intro: 'The heatmap draws any time series: values in one hue, no verdicts.',
    captions: {
      'heatmap-series': 'Severities as time series of Tideline: Grafana’s alerting format.',
      'heatmap-other-source': 'CPU of fourteen workers from Prometheus; the gap has no data.',
      'heatmap-other-source-hover': 'What lies behind a cell.',
      'heatmap-other-source-thresholds': 'With thresholds, the panel says who is beyond the line.',
      'heatmap-other-source-scheme': 'In one of Grafana’s colour schemes.',
      'heatmap-other-source-table': 'As a table.',
      'heatmap-tiny-other': 'In a corner of a dashboard.',
    },
  },
  {
    title: 'When the heatmap has nothing to draw',
    intro: 'A panel without data says why, and what to do.',
    captions: {
      'heatmap-empty': 'No window in the time range.',
      'heatmap-loading': 'The first answer is on its way.',
      'heatmap-error': 'The query failed: what is wrong, and what would be right.',
      'heatmap-all-undecided': 'No window has enough rows for a verdict.',
    },
  },
];
