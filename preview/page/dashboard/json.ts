// The classic JSON of a dashboard, as far as it is read here.
import type {
  AdHocVariableFilter,
  AnnotationQuery,
  DataQuery,
  DataSourceRef,
  DataTransformerConfig,
  FieldConfigSource,
} from '@grafana/data';

export interface DashboardJson {
  uid: string;
  title: string;
  description?: string;
  panels?: PanelJson[];
  templating?: { list?: VariableJson[] };
  annotations?: { list?: AnnotationJson[] };
  links?: LinkJson[];
  time?: { from: string; to: string };
  timezone?: string;
  weekStart?: string;
  fiscalYearStartMonth?: number;
  refresh?: string | boolean;
  graphTooltip?: number;
  timepicker?: { refresh_intervals?: string[]; hidden?: boolean };
}

export interface GridPosition {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface PanelJson {
  id: number;
  type: string;
  title?: string;
  description?: string;
  gridPos: GridPosition;
  datasource?: DataSourceRef | string | null;
  targets?: Array<DataQuery & { panelId?: number }>;
  transformations?: DataTransformerConfig[];
  options?: Record<string, unknown>;
  fieldConfig?: Partial<FieldConfigSource>;
  pluginVersion?: string;
  transparent?: boolean;
  links?: LinkJson[];
  maxDataPoints?: number;
  interval?: string;
  timeFrom?: string;
  /** Of a row: the panels that it hides while it is collapsed. */
  panels?: PanelJson[];
  collapsed?: boolean;
}

export interface LinkJson {
  type?: 'link' | 'dashboards';
  title: string;
  url?: string;
  tags?: string[];
  tooltip?: string;
  icon?: string;
  includeVars?: boolean;
  keepTime?: boolean;
  targetBlank?: boolean;
  asDropdown?: boolean;
}

export type AnnotationJson = AnnotationQuery & { builtIn?: number };

export interface VariableJson {
  type: string;
  name: string;
  label?: string | null;
  description?: string | null;
  hide?: number;
  skipUrlSync?: boolean;
  query?: unknown;
  current?: { text?: string | string[]; value?: string | string[] };
  options?: Array<{ text: string; value: string }>;
  datasource?: DataSourceRef | string | null;
  regex?: string;
  refresh?: number;
  sort?: number;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string | null;
  allowCustomValue?: boolean;
  auto?: boolean;
  auto_min?: string;
  auto_count?: number;
  filters?: AdHocVariableFilter[];
  baseFilters?: AdHocVariableFilter[];
  defaultKeys?: Array<{ text: string; value?: string }>;
}

/** Data sources were named by a text alone, in older dashboards. */
export function refOf(ref: DataSourceRef | string | null | undefined): DataSourceRef | undefined {
  return typeof ref === 'string' ? { uid: ref } : (ref ?? undefined);
}
