import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import React, { useId } from 'react';
import type { Model, Target } from '../../settings';
import { CommitInput } from '../CommitInput';

interface Props {
  model: Model;
  onChange: (target: Target | undefined) => void;
}

/** Where the truth is: in the log itself, or in files of its own that come later and are joined by the request's id. */
export function TargetForm({ model: { id: requestId, target }, onChange }: Props) {
  const id = useId();
  const change = (part: Partial<Target>) => target && onChange({ ...target, ...part });
  return (
    <Stack direction="column" gap={0}>
      <Field
        label={t('datasource.target.title', 'Target (the truth)')}
        description={t(
          'datasource.target.what',
          'In the log it is a column with that role; labels that arrive later lie in files of their own.'
        )}
      >
        <RadioButtonGroup
          aria-label={t('datasource.target.title', 'Target (the truth)')}
          value={target?.source === undefined ? 'log' : 'file'}
          options={[
            { value: 'log', label: t('datasource.target.log', 'In the log, or nowhere') },
            { value: 'file', label: t('datasource.target.file', 'In another file') },
          ]}
          onChange={(chosen) =>
            onChange(chosen === 'file' ? { source: { file: '' }, column: '', id: requestId } : undefined)
          }
        />
      </Field>
      {target?.source !== undefined && (
        <Stack direction="row" gap={2} wrap="wrap">
          <Field label={t('datasource.target.source', 'File or pattern of the labels')}>
            <CommitInput
              id={`${id}-source`}
              width={36}
              placeholder="labels/*.parquet"
              value={target.source.file ?? ''}
              onCommit={(file) => change({ source: { file } })}
            />
          </Field>
          <Field label={t('datasource.target.column', 'Its column of the label')}>
            <CommitInput
              id={`${id}-column`}
              width={20}
              placeholder="label"
              value={target.column}
              onCommit={(column) => change({ column })}
            />
          </Field>
          <Field label={t('datasource.target.id', 'Its column of the request id')}>
            <CommitInput
              id={`${id}-id`}
              width={24}
              placeholder={requestId ?? 'request_id'}
              value={target.id ?? ''}
              onCommit={(changed) => change({ id: changed || undefined })}
            />
          </Field>
          <Field label={t('datasource.target.time', 'Its column of the time')}>
            <CommitInput
              id={`${id}-time`}
              width={20}
              placeholder="labelled_at"
              value={target.time ?? ''}
              onCommit={(time) => change({ time: time || undefined })}
            />
          </Field>
        </Stack>
      )}
    </Stack>
  );
}
