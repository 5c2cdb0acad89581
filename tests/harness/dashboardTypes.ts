// What a dashboard may say, by Grafana's own published types: a dashboard, its panels with their options and fields, and their queries. A file of provisioning is
// JSON, so a value of an enum is its text there; and what has a default may be left out of options.
import type { AnnotationQuery, Dashboard, FieldConfig, Panel, VariableModel } from '@grafana/schema';
import type { Options as HeatmapOptions } from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type { Options as LogsOptions } from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type {
  FieldConfig as TableFields,
  Options as TableOptions,
} from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type {
  FieldConfig as TimeSeriesFields,
  Options as TimeSeriesOptions,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { TidelineQuery } from '../../src/datasource/query/query';
import type { DistributionOptions } from '../../src/panels/distribution/options';
import type { HeatmapOptions as DriftHeatmapOptions } from '../../src/panels/driftheatmap/options';

/** A type as JSON has it: an enum of texts is one of its texts. */
type Json<T> = 0 extends 1 & T
  ? T // any
  : T extends string
    ? `${T}`
    : T extends number | boolean | null | undefined
      ? T
      : T extends Array<infer Item>
        ? Array<Json<Item>>
        : T extends object
          ? { [Key in keyof T]: Json<T[Key]> }
          : T;

/** The same with all that may be left to its default. */
type Said<T> =
  T extends Array<infer Item> ? Array<Said<Item>> : T extends object ? { [Key in keyof T]?: Said<T[Key]> } : T;

type Fields<Custom> = Said<Json<Omit<FieldConfig, 'custom'>>> & { custom?: Said<Json<Custom>> };

/** A property of an override, by its name: of the field, or of what the panel adds to it. */
type Property<Custom> =
  | { [Key in keyof FieldConfig & string]: { id: Key; value: Said<Json<FieldConfig[Key]>> } }[keyof FieldConfig &
      string]
  | { [Key in keyof Custom & string]: { id: `custom.${Key}`; value: Said<Json<Custom[Key]>> } }[keyof Custom & string];

interface Matcher {
  id: 'byName' | 'byRegexp' | 'byType' | 'byFrameRefID';
  options: string;
}

interface FieldSource<Custom> {
  defaults: Fields<Custom>;
  overrides: Array<{ matcher: Matcher; properties: Array<Property<Custom>> }>;
}

/** Of tables in Grafana 11; those of 13 have no such option and leave it aside. */
interface FooterOf11 {
  footer: { show: boolean; reducer: string[]; countRows: boolean; fields: string };
}

interface PanelTypes {
  stat: [StatOptions, object];
  timeseries: [TimeSeriesOptions, TimeSeriesFields];
  table: [TableOptions & FooterOf11, TableFields];
  heatmap: [HeatmapOptions, object];
  logs: [LogsOptions, object];
  'tideline-distribution-panel': [DistributionOptions, object];
  'tideline-driftheatmap-panel': [DriftHeatmapOptions, object];
}

/** Prometheus and Loki publish no types of their queries with these: what their editors write. */
interface MetricQuery {
  refId: string;
  datasource: { type: 'prometheus' | 'loki'; uid: string };
  expr: string;
  legendFormat?: string;
  instant?: boolean;
  range?: boolean;
  exemplar?: boolean;
  format?: 'time_series' | 'table' | 'heatmap';
  queryType?: 'range' | 'instant';
  maxLines?: number;
  interval?: string;
  editorMode?: 'code' | 'builder';
}

type Query = MetricQuery | TidelineQuery;

/** What every panel says of itself; Grafana fills in the rest. */
interface Place {
  id: number;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
}

type ShownPanel = {
  [Type in keyof PanelTypes]: Said<Omit<Json<Panel>, 'type' | 'options' | 'fieldConfig' | 'targets'>> &
    Place & {
      type: Type;
      description: string;
      options: Said<Json<PanelTypes[Type][0]>>;
      fieldConfig: FieldSource<PanelTypes[Type][1]>;
      targets: Query[];
    };
}[keyof PanelTypes];

type Row = Place & { type: 'row'; collapsed: boolean; panels: ShownPanel[] };

/** With what its type leaves out: the filters of the type `adhoc`, and a query in short. */
type Variable = Said<Json<VariableModel>> & {
  name: string;
  type: VariableModel['type'];
  filters?: [];
  definition?: string;
};

type Annotation = Said<Omit<Json<AnnotationQuery>, 'target'>> & {
  name: string;
  target?: TidelineQuery;
  expr?: string;
  step?: string;
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
  useValueForTime?: boolean;
};

export type ProvisionedDashboard = Said<Omit<Json<Dashboard>, 'panels' | 'templating' | 'annotations'>> & {
  uid: string;
  title: string;
  schemaVersion: number;
  panels: Array<ShownPanel | Row>;
  templating: { list: Variable[] };
  annotations: { list: Annotation[] };
};
