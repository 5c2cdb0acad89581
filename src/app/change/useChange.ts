// A change of a data source's settings that can be taken back: written against the version that was read, refused where somebody else was quicker, undone
// only where nobody has changed anything since.
import { useState } from 'react';
import { messageOf } from '../../datasource/editors/useLoaded';
import type { Settings } from '../../datasource/settings';
import { untilHandedOn } from '../ask/handedOn';
import type { Subject } from '../ask/subject';
import { modelOf } from '../settings/edit';
import { ChangedMeanwhile, problemsOf, type Stored, writeStored } from '../settings/stored';

export type Outcome =
  | { state: 'ready' }
  | { state: 'busy' }
  /** Written. That the backend has got it, and what its health check says to the model, comes some seconds later. */
  | { state: 'applied'; what: string; handedOn: boolean; problems: string[] }
  | { state: 'undone'; what: string }
  /** Nothing was written. */
  | { state: 'refused'; undoing: boolean }
  | { state: 'failed'; why: string; undoing: boolean };

export interface Change {
  outcome: Outcome;
  /** The settings as they are now, as far as this page knows. */
  stored: Stored | null;
  /** Writes new settings; `what` says what was done, for people. */
  apply: (settings: Settings, what: string) => Promise<void>;
  undo: () => Promise<void>;
}

/** `changed` is called when the backend has got settings that were written. */
export function useChange({ stored: read, info, models }: Subject, changed: () => void = () => undefined): Change {
  const [stored, setStored] = useState(read);
  const [before, setBefore] = useState<Stored | null>(null);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'ready' });
  const [done, setDone] = useState('');

  const write = async (settings: Settings, undoing: boolean): Promise<Stored | null> => {
    if (stored === null) {
      return null;
    }
    setOutcome({ state: 'busy' });
    try {
      const written = await writeStored(stored, settings);
      setStored(written);
      return written;
    } catch (error) {
      setOutcome(
        error instanceof ChangedMeanwhile
          ? { state: 'refused', undoing }
          : { state: 'failed', why: messageOf(error), undoing }
      );
      return null;
    }
  };

  const handOn = async (settings: Settings) => {
    const model = modelOf(settings, info.name);
    if (model !== undefined) {
      await untilHandedOn(models, model);
    }
    changed();
  };

  return {
    outcome,
    stored,
    apply: async (settings, what) => {
      const written = await write(settings, false);
      if (written === null) {
        return;
      }
      setBefore(stored);
      setDone(what);
      setOutcome({ state: 'applied', what, handedOn: false, problems: [] });
      const problems = await handOn(settings)
        .then(() => problemsOf(written.uid, info.name))
        .catch((error: unknown) => [messageOf(error)]);
      setOutcome((now) => (now.state === 'applied' && now.what === what ? { ...now, handedOn: true, problems } : now));
    },
    undo: async () => {
      if (before === null) {
        return;
      }
      if ((await write(before.jsonData, true)) === null) {
        return;
      }
      setBefore(null);
      setOutcome({ state: 'undone', what: done });
      await handOn(before.jsonData).catch(() => undefined);
    },
  };
}
