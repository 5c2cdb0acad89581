import { TextArea } from '@grafana/ui';
import React from 'react';
import { useEdit } from '../useEdit';

interface Props {
  id: string;
  value: string;
  placeholder?: string;
  rows?: number;
  onCommit: (value: string) => void;
}

/** Lines of text that are reported when the field is left. */
export function CommitTextArea({ value, onCommit, ...rest }: Props) {
  const { text, change, leave } = useEdit(value, onCommit);
  return <TextArea {...rest} value={text} onChange={(event) => change(event.currentTarget.value)} onBlur={leave} />;
}
