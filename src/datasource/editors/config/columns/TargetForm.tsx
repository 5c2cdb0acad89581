import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import React, { useId, useRef } from 'react';
import { type Model, placeOf, sourceLike, type Target } from '../../../settings';
import { CommitInput } from '../../CommitInput';

interface Props {
  model: Model;
  disabled: boolean;
  onChange: (target: Target | undefined) => void;
}

/** Where the truth is: in the log itself, or in files of its own that come later and are joined by the request's id. */
export function TargetForm({ model, disabled, onChange }: Props) {
  const { id: requestId, target } = model;
  const inTables = model.source.file === undefined;
  const id = useId();
  const kept = useRef<Record<'log' | 'file', Target | undefined>>({ log: undefined, file: undefined }); // what the other choice had
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
        <RadioButtonGroup<'log' | 'file'>
          aria-label={t('datasource.target.title', 'Target (the truth)')}
          value={target?.source === undefined ? 'log' : 'file'}
          options={[
            { value: 'log', label: t('datasource.target.log', 'In the log, or nowhere') },
            {
              value: 'file',
              label: inTables
                ? t('datasource.target.other-table', 'In another table')
                : t('datasource.target.file', 'In another file'),
            },
          ]}
          disabled={disabled}
          onChange={(chosen) => {
            kept.current[target?.source === undefined ? 'log' : 'file'] = target;
            const empty =
              chosen === 'file' ? { source: sourceLike(model.source, ''), column: '', id: requestId } : undefined;
            onChange(kept.current[chosen] ?? empty);
          }}
        />
      </Field>
      {target?.source !== undefined && (
        <Stack direction="row" gap={2} wrap="wrap">
          <Field
            disabled={disabled}
            label={
              inTables
                ? t('datasource.target.table', 'Table of the labels')
                : t('datasource.target.source', 'File or pattern of the labels')
            }
          >
            <CommitInput
              id={`${id}-source`}
              width={36}
              placeholder={inTables ? 'public.labels' : 'labels/*.parquet'}
              value={placeOf(target.source) ?? ''}
              onCommit={(place) => change({ source: sourceLike(model.source, place) })}
            />
          </Field>
          <Field disabled={disabled} label={t('datasource.target.column', 'Its column of the label')}>
            <CommitInput
              id={`${id}-column`}
              width={20}
              placeholder="label"
              value={target.column}
              onCommit={(column) => change({ column })}
            />
          </Field>
          <Field disabled={disabled} label={t('datasource.target.id', 'Its column of the request id')}>
            <CommitInput
              id={`${id}-id`}
              width={24}
              placeholder={requestId ?? 'request_id'}
              value={target.id ?? ''}
              onCommit={(changed) => change({ id: changed || undefined })}
            />
          </Field>
          <Field disabled={disabled} label={t('datasource.target.time', 'Its column of the time')}>
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
