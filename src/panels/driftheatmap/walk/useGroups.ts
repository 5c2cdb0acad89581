// Which groups are open. It lasts over refreshes of the data, and begins anew when the option does.
import { useMemo, useState } from 'react';

export interface Groups {
  isOpen: (key: string) => boolean;
  toggle: (key: string) => void;
  setAll: (open: boolean) => void;
}

interface State {
  /** The option that it began with. */
  option: boolean;
  /** How most groups are, also those that appear with new data, and the keys of those that are not. */
  closed: boolean;
  others: ReadonlySet<string>;
}

const begin = (option: boolean): State => ({ option, closed: option, others: new Set() });

export function useGroups(closed: boolean): Groups {
  const [state, setState] = useState(() => begin(closed));
  return useMemo(() => {
    const current = state.option === closed ? state : begin(closed);
    return {
      isOpen: (key) => current.closed === current.others.has(key),
      toggle: (key) => {
        const others = new Set(current.others);
        if (!others.delete(key)) {
          others.add(key);
        }
        setState({ ...current, others });
      },
      setAll: (open) => setState({ option: closed, closed: !open, others: new Set() }),
    };
  }, [state, closed]);
}
