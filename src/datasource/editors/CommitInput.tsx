import { Input } from '@grafana/ui';
import React from 'react';
import { useEdit } from './useEdit';

interface Props extends Omit<
  React.ComponentProps<typeof Input>,
  'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref'
> {
  value: string;
  /** Called with the text when the input is left or Enter is pressed. */
  onCommit: (value: string) => void;
}

/** A text input that reports a change when it is finished; Escape takes it back. */
export function CommitInput({ value, onCommit, ...rest }: Props) {
  const { text, change, finish, leave, discard } = useEdit(value, (edited) => onCommit(edited.trim()));
  return (
    <Input
      {...rest}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={({ key }) => {
        if (key === 'Enter') {
          finish();
        } else if (key === 'Escape') {
          discard();
        }
      }}
    />
  );
}
