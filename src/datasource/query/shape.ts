// The shape of a query's JSON as a table, the same as pkg/query reads: a line a field. The backend has the last word; this side knows enough to name a wrong
// type before it is sent, and to leave alone what it does not know.
import {
  binningModes,
  calendarUnits,
  correctionNames,
  driftValues,
  episodeKinds,
  formatNames,
  noiseNames,
  operators,
  precisionNames,
  queryTypeNames,
  rowAnchors,
  ruleNames,
  serviceValues,
  summaryValues,
} from './query';

/** A highest value that only keeps infinities out: nobody is told of it. */
export const noLimit = 1e300;

export type Shape =
  | { is: 'text' }
  | { is: 'texts' }
  | { is: 'flag' }
  | { is: 'number'; from: number; to: number; whole?: boolean }
  | { is: 'choice'; of: readonly string[] }
  /** A date or time as text, or epoch milliseconds. */
  | { is: 'moment' }
  /** One or more texts, numbers, true or false. */
  | { is: 'scalars' }
  | { is: 'object'; fields: Record<string, Shape> }
  | { is: 'list'; of: Shape };

const text: Shape = { is: 'text' };
const texts: Shape = { is: 'texts' };
const number = (from: number, to: number): Shape => ({ is: 'number', from, to });
const whole = (from: number, to: number): Shape => ({ is: 'number', from, to, whole: true });
const choice = (of: readonly string[]): Shape => ({ is: 'choice', of });
const filters: Shape = {
  is: 'list',
  of: { is: 'object', fields: { column: text, operator: choice(operators), value: { is: 'scalars' } } },
};

export const queryShape: Record<string, Shape> = {
  version: whole(1, 1_000_000),
  queryType: choice(queryTypeNames),
  model: text,
  features: texts,
  method: text,
  binning: {
    is: 'object',
    fields: {
      mode: choice(binningModes),
      bins: whole(2, 512),
      edges: { is: 'list', of: number(-Number.MAX_VALUE, Number.MAX_VALUE) },
    },
  },
  threshold: number(0, noLimit),
  deviations: number(0, 1000),
  alpha: number(1e-12, 0.5),
  budget: { is: 'object', fields: { alarms: number(1e-9, 1e9), per: text } },
  correction: choice(correctionNames),
  noise: choice(noiseNames),
  rule: choice(ruleNames),
  minRows: number(1, 1e12),
  window: {
    is: 'object',
    fields: {
      mode: choice(['auto', 'duration', 'calendar', 'rows', 'count', 'range', 'last']),
      every: text,
      length: text,
      unit: choice(calendarUnits),
      rows: whole(1, 1e9),
      duration: text,
      anchor: choice(rowAnchors),
      count: whole(1, 2000),
    },
  },
  includePartial: { is: 'flag' },
  reference: {
    is: 'object',
    fields: {
      mode: choice(['model', 'range', 'previous', 'trailing', 'season', 'filter']),
      from: { is: 'moment' },
      to: { is: 'moment' },
      windows: whole(1, 1000),
      period: text,
      filters,
      skipDrifted: { is: 'flag' },
    },
  },
  filters,
  groupBy: texts,
  format: choice(formatNames),
  value: choice([...new Set([...driftValues, ...summaryValues, ...serviceValues])]),
  persist: { is: 'object', fields: { windows: whole(1, 100), of: whole(1, 100) } },
  precision: choice(precisionNames),
  timezone: text,
  columns: texts,
  limit: whole(1, 10_000),
  offset: whole(0, 1e9),
  kinds: { is: 'list', of: choice(episodeKinds) },
};

/** What Grafana keeps in a query for itself. */
export const grafanaKeys: readonly string[] = [
  'refId',
  'datasource',
  'datasourceId',
  'hide',
  'key',
  'intervalMs',
  'maxDataPoints',
  'interval',
  'queryCachingTTL',
  'timeRange',
  'app',
  'requestId',
  'legendFormat',
  'dashboardUID',
  'panelId',
  'panelPluginId',
  'scopedVars',
  'adhocFilters',
];

/** Fields of a query that are neither in its shape nor Grafana's. */
export const unknownFields = (query: object): string[] =>
  Object.keys(query).filter((key) => !(key in queryShape) && !grafanaKeys.includes(key));
