// The data source as Grafana sees it in the browser. It hands queries to the backend and knows no statistics.
import {
  type AdHocVariableFilter,
  type CoreApp,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type HealthCheckResult } from '@grafana/runtime';
import { map, type Observable } from 'rxjs';
import { explainAdHoc } from './query/adHoc';
import { keepHealth } from './health';
import { sentence } from './editors/query/explain/sentence';
import { defaultQuery, isComplete, type TidelineQuery } from './query/query';
import { receive } from './query/received';
import { filterable, listed, type ModelInfo, type Resources, resources } from './resources';
import type { Settings } from './settings';
import { Interpolation, interpolateQuery } from './query/templates';
import { zoneName } from './zone';

export class DataSource extends DataSourceWithBackend<TidelineQuery, Settings> {
  readonly resources: Resources;

  constructor(instanceSettings: DataSourceInstanceSettings<Settings>) {
    super(instanceSettings);
    this.resources = resources(this);
  }

  /** What a test found is kept for the settings page: of one that passes, Grafana shows the message alone, and nothing where there is none. */
  override async callHealthCheck(): Promise<HealthCheckResult> {
    const result = await super.callHealthCheck();
    return keepHealth(this.uid, result.details) ? { ...result, message: '' } : result;
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

  /** Where a query goes on alone, to Explore or into an alert rule, it names this data source itself, not the variable that chose it. */
  override interpolateVariablesInQueries(queries: TidelineQuery[], scopedVars: ScopedVars): TidelineQuery[] {
    const datasource = this.getRef();
    return super.interpolateVariablesInQueries(queries, scopedVars).map((query) => ({ ...query, datasource }));
  }

  /** What a folded query and the history of queries show. */
  override getQueryDisplayText(given: TidelineQuery): string {
    const { query, foreign } = receive(given);
    return foreign ?? sentence(query, { variables: this.interpolation() }).asked;
  }

  /**
   * The browser's time zone is the one in which the dashboard shows times: it may have been told another. And what is wrong with a dashboard's ad hoc filter
   * is said of that filter: the query itself has none of its number.
   */
  override query(request: DataQueryRequest<TidelineQuery>): Observable<DataQueryResponse> {
    const { filters = [], scopedVars, timezone } = request;
    const targets = request.targets.map((target) =>
      target.timezone === 'browser' ? { ...target, timezone: zoneName(timezone || 'browser') } : target
    );
    const answer = super.query({ ...request, targets });
    if (filters.length === 0) {
      return answer;
    }
    const explained = (error: DataQueryError): DataQueryError => {
      const target = targets.find(({ refId }) => refId === error.refId) ?? targets[0];
      const sent = this.applyTemplateVariables(target, scopedVars);
      return explainAdHoc(error, sent, sent.filters?.length ?? 0, filters);
    };
    return answer.pipe(
      map((response) => ({
        ...response,
        ...(response.error && { error: explained(response.error) }),
        ...(response.errors && { errors: response.errors.map(explained) }),
      }))
    );
  }

  /** What the dashboard's variables stand for, for editors; `scopedVars` are those of a repeated panel. */
  interpolation(scopedVars?: ScopedVars): Interpolation {
    return new Interpolation(getTemplateSrv(), scopedVars);
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
    const names = [...models.flatMap(({ segments }) => segments), ...models.flatMap(filterable)];
    return [...new Set(names)].map((text) => ({ text, value: text }));
  }

  override async getTagValues({
    key,
    queries,
  }: DataSourceGetTagValuesOptions<TidelineQuery>): Promise<MetricFindValue[]> {
    // The values of other columns are not listed: they may be as many as there are rows. One can still be typed.
    const models = (await this.modelsOf(queries)).filter((model) => listed(model).includes(key));
    const values = await Promise.all(models.map(({ name }) => this.resources.values(name, key)));
    return [...new Set(values.flat())].map((text) => ({ text, value: text }));
  }

  /** The models that a dashboard's queries name, or all where nothing is known of them. */
  private async modelsOf(queries: TidelineQuery[] = []): Promise<ModelInfo[]> {
    const named = this.interpolation().list(queries.flatMap(({ model }) => model ?? []));
    const models = await this.resources.models();
    return named.length === 0 ? models : models.filter(({ name }) => named.includes(name));
  }
}
