// What the address of a page says. Panels make such addresses (panels/parts/actions.ts), and people send them to each other.
import type { Stretch } from './ask/ask';

export interface Asked {
  uid: string;
  model: string;
  /** Epoch ms; null where the address names no stretch, or none that ends after it begins. */
  period: Stretch | null;
  /** From when on a reference shall hold, epoch ms. */
  since: number | null;
  /** '' for all versions. */
  version: string;
  why: string;
  /** Position of the entry that is changed. */
  entry: number | null;
}

export function askedOf(query: Record<string, unknown>): Asked {
  const text = (name: string): string => {
    const value = [query[name]].flat()[0];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const whole = (name: string): number | null => (/^\d{1,15}$/.test(text(name)) ? Number(text(name)) : null);
  const [from, to] = [whole('from'), whole('to')];
  return {
    uid: text('datasource'),
    model: text('model'),
    period: from !== null && to !== null && from < to ? { from, to } : null,
    since: whole('since'),
    version: text('version'),
    why: text('why'),
    entry: whole('entry'),
  };
}
