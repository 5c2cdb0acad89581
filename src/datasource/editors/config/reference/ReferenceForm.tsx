import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack, Switch } from '@grafana/ui';
import React, { useId, useRef } from 'react';
import { placeOf, type Reference, type Source, sourceLike } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { NumberInput } from '../../NumberInput';
import { CommitTextArea } from '../CommitTextArea';
import { formatPairs, parsePairs } from '../pairs';
import { movingDefaults } from './moving';

interface Props {
  reference: Reference | undefined;
  /** The log's. */
  source: Source;
  disabled: boolean;
  /** The form of a time range, which needs the log's timeline. */
  children: React.ReactNode;
  onChange: (reference: Reference | undefined) => void;
}

type Form = 'range' | 'file' | 'previous' | 'trailing' | 'season';

const formOf = ({ source, mode }: Reference): Form => {
  if (source !== undefined) {
    return 'file';
  }
  return mode ?? 'range';
};

const initial: Record<Form, Reference> = {
  range: {},
  file: {},
  previous: { mode: 'previous' },
  trailing: { mode: 'trailing', windows: 28 },
  season: { mode: 'season', period: movingDefaults.period, windows: movingDefaults.periods },
};

/** What the model's windows are compared with, unless a query says otherwise. */
export function ReferenceForm({ reference = {}, source, disabled, children, onChange }: Props) {
  const id = useId();
  const form = formOf(reference);
  const inTables = source.file === undefined;
  const kept = useRef<Partial<Record<Form, Reference>>>({}); // what the other choices had
  return (
    <Stack direction="column" gap={0}>
      <Field
        label={t('datasource.model-reference.title', 'Compare with')}
        description={t(
          'datasource.model-reference.what',
          'What every window is compared with: a time when all was well. Four weeks of daily windows are good, eight windows work.'
        )}
      >
        <RadioButtonGroup<Form>
          aria-label={t('datasource.model-reference.title', 'Compare with')}
          value={form}
          options={[
            { value: 'range', label: t('datasource.model-reference.range', 'A time range') },
            {
              value: 'file',
              label: inTables
                ? t('datasource.model-reference.table', 'Another table')
                : t('datasource.model-reference.file', 'Another file'),
            },
            { value: 'trailing', label: t('datasource.model-reference.trailing', 'Windows before') },
            { value: 'previous', label: t('datasource.model-reference.previous', 'Window before') },
            { value: 'season', label: t('datasource.model-reference.season', 'Same time earlier') },
          ]}
          disabled={disabled}
          onChange={(chosen) => {
            kept.current[form] = reference;
            onChange(
              kept.current[chosen] ?? (chosen === 'file' ? { source: sourceLike(source, '') } : initial[chosen])
            );
          }}
        />
      </Field>
      {form === 'range' && children}
      {form === 'season' && (
        <Field
          disabled={disabled}
          label={t('datasource.model-reference.period', 'How long the rhythm is')}
          description={t(
            'datasource.model-reference.period-what',
            '7d compares Mondays with Mondays, 24h the morning with mornings: windows of the periods before, by their place in the period.'
          )}
        >
          <CommitInput
            id={`${id}-period`}
            width={12}
            placeholder={movingDefaults.period}
            value={reference.period ?? ''}
            onCommit={(period) => onChange({ ...reference, period: period || undefined })}
          />
        </Field>
      )}
      {(form === 'trailing' || form === 'season') && (
        <Field
          disabled={disabled}
          label={
            form === 'season'
              ? t('datasource.model-reference.periods', 'How many periods')
              : t('datasource.model-reference.windows', 'How many')
          }
        >
          <NumberInput
            id={`${id}-windows`}
            width={12}
            min={1}
            value={reference.windows}
            onCommit={(windows) => onChange({ ...reference, windows: windows ?? initial[form].windows })}
          />
        </Field>
      )}
      {(form === 'previous' || form === 'trailing' || form === 'season') && (
        <Field
          disabled={disabled}
          label={t('datasource.model-reference.skip', 'Skip drifted windows')}
          description={t(
            'datasource.model-reference.skip-what',
            'Windows in which a feature had itself drifted are left out for it, so that a lasting change is not taken for normal so soon.'
          )}
        >
          <Switch
            id={`${id}-skip`}
            value={reference.skipDrifted ?? false}
            onChange={({ currentTarget }) =>
              onChange({ ...reference, skipDrifted: currentTarget.checked || undefined })
            }
          />
        </Field>
      )}
      {form === 'file' && (
        <>
          <Field
            disabled={disabled}
            label={
              inTables
                ? t('datasource.model-reference.source-table', 'Table of the reference')
                : t('datasource.model-reference.source', 'File or pattern of the reference')
            }
          >
            <CommitInput
              id={`${id}-source`}
              width={60}
              placeholder={inTables ? 'public.training' : 'training/*.parquet'}
              value={(reference.source && placeOf(reference.source)) ?? ''}
              onCommit={(place) => onChange({ ...reference, source: sourceLike(source, place) })}
            />
          </Field>
          <Field
            disabled={disabled}
            label={t('datasource.model-reference.columns', 'Columns that are called otherwise there')}
            description={t('datasource.model-reference.columns-what', 'One a line: feature = column')}
          >
            <CommitTextArea
              id={`${id}-columns`}
              rows={3}
              placeholder="sepal_length = sepal length (cm)"
              value={formatPairs(reference.columns)}
              onCommit={(text) => onChange({ ...reference, columns: parsePairs(text) })}
            />
          </Field>
        </>
      )}
    </Stack>
  );
}
