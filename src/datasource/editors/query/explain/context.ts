// What sentences know beside the query itself.
import type { AdHocVariableFilter } from '@grafana/data';
import { allModels, type TidelineQuery } from '../../../query/query';
import type { MethodInfo, ModelInfo } from '../../../resources';
import type { Variables } from './words';

export interface Context {
  /** Undefined until they are known. */
  models?: ModelInfo[];
  methods?: MethodInfo[];
  variables: Variables;
  /** How long the time range is, ms. */
  rangeLength?: number;
  /** The dashboard's ad hoc filters. */
  adHoc?: AdHocVariableFilter[];
}

/** Whether a query is about every model at once. */
export const isEvery = ({ model = '' }: TidelineQuery, variables: Variables): boolean =>
  model === allModels || (model !== '' && variables.isAll(model));
