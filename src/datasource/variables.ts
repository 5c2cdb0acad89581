// What a dashboard variable can list: models, a model's features, the values of one of its columns. A variable's query has the shape of every other query.
import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { from, map, type Observable } from 'rxjs';
import type { DataSource } from './DataSource';
import { VariableEditor } from './editors/VariableEditor';
import type { Resources } from './resources';
import { Interpolation } from './templates';

/** `features` and `segments` are answered from the list of models; `models` and `values` are query types of the backend too. */
export interface VariableQuery extends DataQuery {
  queryType: 'models' | 'features' | 'segments' | 'values';
  model?: string;
  /** With `values`: the column, alone in its list. */
  features?: string[];
}

export class VariableSupport extends CustomVariableSupport<DataSource, VariableQuery> {
  override editor = VariableEditor;

  constructor(private readonly datasource: DataSource) {
    super();
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const query = request.targets[0];
    const interpolation = new Interpolation(getTemplateSrv(), request.scopedVars);
    return from(list(query, interpolation, this.datasource.resources)).pipe(map((data) => ({ data })));
  }
}

/** The list that a query asks for. A query that is not complete yet lists nothing. */
async function list(
  { queryType, model, features }: VariableQuery,
  interpolation: Interpolation,
  resources: Resources
): Promise<MetricFindValue[]> {
  const name = interpolation.one(model ?? '');
  switch (queryType) {
    case 'models':
      return texts((await resources.models()).map((found) => found.name));
    case 'features': {
      const found = (await resources.models()).find((candidate) => candidate.name === name);
      // Wherever a feature can be named, the prediction and the target can.
      return texts([
        ...(found?.features ?? []).map((feature) => feature.name),
        ...(found?.prediction ? ['prediction'] : []),
        ...(found?.target ? ['target'] : []),
      ]);
    }
    case 'segments':
      return texts((await resources.models()).find((candidate) => candidate.name === name)?.segments ?? []);
    case 'values': {
      const [column] = interpolation.list(features ?? []);
      return name && column ? texts(await resources.values(name, column)) : [];
    }
  }
}

const texts = (values: string[]): MetricFindValue[] => values.map((text) => ({ text, value: text }));
