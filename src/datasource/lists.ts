// What a dashboard variable can list: models, a model's features or segments, the values of one of its columns. A variable's query has the shape of every
// other query.
import type { MetricFindValue } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { allModels } from './query/query';
import { listed, type ModelInfo, type Resources } from './resources';
import type { Interpolation } from './query/templates';

/** `services` and `operations` are those of the last day. `features` and `segments` are answered from the list of models; `models` and `values` are query types of the backend too. */
export interface VariableQuery extends DataQuery {
  queryType: 'models' | 'features' | 'segments' | 'values' | 'versions' | 'services' | 'operations';
  model?: string;
  /** With `values`: the column, alone in its list. */
  features?: string[];
}

/**
 * The list that a query asks for. A query that is not complete yet lists nothing. Where the model is a variable with several values, or All, the list is of
 * all of its models.
 */
export async function list(
  { queryType, model = '', features = [] }: VariableQuery,
  interpolation: Interpolation,
  resources: Resources
): Promise<MetricFindValue[]> {
  if (queryType === 'services') {
    return texts(await resources.serviceValues('service'));
  }
  if (queryType === 'operations') {
    return texts(await resources.serviceValues('operation'));
  }
  const models = await resources.models();
  if (queryType === 'models') {
    return texts(models.map(({ name }) => name));
  }
  const names = interpolation.list([model]);
  const chosen = model === allModels ? models : models.filter(({ name }) => names.includes(name));
  switch (queryType) {
    case 'features':
      return texts(chosen.flatMap(monitored));
    case 'segments':
      return texts(chosen.flatMap(({ segments }) => segments));
    case 'versions': {
      const named = chosen.flatMap(({ name, version }) => (version ? [resources.values(name, version)] : []));
      return texts((await Promise.all(named)).flat());
    }
    case 'values': {
      const [column] = interpolation.list(features);
      if (column === undefined) {
        return [];
      }
      // A chain leads to models that do not have it, and then there is nothing to list. Of a model by name the backend says why it has not.
      const having = chosen.filter((candidate) => listed(candidate).includes(column));
      const asked = having.length > 0 || names[0] !== model ? having : chosen;
      return texts((await Promise.all(asked.map(({ name }) => resources.values(name, column)))).flat());
    }
  }
}

/** Wherever a feature can be named, the prediction and the target can. */
const monitored = ({ features, prediction, target }: ModelInfo): string[] => [
  ...features.map(({ name }) => name),
  ...(prediction ? ['prediction'] : []),
  ...(target ? ['target'] : []),
];

const texts = (values: string[]): MetricFindValue[] => [...new Set(values)].map((text) => ({ text, value: text }));
