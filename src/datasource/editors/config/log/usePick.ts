import { useEffect, useRef, useState } from 'react';
import type { Resources } from '../../../resources';
import { type Model, placeOf, type Source, sourceIn, type StoreSettings } from '../../../settings';
import { messageOf } from '../../useLoaded';
import { moved, sameRoles, unused } from './move';
import { type Telemetry, telemetryIn, telemetryOf } from './telemetry';

/** A file, a pattern or a table that was chosen for a model's log, while it is read and where it cannot be. */
export interface Pick {
  /** What was chosen, while it is not the model's yet. */
  file?: string;
  busy: boolean;
  error?: string;
  /** Without telemetry a table's name says whether it is of one. */
  choose: (file: string, telemetry?: Telemetry) => void;
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

  const choose = async (file: string, telemetry: Telemetry = telemetryOf(store, file)) => {
    const source = { ...sourceIn(store, file), ...telemetryIn(telemetry) };
    const chosen = JSON.stringify(source);
    latest.current = chosen;
    if (model !== undefined && chosen === JSON.stringify(asChosen(store, model))) {
      setState({ busy: false });
      return;
    }
    setState({ busy: true, file });
    try {
      const question = { store, source };
      const [guessed, { columns }] = await Promise.all([resources.guess(question), resources.schema(question)]);
      if (latest.current !== chosen) {
        return; // another one was chosen meanwhile
      }
      const { model: held, taken: names, onChange: change } = now.current;
      if (held !== undefined && placeOf(held.source) !== undefined) {
        before.current.set(JSON.stringify(asChosen(store, held)), held);
      }
      const untouched = held !== undefined && given.current !== undefined && sameRoles(held, given.current);
      const earlier = before.current.get(chosen) ?? (untouched ? guessed : undefined);
      const next = held === undefined ? guessed : moved(held, guessed, columns, earlier);
      const isGiven = held === undefined || held.name === given.current?.name;
      const name = isGiven ? unused(guessed.name || 'model', names) : held.name;
      given.current = { ...guessed, name: isGiven ? name : '' };
      change({ ...next, name, source: question.source });
      setState({ busy: false });
    } catch (failure) {
      if (latest.current === chosen) {
        setState({ busy: false, file, error: messageOf(failure) });
      }
    }
  };
  return { ...state, choose: (file, telemetry) => void choose(file, telemetry) };
}

/** A model's source as it would be chosen here. */
const asChosen = (store: StoreSettings, { source }: Model): Source => ({
  ...sourceIn(store, placeOf(source) ?? ''),
  ...telemetryIn(source),
});
