import { useState } from 'react';

interface Edit {
  text: string;
  change: (text: string) => void;
  /** Reports the text if it is another one than the value, and shows the value from then on. */
  finish: () => void;
  discard: () => void;
}

/** A text while it is being typed: reported when it is finished, so that a half-typed number asks no query. */
export function useEdit(value: string, onCommit: (value: string) => void): Edit {
  const [edit, setEdit] = useState<string>();
  return {
    text: edit ?? value,
    change: setEdit,
    finish: () => {
      setEdit(undefined);
      if (edit !== undefined && edit !== value) {
        onCommit(edit);
      }
    },
    discard: () => setEdit(undefined),
  };
}
