// A stretch of time that somebody selects, by dragging or by keys: always whole columns.
import { lastAtOrBefore } from '../shape/cells';
import { View } from '../grid/view';

export interface Selection {
  /** Epoch ms, [from, to). */
  from: number;
  to: number;
  /** Where it was begun, for one that is extended by keys. */
  anchor: { from: number; to: number };
}

/** The columns that the stretch between two times touches; the stretch itself where there are none. */
export function selectionBetween({ columns, from: begin, to: end }: View, one: number, other: number): Selection {
  const [a, b] = [Math.max(begin, Math.min(one, other)), Math.min(end, Math.max(one, other))];
  const at = lastAtOrBefore(columns.from, a);
  const first = at >= 0 && a < columns.to[at] ? at : at + 1;
  const last = lastAtOrBefore(columns.from, b);
  const touches = first <= last && first < columns.from.length;
  const stretch = touches ? { from: columns.from[first], to: columns.to[last] } : { from: a, to: b };
  return { ...stretch, anchor: stretch };
}

/** The selection from where it was begun to another stretch. */
export function extended(anchor: { from: number; to: number }, to: { from: number; to: number }): Selection {
  return { from: Math.min(anchor.from, to.from), to: Math.max(anchor.to, to.to), anchor };
}

/** How many windows lie in a selection. */
export function windowsIn({ heatmap }: View, { from, to }: { from: number; to: number }): number {
  return heatmap.windows.from.filter((start) => start >= from && start < to).length;
}

/** A range twice as long around the same middle, as Grafana's own panels zoom out. */
export function zoomedOut(from: number, to: number): { from: number; to: number } {
  const half = (to - from) / 2;
  return { from: Math.round(from - half), to: Math.round(to + half) };
}
