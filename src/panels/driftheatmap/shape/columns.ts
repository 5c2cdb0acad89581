// Columns of the picture: the windows, or where there are more windows than a screen can show beside each other, several windows together. A column of
// several shows the worst of them, so that no drifted window is ever lost.
import { withFlagsOf } from '../../../frames/driftSeries';
import { Cells, isDrifted, isWorse, Merged } from './cells';

export interface Columns {
  from: Float64Array;
  to: Float64Array;
  /** Numbers of the first window of each column, and how many windows it has. */
  first: Uint32Array;
  count: Uint32Array;
  /** How many neighbouring windows stand in one column, at most; 1: every window has its own. */
  together: number;
  /** The column of each window. */
  columnOf: Uint32Array;
}

// Narrower windows than the first are put together, to columns at least as wide as the second, CSS px: what is narrower can be neither seen nor hovered.
const narrowest = 1.5;
const wideEnough = 2;

/** `width` is that of the whole time axis [from, to], px; `step` the usual length of a window, ms. */
export function columnsOf(
  windows: { from: Float64Array; to: Float64Array },
  width: number,
  extent: number,
  step: number
): Columns {
  const n = windows.from.length;
  const windowWidth = (width * step) / extent;
  if (windowWidth >= narrowest || n < 2) {
    return {
      from: windows.from,
      to: windows.to,
      first: Uint32Array.from(windows.from.keys()),
      count: new Uint32Array(n).fill(1),
      together: 1,
      columnOf: Uint32Array.from(windows.from.keys()),
    };
  }
  const together = Math.ceil(wideEnough / windowWidth);
  // Cut at fixed times, not at every n-th window, so that a refresh that adds a window does not cut all columns anew.
  const length = together * step;
  const columnOf = new Uint32Array(n);
  const first: number[] = [];
  const count: number[] = [];
  let slot = NaN;
  for (let w = 0; w < n; w++) {
    const own = Math.floor((windows.from[w] + step / 2) / length);
    if (own !== slot) {
      slot = own;
      first.push(w);
      count.push(0);
    }
    columnOf[w] = first.length - 1;
    count[first.length - 1]++;
  }
  return {
    from: Float64Array.from(first, (w) => windows.from[w]),
    to: Float64Array.from(first, (w, column) => windows.to[w + count[column] - 1]),
    first: Uint32Array.from(first),
    count: Uint32Array.from(count),
    together,
    columnOf,
  };
}

/** A line's cells as the columns show them: themselves, or the worst of each column. `window` has the number of each cell's window. */
export function cellsInColumns(cells: Cells, window: Uint32Array, columns: Columns): Cells {
  if (columns.together === 1) {
    return cells;
  }
  const n = columnCount(window, columns);
  const merged: Merged = {
    first: new Uint32Array(n),
    count: new Uint32Array(n),
    worst: new Uint32Array(n),
    drifted: new Uint32Array(n),
  };
  const shown: Cells = {
    from: new Float64Array(n),
    to: new Float64Array(n),
    severity: new Float64Array(n),
    state: new Uint8Array(n),
    merged,
    drifted: cells.drifted && new Uint32Array(n),
  };
  let at = -1;
  let column = -1;
  for (let cell = 0; cell < window.length; cell++) {
    const state = cells.state[cell];
    const severity = cells.severity[cell];
    if (columns.columnOf[window[cell]] !== column) {
      column = columns.columnOf[window[cell]];
      at++;
      merged.first[at] = cell;
      merged.worst[at] = cell;
      shown.from[at] = cells.from[cell];
      shown.severity[at] = severity;
      shown.state[at] = state;
    } else if (isWorse(state, severity, shown.state[at], shown.severity[at])) {
      merged.worst[at] = cell;
      shown.severity[at] = severity;
      shown.state[at] = withFlagsOf(state, shown.state[at]);
    } else {
      shown.state[at] = withFlagsOf(shown.state[at], state);
    }
    shown.to[at] = cells.to[cell];
    merged.count[at]++;
    merged.drifted[at] += isDrifted(state) ? 1 : 0;
    if (shown.drifted && cells.drifted) {
      shown.drifted[at] = Math.max(shown.drifted[at], cells.drifted[cell]);
    }
  }
  return shown;
}

function columnCount(window: Uint32Array, { columnOf }: Columns): number {
  let n = 0;
  let last = -1;
  for (const w of window) {
    if (columnOf[w] !== last) {
      last = columnOf[w];
      n++;
    }
  }
  return n;
}
