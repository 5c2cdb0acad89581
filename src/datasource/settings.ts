// What the user configures: a store and its models. It is the data source's jsonData, as pkg/model reads it.
import type { DataSourceJsonData } from '@grafana/data';
import type { Binning } from './query/query';

export interface Settings extends DataSourceJsonData {
  store?: StoreSettings;
  models?: Model[];
  service?: Service;
}

/** A folder of files that DuckDB reads beside Grafana, or a server. */
export type EngineName = 'duckdb' | 'postgres' | 'clickhouse' | 'trino' | 'loki' | 'prometheus';

export interface StoreSettings {
  engine: EngineName;
  /** DuckDB: the folder of the files: absolute, or below the first folder that the server's operator allows. */
  path?: string;
  /** Servers: host:port, or https://host:port. */
  url?: string;
  /** Trino: the catalog. */
  database?: string;
  /** Of tables that are named without one. */
  schema?: string;
  user?: string;
  /** Loki and Prometheus: of a server that many share. */
  tenant?: string;
  tls?: { mode?: TlsMode; serverName?: string };
  /** Of a statement, "30s". */
  timeout?: string;
  /** Trino: session properties for each query. */
  session?: Record<string, string>;
}

/** From none to all checks of the server's certificate; verify-full unless set. */
export type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

/** Keys of secureJsonData: what Grafana keeps encrypted and never gives back. */
export const secretNames = ['password', 'token', 'tlsCACert', 'tlsClientCert', 'tlsClientKey'] as const;
export type SecretName = (typeof secretNames)[number];
export type Secrets = Partial<Record<SecretName, string>>;

export const isServer = ({ engine }: StoreSettings): boolean => engine !== 'duckdb';

/** Metrics are counts: there are no rows behind them to look at. */
export const keepsRows = ({ engine }: StoreSettings): boolean => engine !== 'prometheus';

/** What a store holds logs in. */
export type Holding = 'files' | 'tables' | 'lines' | 'metrics';
const holdings: Partial<Record<EngineName, Holding>> = { duckdb: 'files', loki: 'lines', prometheus: 'metrics' };
export const holdingOf = ({ engine }: StoreSettings): Holding => holdings[engine] ?? 'tables';

/** Spans of services, and what is partitioned by days, lie in files and tables alone. */
export const keepsTables = (store: StoreSettings): boolean => ['files', 'tables'].includes(holdingOf(store));

/** Where a source lies, as a person names it: a file, a pattern or a table. */
export const placeOf = ({ file, table }: Source): string | undefined => file ?? table;

/** Of the same kind as another source of the store. */
export const sourceLike = (other: Source, place: string): Source =>
  other.file === undefined ? { table: place } : { file: place };

export const sourceIn = (store: StoreSettings, place: string): Source =>
  isServer(store) ? { table: place } : { file: place };

export interface Model {
  name: string;
  source: Source;
  time?: string;
  id?: string;
  prediction?: Prediction;
  target?: Target;
  features?: Feature[];
  segments?: string[];
  window?: string;
  timezone?: string;
  /** Zone of times that the log writes without one; default UTC. */
  clock?: string;
  lateness?: string;
  labels?: Record<string, string>;
  /** One that always holds, or a list: see `referencesOf`. */
  reference?: Reference | Reference[];
  /** The segment that names the model's version. */
  version?: string;
  exclude?: Period[];
  /** By feature: a threshold for each method, or a bare number for `auto`. */
  thresholds?: Record<string, number | Record<string, number>>;
  rows?: { roles?: string[] };
}

/** A column, or an expression over columns. */
export type Part = string | { column: string } | { expression: string };

/** Where the spans of services lie (docs/data-source.md). */
export interface Service {
  source: Source;
  time?: string;
  service?: Part;
  operation?: Part;
  duration?: Part;
  unit?: 'ns' | 'us' | 'ms' | 's';
  error?: Part;
  errors?: string[];
  refused?: Part;
  kind?: Part;
  kinds?: string[];
  exceptions?: { source?: Source; time?: string; service?: Part; operation?: Part; type: Part; message?: Part };
  apdex?: number;
  window?: string;
  lateness?: string;
  timezone?: string;
  clock?: string;
}

/** Telemetry: tables in ClickHouse, and files of OTLP. */
export const layouts = [
  'otel-logs',
  'otel-traces',
  'signoz-logs',
  'signoz-traces',
  'otlp-logs',
  'otlp-traces',
] as const;
export type Layout = (typeof layouts)[number];

/** Where rows lie: exactly one of file, table and sql is set. */
export interface Source {
  file?: string;
  table?: string;
  sql?: string;
  /** A column that the files or the table are partitioned by, with the day of a row's time. */
  partition?: string;
  /** It holds telemetry, and what follows says which of its rows are the log. */
  layout?: Layout;
  event?: string;
  model?: string;
  service?: string;
}

/** What the model answered: a class (label) or a number (value). */
export interface Prediction {
  label?: string;
  value?: string;
  score?: string;
  /** Class to column. */
  probabilities?: Record<string, string>;
}

export interface Target {
  column: string;
  source?: Source;
  id?: string;
  time?: string;
}

export type Kind = 'numeric' | 'categorical' | 'boolean' | 'text' | 'embedding' | 'id' | 'timestamp';
export const kinds: readonly Kind[] = ['numeric', 'categorical', 'boolean', 'text', 'embedding', 'id', 'timestamp'];

export interface Feature {
  name: string;
  column?: string;
  expression?: string;
  kind?: Kind;
  /** How much it matters to the model: a number of at least 0, in any unit. */
  importance?: number;
  /** Of a numeric feature: how methods of shares cut it, where a query does not say. */
  binning?: Binning;
}

/** A stretch of time with a reason. */
export interface Period {
  from: string;
  to: string;
  why?: string;
}

export interface Reference {
  /** Holds for windows that begin then or later; absent: for all, until a later one holds. */
  since?: string;
  /** Holds for rows of this version alone. YAML may make a number of it. */
  version?: string | number;
  from?: string;
  to?: string;
  source?: Source;
  /** Feature to the reference's column. */
  columns?: Record<string, string>;
  mode?: 'previous' | 'trailing' | 'season';
  /** Trailing: how many windows; season: how many periods. */
  windows?: number;
  /** Season: how long the rhythm is. */
  period?: string;
  /** With a mode: windows in which a feature had itself drifted are left out for it. */
  skipDrifted?: boolean;
  why?: string;
}

/** So many windows tell how much windows vary among each other; with fewer only sampling noise is known (docs/verdicts.md). */
export const fewestReferenceWindows = 4;

/** The references of a model as a list. */
export function referencesOf({ reference }: Pick<Model, 'reference'>): Reference[] {
  return reference === undefined ? [] : Array.isArray(reference) ? reference : [reference];
}

/** A list of references as settings have it: one that always holds stays the object that it was before there were lists. */
export function asSetting(references: Reference[]): Model['reference'] {
  return references.length === 0 ? undefined : references.length === 1 ? references[0] : references;
}
