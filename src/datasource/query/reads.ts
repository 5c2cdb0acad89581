// What a query asks once its defaults are filled in, and which of its fields that reads: facts of pkg/query and pkg/analysis, as tables. The form shows
// what is read, the sentence speaks of it, and what is set but not read is said.
import {
  driftValues,
  type Format,
  type QueryType,
  serviceValues,
  summaryValues,
  type TidelineQuery,
  type Value,
  type WindowSpec,
} from './query';

export type Field = Exclude<keyof TidelineQuery, 'refId' | 'datasource' | 'hide' | 'key' | 'version' | 'queryType'>;

/** What absent fields stand for, where that does not depend on the model. */
export const defaults = {
  method: 'auto',
  alpha: 0.01,
  correction: 'bh',
  noise: 'both',
  rule: 'both',
  deviations: 3,
  minRows: 50,
  precision: 'auto',
  timezone: 'model',
  limit: 100,
  offset: 0,
} as const;

/** How windows are cut and counted. */
const windows: readonly Field[] = ['window', 'includePartial', 'timezone', 'precision'];
/** What a verdict rests on. */
const verdict: readonly Field[] = [
  'features',
  'method',
  'binning',
  'threshold',
  'deviations',
  'reference',
  'alpha',
  'budget',
  'correction',
  'noise',
  'rule',
  'minRows',
];

const byType: Record<QueryType, readonly Field[]> = {
  drift: ['model', 'filters', 'groupBy', ...verdict, ...windows, 'format', 'value', 'persist', 'columns'],
  distribution: ['model', 'filters', 'groupBy', ...verdict, ...windows],
  summary: ['model', 'filters', 'groupBy', 'features', ...windows, 'format', 'value'],
  explain: ['model', 'filters', 'groupBy', ...verdict, ...windows, 'columns', 'limit'],
  episodes: ['model', 'filters', 'groupBy', ...verdict, ...windows, 'kinds'],
  rows: ['model', 'filters', 'features', 'columns', 'limit', 'offset'],
  values: ['model', 'filters', 'features'],
  models: [],
  service: ['filters', 'groupBy', 'threshold', ...windows, 'format', 'value', 'columns', 'limit'],
};

/** What a number of a drift query does without: the age of the newest row knows no windows, a number of rows no verdicts. */
const without: Partial<Record<Value, readonly Field[]>> = {
  age: [...verdict, ...windows],
  rows: [...verdict, 'precision'],
};

/** Severities, and what is said of them or beside them, can be asked to have lasted. */
const lasting: readonly Value[] = [
  'severity',
  'statistic',
  'effect',
  'pValue',
  'drifted',
  'share',
  'since',
  'sinceAtLeast',
];

/** The numbers that a type can give, its default first; none where its answer is always whole. */
export const valuesOf = (type: QueryType): readonly Value[] => valuesByType[type] ?? [];

const valuesByType: Partial<Record<QueryType, readonly Value[]>> = {
  drift: driftValues,
  summary: summaryValues,
  service: serviceValues,
};

/** Whether a service query is about what was thrown rather than about requests. */
export const ofExceptions = (query: TidelineQuery): boolean =>
  (formatOf(query) !== 'table' && valueOf(query) === 'exceptions') ||
  (query.groupBy ?? []).some((name) => name === 'exception' || name === 'message');

/** Whether the method reads its line from how the windows of the reference differ: NannyML's, where the query has no threshold. */
export const movesByDeviations = ({ method, threshold }: TidelineQuery): boolean =>
  threshold === undefined && method !== undefined && method.startsWith('nannyml.') && method !== 'nannyml.chi2';

export const formatOf = ({ queryType, format }: TidelineQuery): Format =>
  format ?? (queryType === 'drift' ? 'timeseries' : 'table');

/** The number that a series of the query holds. One that belongs to another type stands for the default. */
export function valueOf({ queryType, value }: TidelineQuery): Value | undefined {
  const right = valuesOf(queryType);
  return value !== undefined && right.includes(value) ? value : right[0];
}

export const windowOf = ({ window }: TidelineQuery): WindowSpec => window ?? { mode: 'auto' };

/** The fields that the query's answer depends on. */
export function readFields(query: TidelineQuery): ReadonlySet<Field> {
  const fields = new Set<Field>(byType[query.queryType]);
  const leaveOut = (...names: readonly Field[]) => names.forEach((name) => fields.delete(name));
  if (query.queryType === 'episodes' && query.kinds?.length && !query.kinds.includes('drift')) {
    leaveOut(...verdict, 'groupBy', 'precision', 'includePartial');
    if (!query.kinds.includes('version')) {
      leaveOut('window', 'timezone', 'filters'); // the rest stands in the settings
    }
  }
  if (!movesByDeviations(query)) {
    leaveOut('deviations');
  }
  if (!fields.has('format')) {
    return fields;
  }
  const format = formatOf(query);
  const value = valueOf(query);
  if (query.queryType === 'service' && (format === 'table' ? ofExceptions(query) : value !== 'apdex')) {
    leaveOut('threshold');
  }
  if (format === 'table') {
    leaveOut('value', 'persist');
    return fields;
  }
  leaveOut('columns');
  if (query.queryType === 'drift' && value !== undefined) {
    leaveOut(...(without[value] ?? []));
    if (!lasting.includes(value)) {
      leaveOut('persist');
    }
  }
  if (format === 'numeric') {
    leaveOut('includePartial'); // the newest closed window
  }
  return fields;
}

/** Fields that the query sets although its answer does not depend on them: they are kept for when the type is another one. */
export function idleFields(query: TidelineQuery): Field[] {
  const read = readFields(query);
  return Object.values(byType)
    .flat()
    .filter((field, at, all) => all.indexOf(field) === at && isSet(query[field]) && !read.has(field));
}

const isSet = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
