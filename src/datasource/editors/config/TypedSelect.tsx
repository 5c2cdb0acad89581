import { Select } from '@grafana/ui';
import React, { useState } from 'react';
import { typable } from '../typable';
import { useLeave } from '../useLeave';

interface Props {
  inputId: string;
  width: number;
  options: Array<{ value: string; label: string; description?: string }>;
  value: string | undefined;
  placeholder?: string;
  isClearable?: boolean;
  isLoading?: boolean;
  onChange: (value: string | undefined) => void;
}

/**
 * A text that is chosen or typed, and taken when the field is left, as those of plain inputs are. What was typed is no choice later: a name that was wrong would
 * be found again by the beginning that it shares with the right one, and be taken in its place.
 */
export function TypedSelect({ inputId, options, value, onChange, ...rest }: Props) {
  const [text, setText] = useState('');
  const finish = () => {
    setText('');
    if (text.trim() !== '' && !isSearch(text.trim(), options)) {
      onChange(text.trim());
    }
  };
  const leave = useLeave(text !== '', finish);
  return (
    <Select
      {...typable}
      {...rest}
      inputId={inputId}
      allowCreateWhileLoading
      options={options}
      value={value === undefined ? null : (options.find((option) => option.value === value) ?? { value, label: value })}
      onInputChange={(input, { action }) => {
        // A field that is left empties itself as well, and what was typed is still to be taken.
        if (action === 'input-change' || action === 'set-value' || document.activeElement?.id === inputId) {
          setText(input);
        }
      }}
      onBlur={leave}
      onChange={(chosen) => onChange(chosen?.value?.trim() || undefined)}
    />
  );
}

/** Whether a text only looks for a choice: it is part of one, and none itself. */
const isSearch = (text: string, options: Props['options']): boolean =>
  options.every(({ value }) => value !== text) &&
  options.some(({ value }) => value.toLowerCase().includes(text.toLowerCase()));
