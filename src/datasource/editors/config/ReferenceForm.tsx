import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import React, { useId } from 'react';
import type { Reference } from '../../settings';
import { CommitInput } from '../CommitInput';
import { NumberInput } from '../NumberInput';
import { CommitTextArea } from './CommitTextArea';
import { formatPairs, parsePairs } from './pairs';

interface Props {
  reference: Reference | undefined;
  onChange: (reference: Reference | undefined) => void;
}

type Form = 'range' | 'file' | 'previous' | 'trailing';

const formOf = ({ source, mode }: Reference): Form | undefined => {
  if (source !== undefined) {
    return 'file';
  }
  return mode === undefined ? 'range' : mode === 'previous' || mode === 'trailing' ? mode : undefined;
};

const initial: Record<Form, Reference> = {
  range: {},
  file: { source: { file: '' } },
  previous: { mode: 'previous' },
  trailing: { mode: 'trailing', windows: 28 },
};

/** What the model's windows are compared with, unless a query says otherwise. */
export function ReferenceForm({ reference = {}, onChange }: Props) {
  const id = useId();
  const form = formOf(reference);
  return (
    <Stack direction="column" gap={0}>
      <Field
        label={t('datasource.model-reference.title', 'Reference')}
        description={t(
          'datasource.model-reference.what',
          'What is compared with: a time when all was well. Four weeks of daily windows are good, eight windows work.'
        )}
      >
        <RadioButtonGroup<Form>
          aria-label={t('datasource.model-reference.title', 'Reference')}
          value={form}
          options={[
            { value: 'range', label: t('datasource.model-reference.range', 'A time range') },
            { value: 'file', label: t('datasource.model-reference.file', 'Another file') },
            { value: 'trailing', label: t('datasource.model-reference.trailing', 'The windows before') },
            { value: 'previous', label: t('datasource.model-reference.previous', 'The window before') },
          ]}
          onChange={(chosen) => onChange(initial[chosen])}
        />
      </Field>
      {form === 'range' && (
        <Stack direction="row" gap={2}>
          <Field label={t('datasource.model-reference.from', 'From')}>
            <CommitInput
              id={`${id}-from`}
              width={24}
              placeholder="2026-01-01"
              value={reference.from ?? ''}
              onCommit={(from) => onChange({ ...reference, from: from || undefined })}
            />
          </Field>
          <Field label={t('datasource.model-reference.to', 'Until, not included')}>
            <CommitInput
              id={`${id}-to`}
              width={24}
              placeholder="2026-02-01"
              value={reference.to ?? ''}
              onCommit={(to) => onChange({ ...reference, to: to || undefined })}
            />
          </Field>
        </Stack>
      )}
      {form === 'trailing' && (
        <Field label={t('datasource.model-reference.windows', 'How many')}>
          <NumberInput
            id={`${id}-windows`}
            width={12}
            min={1}
            value={reference.windows}
            onCommit={(windows) => onChange({ ...reference, windows: windows ?? 28 })}
          />
        </Field>
      )}
      {form === 'file' && (
        <>
          <Field label={t('datasource.model-reference.source', 'File or pattern of the reference')}>
            <CommitInput
              id={`${id}-source`}
              width={60}
              placeholder="training/*.parquet"
              value={reference.source?.file ?? ''}
              onCommit={(file) => onChange({ ...reference, source: { file } })}
            />
          </Field>
          <Field
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
