import { useEffect, useRef, useState } from 'react';
import type { Resources } from '../../../resources';
import { type Model, placeOf, sourceIn, type StoreSettings } from '../../../settings';
import { messageOf } from '../../useLoaded';
import { moved, sameRoles, unused } from './move';

/** A file, a pattern or a table that was chosen for a model's log, while it is read and where it cannot be. */
export interface Pick {
  /** What was chosen, while it is not the model's yet. */
  file?: string;
  busy: boolean;
  error?: string;
  choose: (file: string) => void;
}

/**
 * Points a model at a file, or makes one of it. What was set over another file is kept, and comes back with that file. A file that cannot be read changes
 * nothing.
 */
export function usePick(
  model: Model | undefined,
  taken: string[],
  store: StoreSettings,
  resources: Resources,
  onChange: (model: Model) => void
): Pick {
  const [state, setState] = useState<Omit<Pick, 'choose'>>({ busy: false });
  const before = useRef(new Map<string, Model>());
  const latest = useRef('');
  const given = useRef<Model | undefined>(undefined); // what its file made of the model
  // A file takes a while to read, and the model may be changed meanwhile.
  const now = useRef({ model, taken, onChange });
  useEffect(() => {
    now.current = { model, taken, onChange };
  });

  const choose = async (file: string) => {
    latest.current = file;
    if (file === (model && placeOf(model.source))) {
      setState({ busy: false });
      return;
    }
    setState({ busy: true, file });
    try {
      const question = { store, source: sourceIn(store, file) };
      const [guessed, { columns }] = await Promise.all([resources.guess(question), resources.schema(question)]);
      if (latest.current !== file) {
        return; // another one was chosen meanwhile
      }
      const { model: held, taken: names, onChange: change } = now.current;
      const place = held && placeOf(held.source);
      if (held !== undefined && place !== undefined) {
        before.current.set(place, held);
      }
      const untouched = held !== undefined && given.current !== undefined && sameRoles(held, given.current);
      const earlier = before.current.get(file) ?? (untouched ? guessed : undefined);
      const next = held === undefined ? guessed : moved(held, guessed, columns, earlier);
      const isGiven = held === undefined || held.name === given.current?.name;
      const name = isGiven ? unused(guessed.name || 'model', names) : held.name;
      given.current = { ...guessed, name: isGiven ? name : '' };
      change({ ...next, name, source: question.source });
      setState({ busy: false });
    } catch (failure) {
      if (latest.current === file) {
        setState({ busy: false, file, error: messageOf(failure) });
      }
    }
  };
  return { ...state, choose: (file) => void choose(file) };
}
