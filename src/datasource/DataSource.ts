// The data source as Grafana sees it in the browser. It hands queries to the backend and knows no statistics.
import {
  type AdHocVariableFilter,
  type CoreApp,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { episodes } from './annotations';
import { defaultQuery, isComplete, type TidelineQuery } from './query';
import { type ModelInfo, type Resources, resources } from './resources';
import type { Settings } from './settings';
import { Interpolation, interpolateQuery } from './templates';
import { VariableSupport } from './variables';

export class DataSource extends DataSourceWithBackend<TidelineQuery, Settings> {
  readonly resources: Resources;

  constructor(instanceSettings: DataSourceInstanceSettings<Settings>) {
    super(instanceSettings);
    this.resources = resources(this);
    this.annotations = episodes;
    this.variables = new VariableSupport(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<TidelineQuery> {
    return defaultQuery(app);
  }

  override filterQuery(query: TidelineQuery): boolean {
    return !query.hide && isComplete(query);
  }

  override applyTemplateVariables(
    query: TidelineQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): TidelineQuery {
    return interpolateQuery(query, new Interpolation(getTemplateSrv(), scopedVars), filters);
  }

  /** The text with the dashboard's variables filled in, for editors that want to know what `$model` stands for. */
  resolve(text: string): string {
    return new Interpolation(getTemplateSrv()).one(text);
  }

  /** The dashboard's variables as they are written in a query. */
  variableNames(): string[] {
    return getTemplateSrv()
      .getVariables()
      .map(({ name }) => `$${name}`);
  }

  /** The columns that an ad hoc filter may name: segments first, they are what people filter by. */
  override async getTagKeys(options?: DataSourceGetTagKeysOptions<TidelineQuery>): Promise<MetricFindValue[]> {
    const models = await this.modelsOf(options?.queries);
    const names = [
      ...models.flatMap(({ segments }) => segments),
      ...models.flatMap(({ features }) => features.map(({ name }) => name)),
    ];
    return [...new Set(names)].map((text) => ({ text, value: text }));
  }

  override async getTagValues({
    key,
    queries,
  }: DataSourceGetTagValuesOptions<TidelineQuery>): Promise<MetricFindValue[]> {
    const models = (await this.modelsOf(queries)).filter(
      ({ segments, features }) => segments.includes(key) || features.some(({ name }) => name === key)
    );
    const values = await Promise.all(models.map(({ name }) => this.resources.values(name, key)));
    return [...new Set(values.flat())].map((text) => ({ text, value: text }));
  }

  /** The models that a dashboard's queries name, or all where nothing is known of them. */
  private async modelsOf(queries: TidelineQuery[] = []): Promise<ModelInfo[]> {
    const interpolation = new Interpolation(getTemplateSrv());
    const named = interpolation.list(queries.flatMap(({ model }) => model ?? []));
    const models = await this.resources.models();
    return named.length === 0 ? models : models.filter(({ name }) => named.includes(name));
  }
}
