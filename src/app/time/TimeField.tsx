// A time as settings write it, typed into a form: reported when it is finished, so that a half-typed one asks no query.
import { Field } from '@grafana/ui';
import React from 'react';
import { CommitInput } from '../../datasource/editors/CommitInput';

interface Props {
  id: string;
  label: string;
  description: string;
  placeholder: string;
  /** What is wrong with it; undefined where nothing is. */
  problem: string | undefined;
  disabled: boolean;
  value: string;
  onChange: (text: string) => void;
}

export function TimeField({ id, label, description, placeholder, problem, disabled, value, onChange }: Props) {
  return (
    <Field label={label} description={description} invalid={problem !== undefined} error={problem}>
      <CommitInput id={id} width={24} placeholder={placeholder} disabled={disabled} value={value} onCommit={onChange} />
    </Field>
  );
}
