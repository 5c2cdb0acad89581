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
  count: { mode: 'count', count: 10 },
  range: { mode: 'range' },
  last: { mode: 'last', duration: '24h' },
};

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
          options={windowModes()}
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
        <>
          <Cell label={t('datasource.window.row-count', 'Rows in each')} htmlFor={`${id}-rows`} width={96} most={120}>
            <NumberInput
              id={`${id}-rows`}
              min={1}
              value={window.rows}
              onCommit={(rows) => change({ ...window, rows: rows ?? 1000 })}
            />
          </Cell>
          <Cell
            label={t('datasource.window.anchor', 'Counted from')}
            help={t(
              'datasource.window.anchor-what',
              'From each midnight, windows are the same in every panel and a refresh does not move them. What is left over at the end is a smaller window.'
            )}
          >
            <RadioButtonGroup<'day' | 'range'>
              aria-label={t('datasource.window.anchor', 'Counted from')}
              value={window.anchor ?? 'day'}
              options={[
                { value: 'day', label: t('datasource.window.anchor-day', 'Midnight') },
                { value: 'range', label: t('datasource.window.anchor-range', 'Range start') },
              ]}
              onChange={(anchor) => change({ ...window, anchor: anchor === 'day' ? undefined : anchor })}
            />
          </Cell>
        </>
      )}
      {window.mode === 'count' && (
        <Cell label={t('datasource.window.parts', 'How many')} htmlFor={`${id}-count`} width={96} most={120}>
          <NumberInput
            id={`${id}-count`}
            min={1}
            value={window.count}
            onCommit={(count) => change({ ...window, count: count ?? 10 })}
          />
        </Cell>
      )}
      {window.mode === 'last' && <LastFields window={window} id={id} onChange={change} />}
    </>
  );
}

interface LastProps {
  window: Extract<WindowSpec, { mode: 'last' }>;
  id: string;
  onChange: (window: WindowSpec) => void;
}

/** The newest stretch of a length of time, or the newest rows. */
function LastFields({ window, id, onChange }: LastProps) {
  const byRows = window.rows !== undefined && !window.duration;
  return (
    <>
      <Cell label={t('datasource.window.last-of', 'Newest')}>
        <RadioButtonGroup<'duration' | 'rows'>
          aria-label={t('datasource.window.last-of', 'Newest')}
          value={byRows ? 'rows' : 'duration'}
          options={[
            { value: 'duration', label: t('datasource.window.last-time', 'Time') },
            { value: 'rows', label: t('datasource.window.last-rows', 'Rows') },
          ]}
          onChange={(of) => onChange(of === 'rows' ? { mode: 'last', rows: 500 } : initial.last)}
        />
      </Cell>
      {byRows ? (
        <Cell label={t('datasource.window.last-count', 'How many rows')} htmlFor={`${id}-last`} width={96} most={120}>
          <NumberInput
            id={`${id}-last`}
            min={1}
            value={window.rows}
            onCommit={(rows) => onChange({ mode: 'last', rows: rows ?? 500 })}
          />
        </Cell>
      ) : (
        <Cell label={t('datasource.window.last-duration', 'Duration')} htmlFor={`${id}-duration`} width={88} most={104}>
          <CommitInput
            id={`${id}-duration`}
            placeholder="24h"
            value={window.duration ?? ''}
            onCommit={(duration) => onChange(duration ? { mode: 'last', duration } : initial.last)}
          />
        </Cell>
      )}
    </>
  );
}
