// The fields of a reference.
import { Field, Input, Select, Stack } from '@grafana/ui';
import React, { useCallback, useId } from 'react';
import { useLoaded } from '../../datasource/editors/useLoaded';
import type { Subject } from '../ask/subject';
import { TimeField } from '../time/TimeField';
import { t } from '../text';
import type { Form, Read } from './form';

interface Props {
  subject: Subject;
  form: Form;
  problems: Read['problems'];
  disabled: boolean;
  onChange: (form: Form) => void;
}

export function ReferenceFields({ subject: { info, values }, form, problems, disabled, onChange }: Props) {
  const id = useId();
  const { version: column, timezone } = info;
  const load = useCallback(() => values(column ?? ''), [values, column]);
  const versions = useLoaded(column === undefined ? undefined : load);
  const time = (name: 'from' | 'to' | 'since', label: string, description: string, placeholder: string) => (
    <TimeField
      id={`${id}-${name}`}
      label={label}
      description={description}
      placeholder={placeholder}
      problem={problems[name]}
      disabled={disabled}
      value={form[name]}
      onChange={(text) => onChange({ ...form, [name]: text })}
    />
  );
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-start">
      {time(
        'from',
        t('fields.from', 'Compare with the time from'),
        t('fields.zone', 'In {{timezone}}', { timezone }),
        '2026-01-01'
      )}
      {time('to', t('fields.to', 'Until'), t('fields.not-included', 'Not included'), '2026-02-01')}
      {time(
        'since',
        t('fields.since', 'Holds for windows from'),
        t('fields.since-what', 'Empty: for all windows'),
        t('fields.always', 'all windows')
      )}
      {column !== undefined && (
        <Field
          label={t('fields.version', 'For version')}
          description={t('fields.version-what', 'Where questions tell {{column}} apart', { column })}
        >
          <Select<string>
            inputId={`${id}-version`}
            aria-label={t('fields.version', 'For version')}
            width={24}
            disabled={disabled}
            isLoading={versions.loading}
            options={[
              { value: '', label: t('fields.all-versions', 'all rows') },
              ...[...new Set([...(versions.value ?? []), form.version])]
                .filter((version) => version !== '')
                .map((version) => ({ value: version, label: version })),
            ]}
            value={form.version}
            onChange={({ value = '' }) => onChange({ ...form, version: value })}
          />
        </Field>
      )}
      <Field label={t('fields.why', 'Why')} description={t('fields.why-what', 'Shown as an annotation')}>
        <Input
          id={`${id}-why`}
          width={40}
          placeholder={t('fields.why-example', 'retrained with the new phone')}
          disabled={disabled}
          value={form.why}
          onChange={({ currentTarget }) => onChange({ ...form, why: currentTarget.value })}
        />
      </Field>
    </Stack>
  );
}
