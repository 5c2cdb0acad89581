// A change of a data source's settings that can be taken back: written against the version that was read, refused where somebody else was quicker, undone
// only where nobody has changed anything since.
import { useState } from 'react';
import { messageOf } from '../../datasource/editors/useLoaded';
import type { Settings } from '../../datasource/settings';
import { ChangedMeanwhile, problemsOf, type Stored, writeStored } from '../settings/stored';

export type Outcome =
  | { state: 'ready' }
  | { state: 'busy' }
  /** Written. What the health check says to the model comes a moment later. */
  | { state: 'applied'; what: string; problems: string[] }
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

/** `changed` is called whenever settings were written. */
export function useChange(read: Stored | null, model: string, changed: () => void = () => undefined): Change {
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
      changed();
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
      setOutcome({ state: 'applied', what, problems: [] });
      const problems = await problemsOf(written.uid, model).catch((error: unknown) => [messageOf(error)]);
      setOutcome((now) => (now.state === 'applied' && now.what === what ? { ...now, problems } : now));
    },
    undo: async () => {
      if (before !== null && (await write(before.jsonData, true)) !== null) {
        setBefore(null);
        setOutcome({ state: 'undone', what: done });
      }
    },
  };
}
