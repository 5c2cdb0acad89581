import { TextArea } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

interface Props {
  id: string;
  value: string;
  placeholder?: string;
  disabled?: boolean;
  rows?: number;
  onCommit: (value: string) => void;
}

/** Lines of text that are reported when the field is left. */
export function CommitTextArea({ value, onCommit, ...rest }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <TextArea
      {...rest}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => text !== value && onCommit(text)}
    />
  );
}
