// What the editors ask the backend, beside queries. Viewers may ask for models, methods and the values of segments; the rest is for administrators.
import type { Kind, Model, Secrets, Source, StoreSettings } from './settings';

/** GET models */
export interface ModelInfo {
  name: string;
  features: Array<{ name: string; kind: Kind }>;
  segments: string[];
  /** The default window, "1d". */
  window: string;
  timezone: string;
  prediction?: string;
  target?: string;
  /** What the newest windows are compared with, in words: "2026-01-01 – 2026-02-01". */
  reference?: string;
  /** The log has no time column: all its rows are one window. */
  timeless?: boolean;
  /** All references, in the order of the settings. */
  references?: ReferenceInfo[];
  /** The segment that names the model's version. */
  version?: string;
  /** Periods that are left out of references. */
  excluded?: PeriodInfo[];
}

/** An entry of a model's references. Instants are RFC 3339. */
export interface ReferenceInfo {
  /** In words: "2026-01-01 – 2026-02-01", "4.2.0: another file". */
  text: string;
  since?: string;
  version?: string;
  from?: string;
  to?: string;
  why?: string;
}

export interface PeriodInfo {
  from: string;
  to: string;
  why?: string;
}

/** The columns that a filter may name: declared segments first, they are what people filter by. */
export const filterable = ({ segments, features, prediction, target }: ModelInfo): string[] => [
  ...new Set([
    ...segments,
    ...features.map(({ name }) => name),
    ...(prediction ? ['prediction'] : []),
    ...(target ? ['target'] : []),
  ]),
];

/** The columns whose values the backend lists: segments, and the classes of a prediction. */
export const listed = ({ segments, prediction }: ModelInfo): string[] => [
  ...segments,
  ...(prediction ? ['prediction'] : []),
];

/** GET service: what the spans of the data source can be told apart by; nothing where it has none. */
export interface ServiceInfo {
  requests: string[];
  exceptions: string[];
  /** The threshold of Apdex, in seconds. */
  apdex: number;
}

/** GET methods */
export interface MethodInfo {
  id: string;
  name: string;
  /** The heading under which it is listed. */
  group: string;
  /** What it is good for, in a line. */
  summary: string;
  formula: string;
  /** What to know before relying on it; empty where there is nothing. */
  remark: string;
  kinds: Kind[];
  /** null: there is none by default, or it is computed anew for every reference. */
  threshold: number | null;
  unit: string;
  /** null: open at that end. */
  range: [number | null, number | null];
  /** It cuts numbers into bins, and heeds a query's binning. */
  bins: boolean;
  /** A lower statistic is more drift. */
  lower: boolean;
}

/** GET folders: those that the server's operator allows this organisation. */
export interface FolderInfo {
  path: string;
  exists: boolean;
}

/** POST files {store} */
export interface FolderFiles {
  /** The folder itself, links followed. */
  folder: string;
  /** Patterns first. */
  files: FileInfo[];
  /** How many files of kinds that can be read there are, listed or not. */
  logs: number;
  /** How many files of such kinds have names that begin with . or _, which no pattern takes unless it begins so. */
  hidden?: number;
  /** How many folders have names that begin with a dot, and are not looked into. */
  hiddenFolders?: number;
  /** How many files of other kinds there are. */
  others: number;
  /** There are more files than are listed. */
  more: boolean;
  /** There are more files than were looked at, so that they are not counted to the end. */
  uncounted?: boolean;
}

export interface FileInfo {
  /** Below the store's path; for a glob, the pattern. */
  path: string;
  bytes: number;
  /** RFC 3339; of a pattern's files the newest. */
  modified: string;
  /** parquet | csv | json, or glob: a pattern that several files of one kind match. */
  kind: string;
  /** How many files a pattern matches. */
  count?: number;
  /** It matches more than were looked at. */
  more?: boolean;
  /** Each of the pattern's files holds one JSON object. */
  objects?: boolean;
  /** The file, or each of the pattern's, holds a table that pandas wrote as JSON. */
  tables?: boolean;
}

/** POST tables {store} */
export interface ServerTables {
  /** The server's name and version. */
  server: string;
  tables: string[];
  /** There are more than are listed. */
  more: boolean;
}

/** POST schema {store, source} */
export interface Schema {
  columns: Column[];
  /** What is wrong with how the source is written, although it can be read. */
  problems: string[];
  /** What is left out of it, and what may be no part of it. */
  warnings: Finding[];
  /** What else is worth knowing. */
  notices: string[];
}

export interface Column {
  name: string;
  /** The store's own name of the type. */
  type: string;
  kind: Kind;
  /** A few values, as text. */
  samples: string[];
  /** The part that it seems to play, and why. */
  role?: string;
  why?: string;
}

/** POST preview {store, source} */
export interface Preview {
  columns: string[];
  /** As text; null where the store holds none. */
  rows: Array<Array<string | null>>;
}

/** POST timeline {store, model}: how many rows a log has in each window, in the model's zone. */
export interface Timeline {
  /** How long the windows are: the model's own, or longer where there would be too many. */
  window: string;
  timezone: string;
  rows: number;
  /** Of them, those that the windows leave out: a few, far from all others. */
  outside?: number;
  /** Without gaps, oldest first, in epoch ms; none where the log has no time. */
  windows: TimelineWindow[];
}

export interface TimelineWindow {
  from: number;
  to: number;
  rows: number;
}

/** POST check {store, model} */
export interface ModelCheck {
  /** "212,340 rows from 2026-01-05 to 2026-03-01, 12 features and the prediction"; empty where the log could not be read. */
  found: string;
  rows: number;
  /** Oldest and newest row, RFC 3339. */
  from?: string;
  to?: string;
  /** References that the log itself holds, with how many windows, and how many of them have rows. */
  references: Array<{ text: string; windows: number; filled: number }>;
  problems: Finding[];
  notices: Finding[];
}

export interface Finding {
  /** Where it is mended. */
  step: 'log' | 'columns' | 'reference';
  text: string;
  /** A notice that should not be left as it is. */
  warning?: boolean;
  /** Mends it in the place of the source's file. */
  pattern?: string;
}

/** GET diagnostics */
export interface Diagnostics {
  /** When the plugin's process began, RFC 3339: everything is counted from then on. */
  since: string;
  /** Of the whole process; bytes. */
  cache: { bytes: number; limit: number; entries: number; evicted: number };
  /** Of the whole process, in bytes; 0 where it is not known. */
  memory: { resident: number; engine: number; engineLimit: number; spilled: number };
  /** Of this data source; the model '' are queries of none, or of all. */
  models: ModelCosts[];
  /** The newest first. */
  slow: SlowQuery[];
  /** How many seconds a query takes at least that is among the slow ones. */
  slowFrom: number;
}

export interface Costs {
  queries: number;
  failed: number;
  /** Of all queries together. */
  seconds: number;
  scans: number;
  /** That scans have read. */
  rows: number;
  /** Answers that the cache had, and had not. */
  hits: number;
  misses: number;
  /** Seconds. */
  phases: Record<string, number>;
}

export interface ModelCosts extends Costs {
  model: string;
}

export interface SlowQuery extends Costs {
  /** RFC 3339 */
  at: string;
  model: string;
  queryType: string;
  /** The query as it was asked. */
  text: string;
}

/** What is asked about a source: in the store that the page shows, saved or not. */
export interface SourceQuestion {
  store: StoreSettings;
  source: Source;
}

export interface ModelQuestion {
  store: StoreSettings;
  model: Model;
}

/** The calls themselves, on whatever can reach a data source's resources. */
export interface Resources {
  models(): Promise<ModelInfo[]>;
  methods(): Promise<MethodInfo[]>;
  values(model: string, column: string): Promise<string[]>;
  service(): Promise<ServiceInfo>;
  /** The services, operations or exceptions of the last day. */
  serviceValues(column: string): Promise<string[]>;
  diagnostics(): Promise<Diagnostics>;
  folders(): Promise<FolderInfo[]>;
  files(question: { store: StoreSettings }): Promise<FolderFiles>;
  tables(question: { store: StoreSettings }): Promise<ServerTables>;
  schema(question: SourceQuestion): Promise<Schema>;
  guess(question: SourceQuestion): Promise<Model>;
  preview(question: SourceQuestion): Promise<Preview>;
  timeline(question: ModelQuestion): Promise<Timeline>;
  check(question: ModelQuestion): Promise<ModelCheck>;
}

/** Grafana's way to a data source's resources: of a data source, or by its uid where there is none yet. */
export interface ResourceCalls {
  getResource<T>(path: string, params?: Record<string, string>, options?: CallOptions): Promise<T>;
  postResource<T>(path: string, data?: unknown, options?: CallOptions): Promise<T>;
}

interface CallOptions {
  showErrorAlert?: boolean;
}

/** The editors show errors where they belong, so Grafana shall not show them as well. */
const quiet: CallOptions = { showErrorAlert: false };

/** The calls of a data source; `secrets` are those that are typed on the page and not saved yet. */
export function resources(backend: ResourceCalls, secrets: Secrets = {}): Resources {
  const ask = <T>(path: string, question: object): Promise<T> =>
    backend.postResource(path, Object.keys(secrets).length === 0 ? question : { ...question, secrets }, quiet);
  return {
    models: () => backend.getResource('models', undefined, quiet),
    methods: () => backend.getResource('methods', undefined, quiet),
    values: (model, column) => backend.getResource('values', { model, column }, quiet),
    service: () => backend.getResource('service', undefined, quiet),
    serviceValues: (column) => backend.getResource('service-values', { column }, quiet),
    diagnostics: () => backend.getResource('diagnostics', undefined, quiet),
    folders: () => backend.getResource('folders', undefined, quiet),
    files: (question) => ask('files', question),
    tables: (question) => ask('tables', question),
    schema: (question) => ask('schema', question),
    guess: (question) => ask('guess', question),
    preview: (question) => ask('preview', question),
    timeline: (question) => ask('timeline', question),
    check: (question) => ask('check', question),
  };
}
