// The choices of the query editor, with their names and what they mean. Functions, because a text is looked up in the language of whoever looks.
import type { SelectableValue } from '@grafana/data';
import { t } from '@grafana/i18n';
import type {
  BinningMode,
  Correction,
  DriftValue,
  Format,
  QueryType,
  ReferenceSpec,
  Rule,
  ServiceValue,
  SummaryValue,
  Value,
  WindowSpec,
} from '../../../query/query';

export type Choices<T> = Array<SelectableValue<T> & { value: T }>;

export const queryTypes = (): Choices<QueryType> => [
  {
    value: 'drift',
    label: t('datasource.type.drift', 'Drift'),
    description: t('datasource.type.drift-what', 'How far each feature has moved from its reference, window by window'),
  },
  {
    value: 'distribution',
    label: t('datasource.type.distribution', 'Distribution'),
    description: t(
      'datasource.type.distribution-what',
      'What a feature looked like in the reference and looks like now'
    ),
  },
  {
    value: 'explain',
    label: t('datasource.type.explain', 'What changed'),
    description: t(
      'datasource.type.explain-what',
      'What is different of what drifted: where values went, which categories, in words and numbers'
    ),
  },
  {
    value: 'summary',
    label: t('datasource.type.summary', 'Summary'),
    description: t(
      'datasource.type.summary-what',
      'Rows, missing share, mean, quantiles and top categories of each window'
    ),
  },
  {
    value: 'rows',
    label: t('datasource.type.rows', 'Rows'),
    description: t(
      'datasource.type.rows-what',
      'Raw predictions, for those whom the model’s settings allow to see them'
    ),
  },
  {
    value: 'episodes',
    label: t('datasource.type.episodes', 'Episodes'),
    description: t('datasource.type.episodes-what', 'From when until when something was drifted, as annotations'),
  },
  {
    value: 'service',
    label: t('datasource.type.service', 'Service'),
    description: t('datasource.type.service-what', 'Rate, errors, durations, Apdex and exceptions of services'),
  },
];

export const windowModes = (): Choices<WindowSpec['mode']> => [
  {
    value: 'auto',
    label: t('datasource.window.auto', 'Auto'),
    description: t(
      'datasource.window.auto-what',
      'The model’s own window, made longer where a panel shows a long time'
    ),
  },
  {
    value: 'duration',
    label: t('datasource.window.duration', 'Every …'),
    description: t(
      'datasource.window.duration-what',
      'A window each hour, six hours, day; it may look back further than its step'
    ),
  },
  {
    value: 'calendar',
    label: t('datasource.window.calendar', 'Calendar'),
    description: t('datasource.window.calendar-what', 'Days, weeks or months of the model’s time zone'),
  },
  {
    value: 'rows',
    label: t('datasource.window.rows', 'Rows'),
    description: t('datasource.window.rows-what', 'So many rows each'),
  },
  {
    value: 'count',
    label: t('datasource.window.count', 'Equal parts'),
    description: t('datasource.window.count-what', 'The time range in so many windows of equally many rows'),
  },
  {
    value: 'range',
    label: t('datasource.window.range', 'Whole range'),
    description: t('datasource.window.range-what', 'One window: the time range of the dashboard or the rule'),
  },
  {
    value: 'last',
    label: t('datasource.window.last', 'Last …'),
    description: t('datasource.window.last-what', 'One window: the newest rows, or the newest hours'),
  },
];

export const referenceModes = (): Choices<ReferenceSpec['mode']> => [
  {
    value: 'model',
    label: t('datasource.reference.model', 'The model’s'),
    description: t('datasource.reference.model-what', 'What the data source’s settings name as this model’s reference'),
  },
  {
    value: 'range',
    label: t('datasource.reference.range', 'A time range'),
    description: t('datasource.reference.range-what', 'Rows of the same log, between two points in time'),
  },
  {
    value: 'previous',
    label: t('datasource.reference.previous', 'Previous window'),
    description: t('datasource.reference.previous-what', 'Each window with the one before it'),
  },
  {
    value: 'trailing',
    label: t('datasource.reference.trailing', 'Trailing windows'),
    description: t('datasource.reference.trailing-what', 'Each window with so many before it'),
  },
  {
    value: 'season',
    label: t('datasource.reference.season', 'Same time earlier'),
    description: t(
      'datasource.reference.season-what',
      'Each window with the same one of earlier periods: Mondays with Mondays'
    ),
  },
  {
    value: 'filter',
    label: t('datasource.reference.filter', 'A segment'),
    description: t('datasource.reference.filter-what', 'Other rows of the same windows: champion with challenger'),
  },
];

export const formats = (): Choices<Format> => [
  {
    value: 'timeseries',
    label: t('datasource.format.timeseries', 'Time series'),
    description: t('datasource.format.timeseries-what', 'A series for each feature and segment'),
  },
  {
    value: 'numeric',
    label: t('datasource.format.numeric', 'Number'),
    description: t(
      'datasource.format.numeric-what',
      'The newest closed window, a number for each feature and segment: for alert rules'
    ),
  },
  {
    value: 'table',
    label: t('datasource.format.table', 'Table'),
    description: t('datasource.format.table-what', 'A row for each window, feature and segment, with everything known'),
  },
];

export const driftValueChoices = (): Choices<DriftValue> => [
  {
    value: 'severity',
    label: t('datasource.value.severity', 'Severity'),
    description: t(
      'datasource.value.severity-what',
      '0 to 10; drifted from 1 on. How sure the call is, not how large the change'
    ),
  },
  {
    value: 'effect',
    label: t('datasource.value.effect', 'Effect'),
    description: t('datasource.value.effect-what', 'How large the change is, freed of noise, in the method’s unit'),
  },
  {
    value: 'statistic',
    label: t('datasource.value.statistic', 'Statistic'),
    description: t('datasource.value.statistic-what', 'What the method computes, noise included'),
  },
  {
    value: 'pValue',
    label: t('datasource.value.p', 'p-value'),
    description: t('datasource.value.p-what', 'How likely so much is when nothing changed'),
  },
  {
    value: 'drifted',
    label: t('datasource.value.drifted', 'Drifted'),
    description: t('datasource.value.drifted-what', '1 drifted, 0 fine'),
  },
  {
    value: 'share',
    label: t('datasource.value.share', 'Share drifted'),
    description: t('datasource.value.share-what', 'The share of decided features that drifted'),
  },
  {
    value: 'since',
    label: t('datasource.value.since', 'Since'),
    description: t('datasource.value.since-what', 'When the running episode began'),
  },
  {
    value: 'sinceAtLeast',
    label: t('datasource.value.since-at-least', 'Since at least'),
    description: t(
      'datasource.value.since-at-least-what',
      '1 when it may have begun before what was looked at, else 0'
    ),
  },
  {
    value: 'rows',
    label: t('datasource.value.rows', 'Rows'),
    description: t('datasource.value.rows-what', 'Rows in the window'),
  },
  {
    value: 'age',
    label: t('datasource.value.age', 'Age'),
    description: t('datasource.value.age-what', 'Seconds since the newest row'),
  },
  {
    value: 'enough',
    label: t('datasource.value.enough', 'Enough data'),
    description: t('datasource.value.enough-what', '1 when a verdict was possible, else 0'),
  },
];

export const summaryValueChoices = (): Choices<SummaryValue> => [
  { value: 'mean', label: t('datasource.summary.mean', 'Mean') },
  { value: 'sd', label: t('datasource.summary.sd', 'Standard deviation') },
  { value: 'p50', label: t('datasource.summary.p50', 'Median') },
  { value: 'p01', label: t('datasource.summary.p01', '1 % quantile') },
  { value: 'p05', label: t('datasource.summary.p05', '5 % quantile') },
  { value: 'p25', label: t('datasource.summary.p25', 'Lower quartile') },
  { value: 'p75', label: t('datasource.summary.p75', 'Upper quartile') },
  { value: 'p95', label: t('datasource.summary.p95', '95 % quantile') },
  { value: 'p99', label: t('datasource.summary.p99', '99 % quantile') },
  { value: 'min', label: t('datasource.summary.min', 'Smallest') },
  { value: 'max', label: t('datasource.summary.max', 'Largest') },
  { value: 'null_share', label: t('datasource.summary.null-share', 'Missing share') },
  {
    value: 'share',
    label: t('datasource.summary.share', 'Shares of categories'),
    description: t('datasource.summary.share-what', 'A series for each of the commonest values'),
  },
  { value: 'rows', label: t('datasource.summary.rows', 'Rows') },
  {
    value: 'age',
    label: t('datasource.summary.age', 'Age'),
    description: t('datasource.summary.age-what', 'Seconds since the newest row'),
  },
];

export const serviceValueChoices = (): Choices<ServiceValue> => [
  {
    value: 'rate',
    label: t('datasource.service-value.rate', 'Rate'),
    description: t('datasource.service-value.rate-what', 'Requests a second'),
  },
  { value: 'requests', label: t('datasource.service-value.requests', 'Requests') },
  {
    value: 'error_share',
    label: t('datasource.service-value.error-share', 'Error share'),
    description: t('datasource.service-value.error-share-what', 'The share of requests that failed'),
  },
  { value: 'errors', label: t('datasource.service-value.errors', 'Errors') },
  {
    value: 'refused_share',
    label: t('datasource.service-value.refused-share', 'Refused share'),
    description: t('datasource.service-value.refused-share-what', 'The share of requests that were refused'),
  },
  { value: 'refused', label: t('datasource.service-value.refused', 'Refused') },
  {
    value: 'p50',
    label: t('datasource.service-value.p50', 'p50'),
    description: t('datasource.service-value.p50-what', 'The median duration'),
  },
  {
    value: 'p90',
    label: t('datasource.service-value.p90', 'p90'),
    description: t('datasource.service-value.p90-what', 'Nine of ten requests are answered sooner'),
  },
  { value: 'p95', label: t('datasource.service-value.p95', 'p95') },
  { value: 'p99', label: t('datasource.service-value.p99', 'p99') },
  {
    value: 'apdex',
    label: t('datasource.service-value.apdex', 'Apdex'),
    description: t('datasource.service-value.apdex-what', 'How satisfied users are with the durations, 0 to 1'),
  },
  {
    value: 'exceptions',
    label: t('datasource.service-value.exceptions', 'Exceptions'),
    description: t('datasource.service-value.exceptions-what', 'How many were thrown'),
  },
];

/** The numbers of a type of query. */
export const valueChoices = (type: QueryType): Choices<Value> =>
  type === 'service' ? serviceValueChoices() : type === 'summary' ? summaryValueChoices() : driftValueChoices();

export const corrections = (): Choices<Correction> => [
  {
    value: 'bh',
    label: t('datasource.correction.bh', 'Benjamini–Hochberg'),
    description: t('datasource.correction.bh-what', 'Few of the calls are false'),
  },
  {
    value: 'by',
    label: t('datasource.correction.by', 'Benjamini–Yekutieli'),
    description: t('datasource.correction.by-what', 'The same for features that depend on each other in any way'),
  },
  {
    value: 'holm',
    label: t('datasource.correction.holm', 'Holm'),
    description: t('datasource.correction.holm-what', 'No call is false'),
  },
  {
    value: 'bonferroni',
    label: t('datasource.correction.bonferroni', 'Bonferroni'),
    description: t('datasource.correction.bonferroni-what', 'No call is false, the plainest and strictest way'),
  },
  {
    value: 'none',
    label: t('datasource.correction.none', 'None'),
    description: t(
      'datasource.correction.none-what',
      'Every feature by itself: the more features, the more false calls'
    ),
  },
];

export const binningChoices = (): Choices<BinningMode> => [
  {
    value: 'quantiles',
    label: t('datasource.binning.quantiles', 'Quantiles'),
    description: t(
      'datasource.binning.quantiles-what',
      'About as many rows of the reference in each; frequent values by themselves'
    ),
  },
  {
    value: 'width',
    label: t('datasource.binning.width', 'Equal width'),
    description: t('datasource.binning.width-what', 'Between the smallest and the largest value of the reference'),
  },
  {
    value: 'sturges',
    label: t('datasource.binning.sturges', 'Sturges'),
    description: t('datasource.binning.sturges-what', 'Equal width, as many as suit a bell of so many rows'),
  },
  {
    value: 'doane',
    label: t('datasource.binning.doane', 'Doane'),
    description: t('datasource.binning.doane-what', 'As Sturges, more where the reference is skewed'),
  },
  {
    value: 'edges',
    label: t('datasource.binning.edges', 'Edges'),
    description: t('datasource.binning.edges-what', 'Where you say'),
  },
  {
    value: 'values',
    label: t('datasource.binning.values', 'Values'),
    description: t('datasource.binning.values-what', 'Every value by itself: for a few whole numbers'),
  },
];

export const rules = (): Choices<Rule> => [
  {
    value: 'both',
    label: t('datasource.rule-choice.both', 'Sure and large enough'),
    description: t('datasource.rule-choice.both-what', 'More than noise, and an effect that reaches the threshold'),
  },
  {
    value: 'test',
    label: t('datasource.rule-choice.test', 'Sure'),
    description: t('datasource.rule-choice.test-what', 'More than noise, however small'),
  },
  {
    value: 'threshold',
    label: t('datasource.rule-choice.threshold', 'Large enough'),
    description: t('datasource.rule-choice.threshold-what', 'An effect that reaches the threshold, however unsure'),
  },
];
