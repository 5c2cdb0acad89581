import { t } from '@grafana/i18n';
import { RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { WindowSpec } from '../../../query/query';
import { windowOf } from '../../../query/reads';
import { CommitInput } from '../../CommitInput';
import { NumberInput } from '../../NumberInput';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import { windowModes } from './choices';
import type { PartProps } from './part';

/** What each way of cutting time starts with. */
const initial: Record<WindowSpec['mode'], WindowSpec> = {
  auto: { mode: 'auto' },
  duration: { mode: 'duration', every: '1d' },
  calendar: { mode: 'calendar', unit: 'day' },
  rows: { mode: 'rows', rows: 1000 },
  range: { mode: 'range' },
  last: { mode: 'last', duration: '24h' },
};

/** Part of the shape, and not answered yet: only offered where a query already says so. */
const notYet: ReadonlyArray<WindowSpec['mode']> = ['rows'];

/** How time is cut into windows. */
export function WindowField({ query, errors, onChange }: PartProps) {
  const id = useId();
  const window = windowOf(query);
  const change = (changed: WindowSpec) => onChange({ window: changed });
  return (
    <>
      <Cell
        label={t('datasource.query.window', 'Window')}
        htmlFor={`${id}-mode`}
        help={t(
          'datasource.query.window-what',
          'How time is cut. Each window is compared with the reference by itself.'
        )}
        width={140}
        errors={errorsAt(errors, 'window')}
      >
        <Select
          inputId={`${id}-mode`}
          options={windowModes().filter(({ value }) => !notYet.includes(value) || value === window.mode)}
          value={window.mode}
          onChange={({ value }) => value && change(initial[value])}
        />
      </Cell>
      {window.mode === 'duration' && (
        <>
          <Cell label={t('datasource.window.every', 'Every')} htmlFor={`${id}-every`} width={72} most={88}>
            <CommitInput
              id={`${id}-every`}
              placeholder="1d"
              value={window.every ?? ''}
              onCommit={(every) => change({ ...window, every: every || '1d' })}
            />
          </Cell>
          <Cell
            label={t('datasource.window.length', 'Looking back')}
            help={t('datasource.window.length-what', 'A multiple of the step. Empty: as long as the step.')}
            htmlFor={`${id}-length`}
            width={104}
            most={120}
          >
            <CommitInput
              id={`${id}-length`}
              placeholder={window.every}
              value={window.length ?? ''}
              onCommit={(length) => change({ ...window, length: length || undefined })}
            />
          </Cell>
        </>
      )}
      {window.mode === 'calendar' && (
        <Cell label={t('datasource.window.unit', 'Calendar unit')}>
          <RadioButtonGroup<'day' | 'week' | 'month'>
            aria-label={t('datasource.window.unit', 'Calendar unit')}
            value={window.unit}
            options={[
              { value: 'day', label: t('datasource.window.day', 'Day') },
              { value: 'week', label: t('datasource.window.week', 'Week') },
              { value: 'month', label: t('datasource.window.month', 'Month') },
            ]}
            onChange={(unit) => change({ ...window, unit })}
          />
        </Cell>
      )}
      {window.mode === 'rows' && (
        <Cell label={t('datasource.window.row-count', 'Rows in each')} htmlFor={`${id}-rows`} width={96} most={120}>
          <NumberInput
            id={`${id}-rows`}
            min={1}
            value={window.rows}
            onCommit={(rows) => change({ ...window, rows: rows ?? 1000 })}
          />
        </Cell>
      )}
      {window.mode === 'last' && (
        <Cell label={t('datasource.window.last-duration', 'Duration')} htmlFor={`${id}-duration`} width={88} most={104}>
          <CommitInput
            id={`${id}-duration`}
            placeholder="24h"
            value={window.duration ?? ''}
            onCommit={(duration) => change(duration ? { mode: 'last', duration } : initial.last)}
          />
        </Cell>
      )}
    </>
  );
}
