import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { ReferenceSpec } from '../../query';
import { CommitInput } from '../CommitInput';
import { FilterList } from '../FilterList';
import { NumberInput } from '../NumberInput';
import { referenceModes } from './choices';
import { labelWidth } from './layout';

interface Props {
  reference: ReferenceSpec;
  /** The model's own reference in words, where it has one. */
  ofModel?: string;
  columns: string[];
  valuesOf: (column: string) => Promise<string[]>;
  onChange: (reference: ReferenceSpec) => void;
}

/** What each kind of reference starts with. */
const initial: Record<ReferenceSpec['mode'], ReferenceSpec> = {
  model: { mode: 'model' },
  range: { mode: 'range', from: '', to: '' },
  previous: { mode: 'previous' },
  trailing: { mode: 'trailing', windows: 7 },
  season: { mode: 'season', period: '7d', windows: 4 },
  filter: { mode: 'filter', filters: [{ column: '', operator: '=', value: [] }] },
};

/** What windows are compared with. */
export function ReferenceField({ reference, ofModel, columns, valuesOf, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField
        label={t('datasource.query.reference', 'Reference')}
        tooltip={ofModel && t('datasource.reference.of-model', 'This model’s: {{ofModel}}', { ofModel })}
        labelWidth={labelWidth}
        htmlFor={`${id}-mode`}
      >
        <Select
          inputId={`${id}-mode`}
          width={24}
          options={referenceModes()}
          value={reference.mode}
          onChange={({ value }) => value && onChange(initial[value])}
        />
      </InlineField>
      {reference.mode === 'range' && (
        <>
          <InlineField label={t('datasource.reference.from', 'From')} htmlFor={`${id}-from`}>
            <CommitInput
              id={`${id}-from`}
              width={22}
              placeholder="2026-01-01"
              value={reference.from}
              onCommit={(from) => onChange({ ...reference, from })}
            />
          </InlineField>
          <InlineField
            label={t('datasource.reference.to', 'to')}
            tooltip={t('datasource.reference.to-what', 'The first moment that no longer belongs to it.')}
            htmlFor={`${id}-to`}
          >
            <CommitInput
              id={`${id}-to`}
              width={22}
              placeholder="2026-02-01"
              value={reference.to}
              onCommit={(to) => onChange({ ...reference, to })}
            />
          </InlineField>
        </>
      )}
      {reference.mode === 'season' && (
        <InlineField label={t('datasource.reference.period', 'Period')} htmlFor={`${id}-period`}>
          <CommitInput
            id={`${id}-period`}
            width={10}
            placeholder="7d"
            value={reference.period}
            onCommit={(period) => onChange({ ...reference, period: period || '7d' })}
          />
        </InlineField>
      )}
      {(reference.mode === 'trailing' || reference.mode === 'season') && (
        <InlineField label={t('datasource.reference.windows', 'Windows')} htmlFor={`${id}-windows`}>
          <NumberInput
            id={`${id}-windows`}
            width={10}
            min={1}
            value={reference.windows}
            onCommit={(windows) => onChange({ ...reference, windows: windows ?? 7 })}
          />
        </InlineField>
      )}
      {reference.mode === 'filter' && (
        <FilterList
          label={t('datasource.reference.filter-label', 'Reference filter')}
          filters={reference.filters}
          columns={columns}
          valuesOf={valuesOf}
          onChange={(filters) => onChange({ ...reference, filters })}
        />
      )}
    </InlineFieldRow>
  );
}
