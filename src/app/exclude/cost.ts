// What leaving a period out would cost: the windows that references lose by it. References that end in themselves alone can lose any; those in another file
// or that move with the window are not counted here.
import type { ModelInfo } from '../../datasource/resources';
import type { Stretch } from '../ask/ask';
import { windowLength } from '../time/length';

export interface Cost {
  /** The reference in words. */
  text: string;
  windows: number;
  lost: number;
}

export function costsOf({ references = [], window }: ModelInfo, { from, to }: Stretch): Cost[] {
  const length = windowLength(window);
  return references.flatMap(({ text, from: begins, to: ends }) => {
    const reference = { from: Date.parse(begins ?? ''), to: Date.parse(ends ?? '') };
    const overlap = Math.min(to, reference.to) - Math.max(from, reference.from);
    if (!(overlap > 0)) {
      return [];
    }
    const windows = Math.max(1, Math.round((reference.to - reference.from) / length));
    // A window that the period only touches is left out whole.
    const first = Math.floor((Math.max(from, reference.from) - reference.from) / length);
    const last = Math.ceil((Math.min(to, reference.to) - reference.from) / length);
    return [{ text, windows, lost: Math.min(windows, last - first) }];
  });
}
