// The cells of one line of the heatmap, in columns, and which of two windows is the worse one. It knows nothing of drawing.
import { outcomeCode, outcomeCodeIn } from '../../../frames/driftSeries';

export interface Cells {
  /** Extent on the time axis, epoch ms, ascending and not overlapping. */
  from: Float64Array;
  to: Float64Array;
  /** NaN where nothing was decided. */
  severity: Float64Array;
  /** As the frames' readers pack it: outcome, cause, flags. */
  state: Uint8Array;
  /** Where a cell stands for several windows of its line: which ones, and which is shown. Null where each cell is one window. */
  merged: Merged | null;
  /** In a group's line: how many of its rows drifted. */
  drifted: Uint32Array | null;
}

export interface Merged {
  /** Number of the first window, in the line's own cells, and how many there are. */
  first: Uint32Array;
  count: Uint32Array;
  /** Number of the worst one, in the line's own cells. */
  worst: Uint32Array;
  /** How many of them drifted. */
  drifted: Uint32Array;
}

// What must never be lost comes first: a drifted window, then an error. A window that was decided says more than one that was not.
const rankOfOutcome: number[] = [];
rankOfOutcome[outcomeCode.drifted] = 4;
rankOfOutcome[outcomeCode.error] = 3;
rankOfOutcome[outcomeCode.fine] = 2;
rankOfOutcome[outcomeCode.not_enough] = 1;
rankOfOutcome[outcomeCode.no_reference] = 0;

// By state: this is asked of every cell.
const rank = Uint8Array.from({ length: 256 }, (_, state) => rankOfOutcome[outcomeCodeIn(state)] ?? 0);

/** True when a window of this state and severity is worse than another. */
export function isWorse(state: number, severity: number, otherState: number, otherSeverity: number): boolean {
  return rank[state] !== rank[otherState] ? rank[state] > rank[otherState] : severity > otherSeverity;
}

export function isDecided(state: number): boolean {
  const code = outcomeCodeIn(state);
  return code === outcomeCode.drifted || code === outcomeCode.fine;
}

export function isDrifted(state: number): boolean {
  return outcomeCodeIn(state) === outcomeCode.drifted;
}

/** Number of the cell that covers a time, −1 for none. */
export function cellAt({ from, to }: Pick<Cells, 'from' | 'to'>, time: number): number {
  const cell = lastAtOrBefore(from, time);
  return cell >= 0 && time < to[cell] ? cell : -1;
}

/** Number of the cell that covers a time, or of the nearest one; −1 where there are no cells. */
export function nearestCell({ from, to }: Pick<Cells, 'from' | 'to'>, time: number): number {
  const before = lastAtOrBefore(from, time);
  const after = before + 1;
  if (before < 0 || after >= from.length) {
    return Math.min(Math.max(before, 0), from.length - 1);
  }
  return time < to[before] || time - to[before] <= from[after] - time ? before : after;
}

/** Number of the last start that is not after a time, −1 where all are. */
export function lastAtOrBefore(starts: Float64Array, time: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return high;
}
