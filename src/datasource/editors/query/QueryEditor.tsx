// The query editor. Choosing a model is enough to draw something; everything else has a default.
import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, InlineField, InlineFieldRow, LinkButton, MultiSelect, Select } from '@grafana/ui';
import React, { useCallback, useEffect, useId } from 'react';
import type { DataSource } from '../../DataSource';
import { defaultQuery, isAlerting, type QueryType, type TidelineQuery } from '../../query';
import type { ModelInfo } from '../../resources';
import type { Settings } from '../../settings';
import { FilterList, options } from '../FilterList';
import { useLoaded } from '../useLoaded';
import { AnswerField } from './AnswerField';
import { queryTypes } from './choices';
import { labelWidth } from './layout';
import { MethodField } from './MethodField';
import { Options } from './Options';
import { ReferenceField } from './ReferenceField';
import { WindowField } from './WindowField';

type Props = QueryEditorProps<DataSource, TidelineQuery, Settings>;
type Part = 'features' | 'method' | 'window' | 'reference' | 'groupBy' | 'answer' | 'options';

/** Which parts of the form each query type reads. All of them read the model and the filters. */
const parts: Record<QueryType, readonly Part[]> = {
  drift: ['features', 'method', 'window', 'reference', 'groupBy', 'answer', 'options'],
  distribution: ['features', 'method', 'window', 'reference', 'groupBy', 'options'],
  summary: ['features', 'window', 'groupBy'],
  rows: ['features'],
  episodes: ['features', 'method', 'window', 'reference', 'groupBy', 'options'],
  values: ['features'],
  models: [],
};

export function QueryEditor({ datasource, query: given, app, onChange, onRunQuery }: Props) {
  const id = useId();
  const alerting = isAlerting(app);
  const query: TidelineQuery = given.queryType
    ? given
    : { ...given, ...defaultQuery(app), version: 1, queryType: 'drift' };
  const loadModels = useCallback(() => datasource.resources.models(), [datasource]);
  const loadMethods = useCallback(() => datasource.resources.methods(), [datasource]);
  const models = useLoaded(loadModels);
  const methods = useLoaded(loadMethods);
  const find = (name?: string) => models.value?.find((candidate) => candidate.name === datasource.resolve(name ?? ''));
  const model = find(query.model);
  const variables = datasource.variableNames();

  const change = (part: Partial<TidelineQuery>) => {
    onChange({ ...query, ...part });
    onRunQuery();
  };

  // With a single model there is nothing to choose.
  const only = models.value?.length === 1 ? models.value[0].name : undefined;
  useEffect(() => {
    if (only !== undefined && !query.model && query.queryType !== 'models') {
      change({ model: only });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the only model is known
  }, [only]);

  const { queryType, features = [], groupBy = [], filters = [] } = query;
  const shown = (part: Part) => parts[queryType].includes(part);
  const columns = columnsOf(model);
  const valuesOf = useCallback(
    async (column: string) => [
      ...(await datasource.resources.values(datasource.resolve(query.model ?? ''), datasource.resolve(column))),
      ...datasource.variableNames(),
    ],
    [datasource, query.model]
  );
  const types = queryTypes();

  return (
    <>
      {models.error && (
        <Alert severity="error" title={t('datasource.query.no-list', 'The models could not be listed')}>
          {models.error}
        </Alert>
      )}
      {models.value?.length === 0 && <NoModels uid={datasource.uid} />}
      <InlineFieldRow>
        <InlineField label={t('datasource.query.model', 'Model')} labelWidth={labelWidth} htmlFor={`${id}-model`}>
          <Select
            inputId={`${id}-model`}
            width={24}
            isLoading={models.loading}
            options={options([...(models.value ?? []).map(({ name }) => name), query.model ?? '', ...variables])}
            value={query.model ?? null}
            placeholder={t('datasource.query.model-placeholder', 'Choose a model')}
            allowCustomValue
            // Another model has other columns: what was chosen of the first one's would be an error.
            onChange={({ value }) => change({ model: value, ...(model && find(value) !== model && forgotten) })}
          />
        </InlineField>
        <InlineField label={t('datasource.query.type', 'Shows')} htmlFor={`${id}-type`}>
          <Select
            inputId={`${id}-type`}
            width={24}
            options={
              types.some(({ value }) => value === queryType)
                ? types
                : [...types, { value: queryType, label: queryType }]
            }
            value={queryType}
            onChange={({ value }) => value && change({ queryType: value })}
          />
        </InlineField>
      </InlineFieldRow>
      {shown('features') && (
        <InlineFieldRow>
          <InlineField
            label={t('datasource.query.features', 'Features')}
            labelWidth={labelWidth}
            htmlFor={`${id}-features`}
            grow
          >
            <MultiSelect
              inputId={`${id}-features`}
              options={featureChoices(model, [...features, ...variables])}
              value={features}
              placeholder={t('datasource.query.features-placeholder', 'All features')}
              allowCustomValue
              onChange={(choices) => change({ features: choices.map(({ value }) => value ?? '') })}
            />
          </InlineField>
        </InlineFieldRow>
      )}
      {shown('method') && (
        <MethodField
          methods={methods.value ?? []}
          kinds={(model?.features ?? []).filter(({ name }) => features.includes(name)).map(({ kind }) => kind)}
          method={query.method ?? 'auto'}
          threshold={query.threshold}
          onChange={change}
        />
      )}
      {shown('window') && (
        <WindowField window={query.window ?? { mode: 'auto' }} onChange={(window) => change({ window })} />
      )}
      {shown('reference') && (
        <ReferenceField
          reference={query.reference ?? { mode: 'model' }}
          ofModel={model?.reference}
          columns={columns}
          valuesOf={valuesOf}
          onChange={(reference) => change({ reference })}
        />
      )}
      <InlineFieldRow>
        <InlineField label={t('datasource.query.filters', 'Filters')} labelWidth={labelWidth}>
          <FilterList
            label={t('datasource.query.filter', 'Filter')}
            filters={filters}
            columns={columns}
            valuesOf={valuesOf}
            onChange={(changed) => change({ filters: changed })}
          />
        </InlineField>
      </InlineFieldRow>
      {shown('groupBy') && (
        <InlineFieldRow>
          <InlineField
            label={t('datasource.query.group-by', 'Group by')}
            labelWidth={labelWidth}
            htmlFor={`${id}-group`}
            grow
          >
            <MultiSelect
              inputId={`${id}-group`}
              options={options([...columns, ...groupBy, ...variables])}
              value={groupBy}
              placeholder={t('datasource.query.group-by-placeholder', 'No segments: all rows together')}
              allowCustomValue
              onChange={(choices) => change({ groupBy: choices.map(({ value }) => value ?? '') })}
            />
          </InlineField>
        </InlineFieldRow>
      )}
      {shown('answer') && (
        <AnswerField
          format={query.format ?? 'timeseries'}
          value={query.value ?? 'severity'}
          alerting={alerting}
          onChange={change}
        />
      )}
      {shown('options') && <Options query={query} alerting={alerting} onChange={change} />}
    </>
  );
}

/** What is only right of the model that it was chosen for. */
const forgotten = { features: undefined, groupBy: undefined, filters: undefined };

/** What filters and segments may name: declared segments first, then features. */
const columnsOf = (model?: ModelInfo): string[] => [
  ...new Set([...(model?.segments ?? []), ...(model?.features ?? []).map(({ name }) => name)]),
];

/** The model's features with their kinds, its prediction and target, and whatever else the query names. */
function featureChoices(model: ModelInfo | undefined, named: string[]) {
  const known = [
    ...(model?.features ?? []).map(({ name, kind }) => ({ value: name, label: name, description: kind })),
    ...(model?.prediction
      ? [{ value: 'prediction', label: t('datasource.query.prediction', 'prediction'), description: model.prediction }]
      : []),
    ...(model?.target
      ? [{ value: 'target', label: t('datasource.query.target', 'target'), description: model.target }]
      : []),
  ];
  const others = named.filter((name) => !known.some(({ value }) => value === name));
  return [...known, ...others.map((name) => ({ value: name, label: name, description: '' }))];
}

function NoModels({ uid }: { uid: string }) {
  return (
    <Alert severity="info" title={t('datasource.query.no-models', 'This data source has no models yet')}>
      <LinkButton variant="secondary" href={`/connections/datasources/edit/${encodeURIComponent(uid)}`}>
        {t('datasource.query.add-model', 'Add a model in its settings')}
      </LinkButton>
    </Alert>
  );
}
