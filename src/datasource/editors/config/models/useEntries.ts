// The models of the page as entries with keys of their own: forms stay with their model when one before it is removed, and what was removed can come back
// until the page is left.
import { useState, useSyncExternalStore } from 'react';
import type { Model } from '../../../settings';

export interface Entry {
  key: number;
  /** Undefined: a model that has no log yet. */
  model?: Model;
  /** It is not in the settings any more, but can be put back. */
  removed?: boolean;
}

interface Held {
  next: number;
  entries: Entry[];
}

export interface Entries {
  entries: Entry[];
  /** Adds an entry without a model; gives its key. */
  begin: () => number;
  /** Gives an entry its model, or another one. */
  set: (key: number, model: Model) => void;
  remove: (key: number) => void;
  putBack: (key: number) => void;
}

const present = ({ model, removed }: Entry): boolean => model !== undefined && !removed;

/** Entries for models that nothing is known of; where there are none, one that is to be set up. */
const anew = (models: Model[], next: number, startEmpty: boolean): Held =>
  models.length === 0 && startEmpty
    ? { next: next + 1, entries: [{ key: next }] }
    : { next: next + models.length, entries: models.map((model, i) => ({ key: next + i, model })) };

/** Entries that show the models: what Grafana hands back is what was handed to it, or something else, and then all begins anew. */
function following({ next, entries }: Held, models: Model[], startEmpty: boolean): Held {
  if (entries.filter(present).length !== models.length) {
    return anew(models, next, startEmpty);
  }
  let at = 0;
  return { next, entries: entries.map((entry) => (present(entry) ? { ...entry, model: models[at++] } : entry)) };
}

/** Held outside of React's state: Grafana's own store hands changed settings back at once, before a state that was set in the same moment has changed. */
class Holder {
  private listeners = new Set<() => void>();
  constructor(private held: Held) {}
  read = (): Held => this.held;
  write(held: Held): void {
    this.held = held;
    this.listeners.forEach((listener) => listener());
  }
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useEntries(models: Model[], onChange: (models: Model[]) => void, startEmpty: boolean): Entries {
  const [holder] = useState(() => new Holder(anew(models, 0, startEmpty)));
  const held = useSyncExternalStore(holder.subscribe, holder.read);
  const { next, entries } = following(held, models, startEmpty);
  const change = (changed: Entry[], by = 0) => {
    holder.write({ next: next + by, entries: changed });
    onChange(changed.flatMap((entry) => (present(entry) ? [entry.model!] : [])));
  };
  const map = (key: number, to: (entry: Entry) => Entry[]) =>
    entries.flatMap((entry) => (entry.key === key ? to(entry) : [entry]));
  return {
    entries,
    begin: () => {
      holder.write({ next: next + 1, entries: [...entries, { key: next }] });
      return next;
    },
    set: (key, model) => change(map(key, (entry) => [{ ...entry, model }])),
    remove: (key) => {
      const kept = map(key, (entry) => (entry.model === undefined ? [] : [{ ...entry, removed: true }]));
      if (entries.find((entry) => entry.key === key)?.model === undefined) {
        holder.write({ next, entries: kept });
      } else {
        change(kept);
      }
    },
    putBack: (key) => change(map(key, (entry) => [{ ...entry, removed: false }])),
  };
}
