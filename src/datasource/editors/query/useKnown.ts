// Loads what the editor has to know beside the query, once an editor: models and methods.
import { useCallback, useMemo } from 'react';
import type { DataSource } from '../../DataSource';
import { type TidelineQuery } from '../../query/query';
import { ofExceptions } from '../../query/reads';
import { filterable } from '../../resources';
import { useLoaded } from '../useLoaded';
import type { Variables } from './explain/words';
import type { Known } from './known';

export function useKnown(datasource: DataSource, query: TidelineQuery, variables: Variables, alerting: boolean) {
  const loadModels = useCallback(() => datasource.resources.models(), [datasource]);
  const loadMethods = useCallback(() => datasource.resources.methods(), [datasource]);
  const loadService = useCallback(() => datasource.resources.service(), [datasource]);
  const models = useLoaded(loadModels);
  const methods = useLoaded(loadMethods);
  const service = useLoaded(loadService).value;
  const name = variables.expand(query.model ?? '').join(', ');
  const model = models.value?.find((candidate) => candidate.name === name);
  // A rule is evaluated where there are no variables.
  const names = useMemo(() => (alerting ? [] : datasource.variableNames()), [alerting, datasource]);
  const ofServices = query.queryType === 'service';
  const valuesOf = useCallback(
    async (column: string) => {
      const expanded = variables.expand(column).join(', ');
      const { resources } = datasource;
      return [...(await (ofServices ? resources.serviceValues(expanded) : resources.values(name, expanded))), ...names];
    },
    [datasource, name, names, ofServices, variables]
  );
  const dimensions = (ofExceptions(query) ? service?.exceptions : service?.requests) ?? [];
  const known: Known = {
    model,
    service: service?.requests.length ? service : undefined,
    methods: methods.value ?? [],
    variables: names,
    groups: ofServices ? [...new Set([...dimensions, ...(service?.exceptions ?? [])])] : (model?.segments ?? []),
    columns: ofServices ? dimensions : model ? filterable(model) : [],
    valuesOf,
    alerting,
  };
  return { models, methods, known };
}
