import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { WindowSpec } from '../../query';
import { CommitInput } from '../CommitInput';
import { NumberInput } from '../NumberInput';
import { windowModes } from './choices';
import { labelWidth } from './layout';

interface Props {
  window: WindowSpec;
  onChange: (window: WindowSpec) => void;
}

/** What each way of cutting time starts with. */
const initial: Record<WindowSpec['mode'], WindowSpec> = {
  auto: { mode: 'auto' },
  duration: { mode: 'duration', every: '1d' },
  calendar: { mode: 'calendar', unit: 'day' },
  rows: { mode: 'rows', rows: 1000 },
  range: { mode: 'range' },
  last: { mode: 'last', duration: '24h' },
};

/** How time is cut into windows. */
export function WindowField({ window, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField label={t('datasource.query.window', 'Window')} labelWidth={labelWidth} htmlFor={`${id}-mode`}>
        <Select
          inputId={`${id}-mode`}
          width={24}
          options={windowModes()}
          value={window.mode}
          onChange={({ value }) => value && onChange(initial[value])}
        />
      </InlineField>
      {window.mode === 'duration' && (
        <>
          <InlineField label={t('datasource.window.every', 'Every')} htmlFor={`${id}-every`}>
            <CommitInput
              id={`${id}-every`}
              width={10}
              placeholder="1d"
              value={window.every}
              onCommit={(every) => onChange({ ...window, every: every || '1d' })}
            />
          </InlineField>
          <InlineField
            label={t('datasource.window.length', 'Looking back')}
            tooltip={t('datasource.window.length-what', 'A multiple of the step. Empty: as long as the step.')}
            htmlFor={`${id}-length`}
          >
            <CommitInput
              id={`${id}-length`}
              width={10}
              placeholder={window.every}
              value={window.length ?? ''}
              onCommit={(length) => onChange({ ...window, length: length || undefined })}
            />
          </InlineField>
        </>
      )}
      {window.mode === 'calendar' && (
        <RadioButtonGroup<'day' | 'week' | 'month'>
          aria-label={t('datasource.window.unit', 'Calendar unit')}
          value={window.unit}
          options={[
            { value: 'day', label: t('datasource.window.day', 'Day') },
            { value: 'week', label: t('datasource.window.week', 'Week') },
            { value: 'month', label: t('datasource.window.month', 'Month') },
          ]}
          onChange={(unit) => onChange({ ...window, unit })}
        />
      )}
      {window.mode === 'rows' && (
        <InlineField label={t('datasource.window.row-count', 'Rows in each')} htmlFor={`${id}-rows`}>
          <NumberInput
            id={`${id}-rows`}
            width={12}
            min={1}
            value={window.rows}
            onCommit={(rows) => onChange({ ...window, rows: rows ?? 1000 })}
          />
        </InlineField>
      )}
      {window.mode === 'last' && (
        <>
          <InlineField label={t('datasource.window.last-duration', 'Duration')} htmlFor={`${id}-duration`}>
            <CommitInput
              id={`${id}-duration`}
              width={10}
              placeholder="24h"
              value={window.duration ?? ''}
              onCommit={(duration) => onChange(duration ? { mode: 'last', duration } : initial.last)}
            />
          </InlineField>
          <InlineField label={t('datasource.window.last-rows', 'or rows')} htmlFor={`${id}-last-rows`}>
            <NumberInput
              id={`${id}-last-rows`}
              width={12}
              min={1}
              value={window.rows}
              onCommit={(rows) => onChange(rows === undefined ? initial.last : { mode: 'last', rows })}
            />
          </InlineField>
        </>
      )}
    </InlineFieldRow>
  );
}
