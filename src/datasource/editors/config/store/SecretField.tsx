// A secret: written, and from then on only known to be there. It is taken when it is finished, so that what is half typed is sent nowhere.
import { Field, SecretInput, SecretTextArea } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { SecretName } from '../../../settings';
import type { SecretFields } from './secrets';

interface Props {
  name: SecretName;
  label: string;
  description?: string;
  /** Several lines: a certificate or a key. */
  lines?: boolean;
  placeholder?: string;
  secrets: SecretFields;
  disabled: boolean;
}

export function SecretField({ name, label, description, lines = false, placeholder, secrets, disabled }: Props) {
  const id = useId();
  const [text, setText] = useState('');
  const finish = () => {
    if (text !== '') {
      secrets.set(name, text);
      setText('');
    }
  };
  const shared = {
    id,
    disabled,
    placeholder,
    value: text,
    isConfigured: secrets.isSet(name),
    onReset: () => secrets.reset(name),
    onBlur: finish,
  };
  return (
    <Field label={label} description={description} htmlFor={id} disabled={disabled}>
      {lines ? (
        <SecretTextArea {...shared} cols={62} rows={4} onChange={(event) => setText(event.currentTarget.value)} />
      ) : (
        <SecretInput
          {...shared}
          width={40}
          autoComplete="new-password"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={({ key }) => key === 'Enter' && finish()}
        />
      )}
    </Field>
  );
}
