import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, InlineField, InlineFieldRow, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useCallback, useId } from 'react';
import type { DataSource } from '../DataSource';
import type { TidelineQuery } from '../query';
import type { Settings } from '../settings';
import type { VariableQuery } from '../variables';
import { options } from './FilterList';
import { useLoaded } from './useLoaded';

type Props = QueryEditorProps<DataSource, TidelineQuery, Settings, VariableQuery>;

/** What a variable lists: the models, the features of one, or the values of one of its columns. */
export function VariableEditor({ datasource, query, onChange }: Props) {
  const id = useId();
  const load = useCallback(() => datasource.resources.models(), [datasource]);
  const models = useLoaded(load);
  const { queryType = 'models', model, features } = query;
  const chosen = models.value?.find(({ name }) => name === model);
  const change = (part: Partial<VariableQuery>) =>
    onChange({ ...query, queryType, refId: query.refId ?? 'Variable', ...part });
  return (
    <>
      {models.error && <Alert severity="error" title={models.error} />}
      <InlineFieldRow>
        <InlineField label={t('datasource.variable.lists', 'Lists')} labelWidth={14}>
          <RadioButtonGroup<VariableQuery['queryType']>
            id={`${id}-type`}
            aria-label={t('datasource.variable.lists', 'Lists')}
            value={queryType}
            options={[
              { value: 'models', label: t('datasource.variable.models', 'Models') },
              { value: 'features', label: t('datasource.variable.features', 'Features') },
              { value: 'segments', label: t('datasource.variable.segments', 'Segments') },
              { value: 'values', label: t('datasource.variable.values', 'Values of a column') },
            ]}
            onChange={(value) => change({ queryType: value })}
          />
        </InlineField>
        {queryType !== 'models' && (
          <InlineField label={t('datasource.query.model', 'Model')} labelWidth={14} htmlFor={`${id}-model`}>
            <Select
              inputId={`${id}-model`}
              width={30}
              isLoading={models.loading}
              options={options([...(models.value ?? []).map(({ name }) => name), model ?? ''])}
              value={model ?? null}
              allowCustomValue
              placeholder={t('datasource.variable.model-placeholder', 'A model, or $model')}
              onChange={(choice) => change({ model: choice.value })}
            />
          </InlineField>
        )}
        {queryType === 'values' && (
          <InlineField label={t('datasource.variable.column', 'Column')} labelWidth={14} htmlFor={`${id}-column`}>
            <Select
              inputId={`${id}-column`}
              width={30}
              options={options([
                ...(chosen?.segments ?? []),
                ...(chosen?.features ?? []).map(({ name }) => name),
                ...(features ?? []),
              ])}
              value={features?.[0] ?? null}
              allowCustomValue
              onChange={(choice) => change({ features: choice.value ? [choice.value] : [] })}
            />
          </InlineField>
        )}
      </InlineFieldRow>
    </>
  );
}
