import React from 'react';
import { CommitInput } from './CommitInput';

interface Props extends Omit<React.ComponentProps<typeof CommitInput>, 'value' | 'onCommit' | 'type'> {
  value: number | undefined;
  /** `undefined` when the input was emptied: the default holds again. */
  onCommit: (value: number | undefined) => void;
}

/** A number, or nothing. What is no number is not reported. */
export function NumberInput({ value, onCommit, ...rest }: Props) {
  return (
    <CommitInput
      {...rest}
      type="number"
      value={value === undefined ? '' : String(value)}
      onCommit={(text) => {
        if (text === '') {
          onCommit(undefined);
        } else if (Number.isFinite(Number(text))) {
          onCommit(Number(text));
        }
      }}
    />
  );
}
