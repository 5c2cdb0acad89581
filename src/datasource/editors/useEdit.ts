import { useState } from 'react';
import { useLeave } from './useLeave';

interface Edit {
  text: string;
  change: (text: string) => void;
  /** Reports the text if it is another one than the value, and shows the value from then on. */
  finish: () => void;
  /** Finishes when the field is left. */
  leave: () => void;
  discard: () => void;
}

/** A text while it is being typed: reported when it is finished, so that a half-typed number asks no query. */
export function useEdit(value: string, onCommit: (value: string) => void): Edit {
  const [edit, setEdit] = useState<string>();
  const finish = () => {
    setEdit(undefined);
    if (edit !== undefined && edit !== value) {
      onCommit(edit);
    }
  };
  const leave = useLeave(edit !== undefined, finish);
  return { text: edit ?? value, change: setEdit, finish, leave, discard: () => setEdit(undefined) };
}
