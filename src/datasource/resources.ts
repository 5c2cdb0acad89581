// What the editors ask the backend, beside queries. Viewers may ask for models, methods and the values of segments; the rest is for administrators.
import type { Kind, Model, Source } from './settings';

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

/** GET methods */
export interface MethodInfo {
  id: string;
  name: string;
  summary: string;
  formula: string;
  kinds: Kind[];
  threshold: number;
  unit: string;
  /** null: open at that end. */
  range: [number | null, number | null];
}

/** GET files */
export interface FileInfo {
  /** Below the store's path; for a glob, the pattern. */
  path: string;
  bytes: number;
  /** RFC 3339 */
  modified: string;
  /** parquet | csv | json, or glob: a pattern that several files of one kind match. */
  kind: string;
}

/** POST schema {source} */
export interface Column {
  name: string;
  /** The store's own name of the type. */
  type: string;
  kind: Kind;
  /** A few values, as text. */
  samples: string[];
}

/** POST preview {source} */
export interface Preview {
  columns: string[];
  /** As text; null where the store holds none. */
  rows: Array<Array<string | null>>;
}

/** The calls themselves, on whatever can reach a data source's resources. */
export interface Resources {
  models(): Promise<ModelInfo[]>;
  methods(): Promise<MethodInfo[]>;
  values(model: string, column: string): Promise<string[]>;
  files(): Promise<FileInfo[]>;
  schema(source: Source): Promise<Column[]>;
  guess(source: Source): Promise<Model>;
  preview(source: Source): Promise<Preview>;
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

export function resources(backend: ResourceCalls): Resources {
  return {
    models: () => backend.getResource('models', undefined, quiet),
    methods: () => backend.getResource('methods', undefined, quiet),
    values: (model, column) => backend.getResource('values', { model, column }, quiet),
    files: () => backend.getResource('files', undefined, quiet),
    schema: (source) => backend.postResource('schema', { source }, quiet),
    guess: (source) => backend.postResource('guess', { source }, quiet),
    preview: (source) => backend.postResource('preview', { source }, quiet),
  };
}
