import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Select } from '@grafana/ui';
import React, { useCallback, useId, useMemo } from 'react';
import type { DataSource } from '../DataSource';
import type { TidelineQuery } from '../query/query';
import { listed } from '../resources';
import type { Settings } from '../settings';
import { say } from '../text';
import { list, type VariableQuery } from '../lists';
import { options } from './FilterList';
import { Cell, Row, Rows, Small } from './query/layout';
import { Remark } from './query/Remark';
import { typable } from './typable';
import { useLoaded } from './useLoaded';

type Props = QueryEditorProps<DataSource, TidelineQuery, Settings, VariableQuery>;

/** What a variable lists: the models, the features or segments of one, or the values of one of its columns. What that is now stands below. */
export function VariableEditor({ datasource, query, onChange }: Props) {
  const id = useId();
  const load = useCallback(() => datasource.resources.models(), [datasource]);
  const models = useLoaded(load);
  const loadService = useCallback(() => datasource.resources.service(), [datasource]);
  const spans = useLoaded(loadService).value?.requests ?? [];
  const { queryType = 'models', model, features } = query;
  const column = features?.[0];
  const interpolation = useMemo(() => datasource.interpolation(), [datasource]);
  const names = interpolation.list([model ?? '']);
  const chosen = (models.value ?? []).filter(({ name }) => names.includes(name));
  const variables = datasource.variableNames();
  const versions = queryType === 'versions' || models.value?.some(({ version }) => version);
  const change = (part: Partial<VariableQuery>) =>
    onChange({ ...query, queryType, refId: query.refId ?? 'Variable', ...part });

  const services = spans.includes('service') || queryType === 'services';
  const operations = spans.includes('operation') || queryType === 'operations';
  const withoutModel = ['models', 'services', 'operations'].includes(queryType);
  const complete = withoutModel || (Boolean(model) && (queryType !== 'values' || Boolean(column)));
  const ask = useCallback(
    () => list({ refId: '', queryType, model, features: column ? [column] : [] }, interpolation, datasource.resources),
    [queryType, model, column, interpolation, datasource]
  );
  const preview = useLoaded(complete ? ask : undefined);
  return (
    <Rows>
      {models.error && <Remark severity="error" text={models.error} />}
      <Row>
        <Cell label={t('datasource.variable.lists', 'Lists')}>
          <RadioButtonGroup<VariableQuery['queryType']>
            id={`${id}-type`}
            aria-label={t('datasource.variable.lists', 'Lists')}
            value={queryType}
            options={[
              { value: 'models', label: t('datasource.variable.models', 'Models') },
              { value: 'features', label: t('datasource.variable.features', 'Features') },
              { value: 'segments', label: t('datasource.variable.segments', 'Segments') },
              { value: 'values', label: t('datasource.variable.values', 'Values of a column') },
              ...(versions
                ? [{ value: 'versions' as const, label: t('datasource.variable.versions', 'Versions') }]
                : []),
              ...(services
                ? [{ value: 'services' as const, label: t('datasource.variable.services', 'Services') }]
                : []),
              ...(operations
                ? [{ value: 'operations' as const, label: t('datasource.variable.operations', 'Operations') }]
                : []),
            ]}
            onChange={(value) => change({ queryType: value })}
          />
        </Cell>
        {!withoutModel && (
          <Cell
            label={t('datasource.query.model', 'Model')}
            htmlFor={`${id}-model`}
            help={t('datasource.variable.model-what', 'A variable such as $model makes a chain: the list follows it.')}
            width={160}
            most={320}
          >
            <Select
              inputId={`${id}-model`}
              isLoading={models.loading}
              options={options([...(models.value ?? []).map(({ name }) => name), model ?? '', ...variables])}
              value={model ?? null}
              {...typable}
              placeholder={t('datasource.variable.model-placeholder', 'A model, or $model')}
              onChange={(choice) => change({ model: choice.value })}
            />
          </Cell>
        )}
        {queryType === 'values' && (
          <Cell
            label={t('datasource.variable.column', 'Column')}
            htmlFor={`${id}-column`}
            help={t('datasource.variable.column-what', 'A segment of the model, or its prediction.')}
            width={160}
            most={320}
          >
            <Select
              inputId={`${id}-column`}
              options={options([...chosen.flatMap(listed), column ?? '', ...variables])}
              value={column ?? null}
              {...typable}
              onChange={(choice) => change({ features: choice.value ? [choice.value] : [] })}
            />
          </Cell>
        )}
      </Row>
      {preview.error ? (
        <Remark severity="error" text={preview.error} />
      ) : (
        <Small>{preview.value ? inWords(preview.value.map(({ text }) => text)) : hint(complete)}</Small>
      )}
    </Rows>
  );
}

/** More values than this are a number. */
const shownValues = 12;

function inWords(values: string[]): string {
  if (values.length === 0) {
    return t('datasource.variable.nothing', 'It lists nothing now.');
  }
  const shown = values.slice(0, shownValues).join(', ');
  const more = values.length - shownValues;
  return more > 0
    ? say('variable.lists-more', 'It lists {{count}} values now: {{shown}} and {{more}} more.', {
        count: values.length,
        shown,
        more,
      })
    : say('variable.lists-now', 'It lists {{shown}} now.', { shown });
}

const hint = (complete: boolean): string =>
  complete
    ? t('datasource.variable.asking', 'asking …')
    : t('datasource.variable.incomplete', 'Choose the model, and this line says what the variable lists.');
