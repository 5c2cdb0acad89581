// What a person wants to know first: is anything wrong now, since when, and what. Found in the newest window that is closed and decided.
import { segmentLabel } from '../../../frames/drift';
import { partialIn } from '../../../frames/driftSeries';
import { isDecided, isDrifted } from './cells';
import { Heatmap, unknownStep } from './heatmap';
import { HeatRow } from './rows';

export interface Headline {
  /** Number of the window that it speaks of. */
  window: number;
  decided: number;
  /** The drifted rows, those that drifted longest ago first. */
  drifted: HeatRow[];
  /** When the first of the running episodes began, epoch ms; null where none is running. */
  since: number | null;
  /** True where that episode runs from the first decided window on: it may have begun before. */
  sinceBefore: boolean;
  /** How many windows before the one that it speaks of were decided. */
  decidedBefore: number;
  /** Segments that the reference does not know, where it knows others. */
  strangers: string[];
  /** Where nothing is wrong: the row that drifted last, and the start of that window. */
  last: { row: HeatRow; time: number } | null;
  /** The highest value, where nothing has a line. */
  highest: { row: HeatRow; cell: number } | null;
  /** End of the newest window with rows where the range goes on without any for longer than a window or two; null where the data are up to date. */
  endedAt: number | null;
}

// Without a window for longer than this many, something has stopped: one may be still open.
const silentWindows = 2;

/** `until` is where the dashboard's range ends, epoch ms. Null where nothing was decided in any window. */
export function headlineOf(heatmap: Heatmap, until: number): Headline | null {
  const window = newestClosed(heatmap);
  if (window < 0) {
    return null;
  }
  const cellsNow = heatmap.all.map((row) => ({ row, cell: cellInWindow(row, window) })).filter(({ cell }) => cell >= 0);
  const drifted = cellsNow.filter(({ row, cell }) => isDrifted(row.cells.state[cell])).map(({ row }) => row);
  const startOf = (row: HeatRow): number => (row.since < 0 ? Infinity : row.cells.from[row.since]);
  drifted.sort((a, b) => startOf(a) - startOf(b) || b.recent - a.recent);
  const first = drifted.length > 0 ? startOf(drifted[0]) : Infinity;
  return {
    window,
    decided: heatmap.windows.tally.decided[window],
    drifted,
    since: first < Infinity ? first : null,
    sinceBefore: drifted.some((row) => startOf(row) === first && beganBefore(row)),
    decidedBefore: heatmap.windows.tally.decided.subarray(0, window).filter((decided) => decided > 0).length,
    strangers: knowsAny(heatmap) ? strangersIn(heatmap) : [],
    last: drifted.length > 0 ? null : lastDrift(heatmap.all),
    highest: cellsNow.reduce<Headline['highest']>(
      (best, at) => (!best || at.row.cells.severity[at.cell] > best.row.cells.severity[best.cell] ? at : best),
      null
    ),
    endedAt: silentSince(heatmap, until),
  };
}

/** The segments that the reference does not know. */
export function strangersIn({ all }: Heatmap): string[] {
  return [...new Set(all.filter(({ isNew }) => isNew).map(({ segment }) => segmentLabel(segment)))];
}

/** Whether the reference knows any of the rows. */
export function knowsAny({ all }: Heatmap): boolean {
  return !all.every(({ isNew }) => isNew);
}

function beganBefore({ cells, window, since }: HeatRow): boolean {
  return since >= 0 && window[0] === 0 && !cells.state.subarray(0, since).some(isDecided);
}

/** End of the newest window with rows where the range goes on without any for long; null too where no window has rows, so that there is no such end. */
function silentSince({ windows: { to, counted }, step }: Heatmap, until: number): number | null {
  if (step === unknownStep) {
    return null;
  }
  let newest = to.length - 1;
  // A log that stopped has windows still, of no rows; where they are not counted, each has some.
  while (newest >= 0 && counted?.[newest] === 0) {
    newest--;
  }
  return newest >= 0 && until - to[newest] > silentWindows * step ? to[newest] : null;
}

function newestClosed({ windows: { tally } }: Heatmap): number {
  let open = -1;
  for (let w = tally.decided.length - 1; w >= 0; w--) {
    if (tally.decided[w] === 0) {
      continue;
    }
    if (!partialIn(tally.state[w])) {
      return w;
    }
    open = open < 0 ? w : open;
  }
  return open;
}

function cellInWindow(row: HeatRow, window: number): number {
  let [low, high] = [0, row.window.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (row.window[middle] === window) {
      return middle;
    }
    if (row.window[middle] < window) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}

function lastDrift(rows: HeatRow[]): Headline['last'] {
  let last: Headline['last'] = null;
  for (const row of rows) {
    const time = row.lastDrift < 0 ? -Infinity : row.cells.from[row.lastDrift];
    if (time > (last?.time ?? -Infinity)) {
      last = { row, time };
    }
  }
  return last;
}
