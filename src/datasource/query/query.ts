// The query that a panel, an alert rule, a variable or an annotation sends: one JSON shape, the same as pkg/query reads. Absent fields have defaults, and
// the backend knows them; this side writes only what the user chose.
import type { CoreApp } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

/** The version of the shape that this plugin writes. */
export const currentVersion = 1;

export const queryTypeNames = [
  'drift',
  'distribution',
  'summary',
  'rows',
  'values',
  'models',
  'explain',
  'episodes',
  'service',
] as const;
export const correctionNames = ['none', 'bonferroni', 'holm', 'bh', 'by'] as const;
export const noiseNames = ['both', 'sampling'] as const;
export const ruleNames = ['both', 'threshold', 'test'] as const;
export const formatNames = ['timeseries', 'numeric', 'table'] as const;
export const precisionNames = ['auto', 'exact', 'grid'] as const;
/** How numbers are cut into bins, by methods that compare shares. */
export const binningModes = ['quantiles', 'width', 'sturges', 'doane', 'edges', 'values'] as const;
/** What an `episodes` query can list: runs of drifted windows, periods left out of references, first sight of versions, new references. */
export const episodeKinds = ['drift', 'excluded', 'version', 'reference'] as const;
export const calendarUnits = ['day', 'week', 'month'] as const;
/** Where windows of rows are counted from: each local midnight, or the start of the time range. */
export const rowAnchors = ['day', 'range'] as const;

export const driftValues = [
  'severity',
  'statistic',
  'effect',
  'pValue',
  'drifted',
  'share',
  'since',
  'sinceAtLeast',
  'rows',
  'age',
  'enough',
] as const;
export const summaryValues = [
  'mean',
  'rows',
  'null_share',
  'sd',
  'min',
  'p01',
  'p05',
  'p25',
  'p50',
  'p75',
  'p95',
  'p99',
  'max',
  'age',
  'share',
] as const;

/** Of the requests of services, and `exceptions` of what was thrown. */
export const serviceValues = [
  'rate',
  'requests',
  'errors',
  'error_share',
  'refused',
  'refused_share',
  'p50',
  'p90',
  'p95',
  'p99',
  'apdex',
  'exceptions',
] as const;

export type QueryType = (typeof queryTypeNames)[number];
export type Correction = (typeof correctionNames)[number];
export type Noise = (typeof noiseNames)[number];
/** Which gates a verdict must pass: both, the threshold on the effect alone, or the test against noise alone. */
export type Rule = (typeof ruleNames)[number];
export type Format = (typeof formatNames)[number];
export type Precision = (typeof precisionNames)[number];
export type BinningMode = (typeof binningModes)[number];
export type EpisodeKind = (typeof episodeKinds)[number];
/** Which number of a verdict, of a summary or of a service a series holds. */
export type DriftValue = (typeof driftValues)[number];
export type SummaryValue = (typeof summaryValues)[number];
export type ServiceValue = (typeof serviceValues)[number];
export type Value = DriftValue | SummaryValue | ServiceValue;

export interface TidelineQuery extends DataQuery {
  version: number;
  queryType: QueryType;
  model?: string;
  /** Names of features; `prediction` and `target` are names too. Empty: all. In a `values` query: the columns whose values are asked for. */
  features?: string[];
  method?: string;
  /** Absent: the model's for the feature, else ten quantiles of the reference. */
  binning?: Binning;
  /** On the effect, in the method's unit. Absent: the model's for this method, else the method's own. Service: Apdex's, in seconds. */
  threshold?: number;
  /** NannyML's methods: the line is so many standard deviations above the mean of the reference's windows. Absent: 3. */
  deviations?: number;
  /** The chance of any false verdict in a window in which nothing changed. */
  alpha?: number;
  /** Instead of alpha: so many false alarms in so long a time. */
  budget?: { alarms: number; per: string };
  correction?: Correction;
  noise?: Noise;
  rule?: Rule;
  minRows?: number;
  window?: WindowSpec;
  includePartial?: boolean;
  reference?: ReferenceSpec;
  filters?: Filter[];
  groupBy?: string[];
  format?: Format;
  value?: Value;
  persist?: { windows: number; of: number };
  precision?: Precision;
  /** `model`, `browser` (panels only) or an IANA name. */
  timezone?: string;
  /** Tables of drift and of what changed: only these columns, in this order. */
  columns?: string[];
  /** Rows: how many, and after how many. Explain: how many drifted windows of each feature, the newest. */
  limit?: number;
  offset?: number;
  /** Episodes: which kinds of stretches. Absent: all. */
  kinds?: EpisodeKind[];
}

/** How a method of shares cuts numbers: so many quantiles or equal widths, or at edges. What a mode does not use is absent. */
export interface Binning {
  mode: BinningMode;
  bins?: number;
  /** Texts are dashboard variables. */
  edges?: Array<number | string>;
}

/** In the place of a model's name: every model. Only for series and numbers of drift. */
export const allModels = '$__all';

/** How time is cut. Durations are written 15m, 6h, 1d, 1w. */
export type WindowSpec =
  | { mode: 'auto' }
  | { mode: 'duration'; every: string; length?: string }
  | { mode: 'calendar'; unit: (typeof calendarUnits)[number] }
  | { mode: 'rows'; rows: number; anchor?: (typeof rowAnchors)[number] }
  | { mode: 'count'; count: number }
  | { mode: 'range' }
  | { mode: 'last'; rows?: number; duration?: string };

/** What a window is compared with. One that moves with the window can skip windows that had drifted themselves. */
export type ReferenceSpec =
  | { mode: 'model' }
  | { mode: 'range'; from: string; to: string }
  | { mode: 'previous'; skipDrifted?: boolean }
  | { mode: 'trailing'; windows: number; skipDrifted?: boolean }
  | { mode: 'season'; period: string; windows: number; skipDrifted?: boolean }
  | { mode: 'filter'; filters: Filter[] };

/** Operators that compare with no value at all are in `unaryOperators`. */
export const operators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'is null',
  'is not null',
  'contains',
  'starts with',
] as const;
export const unaryOperators: readonly string[] = ['is null', 'is not null'];

export interface Filter {
  column: string;
  operator: string;
  /** Text whatever the column's type: the backend reads it as the column's type, so that a 64-bit integer stays itself. */
  value?: string[];
}

/** A new query. An alert rule needs one number for each feature, not a series. */
export function defaultQuery(app?: CoreApp | string): Partial<TidelineQuery> {
  return { version: currentVersion, queryType: 'drift', format: isAlerting(app) ? 'numeric' : 'timeseries' };
}

/** Whether an editor or a query belongs to an alert rule. The names are CoreApp's. */
export const isAlerting = (app?: CoreApp | string): boolean => app === 'unified-alerting' || app === 'cloud-alerting';

/** Types of query that are not about one model. */
export const isWithoutModel = (queryType: QueryType): boolean => queryType === 'models' || queryType === 'service';

/** Types of query that judge, and so may cut numbers into bins. */
const judging: readonly QueryType[] = ['drift', 'distribution', 'explain', 'episodes'];

/** Whether a query says enough to be sent. */
export function isComplete({ queryType, model, reference, binning }: TidelineQuery): boolean {
  if (binning?.mode === 'edges' && !binning.edges?.length && judging.includes(queryType)) {
    return false;
  }
  if (reference?.mode === 'range' && !(reference.from && reference.to)) {
    return false;
  }
  if (reference?.mode === 'filter' && !reference.filters?.some(({ column }) => column !== '')) {
    return false;
  }
  return isWithoutModel(queryType) || Boolean(model);
}
