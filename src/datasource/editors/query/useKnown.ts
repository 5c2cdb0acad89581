// Loads what the editor has to know beside the query, once an editor: models and methods.
import { useCallback, useMemo } from 'react';
import type { DataSource } from '../../DataSource';
import { type TidelineQuery } from '../../query/query';
import { filterable } from '../../resources';
import { useLoaded } from '../useLoaded';
import type { Variables } from './explain/words';
import type { Known } from './known';

export function useKnown(datasource: DataSource, query: TidelineQuery, variables: Variables, alerting: boolean) {
  const loadModels = useCallback(() => datasource.resources.models(), [datasource]);
  const loadMethods = useCallback(() => datasource.resources.methods(), [datasource]);
  const models = useLoaded(loadModels);
  const methods = useLoaded(loadMethods);
  const name = variables.expand(query.model ?? '').join(', ');
  const model = models.value?.find((candidate) => candidate.name === name);
  // A rule is evaluated where there are no variables.
  const names = useMemo(() => (alerting ? [] : datasource.variableNames()), [alerting, datasource]);
  const valuesOf = useCallback(
    async (column: string) => [
      ...(await datasource.resources.values(name, variables.expand(column).join(', '))),
      ...names,
    ],
    [datasource, name, names, variables]
  );
  const known: Known = {
    model,
    methods: methods.value ?? [],
    variables: names,
    columns: model ? filterable(model) : [],
    valuesOf,
    alerting,
  };
  return { models, methods, known };
}
