import { Input } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

interface Props extends Omit<
  React.ComponentProps<typeof Input>,
  'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref'
> {
  value: string;
  /** Called when the input is left or Enter is pressed, if the text is another one then. */
  onCommit: (value: string) => void;
}

/** A text input that reports a change when it is finished, so that a half-typed number asks no query. */
export function CommitInput({ value, onCommit, ...rest }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text.trim() !== value) {
      onCommit(text.trim());
    }
  };
  return (
    <Input
      {...rest}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
