// What several rows say together about each window: how many were decided and drifted, the worst of them, and who the worst five are. The whole heatmap
// has one, and so has each group of rows.
import { withFlagsOf } from '../../../frames/driftSeries';
import { Cells, isDecided, isDrifted, isWorse } from './cells';
import { HeatRow } from './rows';

/** How many rows of a window are remembered by name. */
export const remembered = 5;

export interface Tally {
  /** Rows that have the window at all. */
  present: Uint32Array;
  decided: Uint32Array;
  drifted: Uint32Array;
  /** The worst of the window: its severity, and its state with the flags of all. */
  severity: Float64Array;
  state: Uint8Array;
  /** The worst decided rows of each window, worst first: `remembered` places a window, −1 where there is none. Rows by number, with the cell. */
  rows: Int32Array;
  cells: Int32Array;
}

export function tallyRows(rows: HeatRow[], windows: number): Tally {
  const tally: Tally = {
    present: new Uint32Array(windows),
    decided: new Uint32Array(windows),
    drifted: new Uint32Array(windows),
    severity: new Float64Array(windows).fill(NaN),
    state: new Uint8Array(windows),
    rows: new Int32Array(windows * remembered).fill(-1),
    cells: new Int32Array(windows * remembered).fill(-1),
  };
  for (let row = 0; row < rows.length; row++) {
    addRow(tally, rows, row);
  }
  return tally;
}

function addRow(tally: Tally, rows: HeatRow[], row: number): void {
  const { cells, window } = rows[row];
  const { severity, state } = cells;
  const { present, decided, drifted } = tally;
  for (let cell = 0; cell < state.length; cell++) {
    const w = window[cell];
    const own = state[cell];
    if (present[w] === 0 || isWorse(own, severity[cell], tally.state[w], tally.severity[w])) {
      tally.state[w] = withFlagsOf(own, tally.state[w]);
      tally.severity[w] = severity[cell];
    } else {
      tally.state[w] = withFlagsOf(tally.state[w], own);
    }
    present[w]++;
    if (isDecided(own)) {
      decided[w]++;
      drifted[w] += isDrifted(own) ? 1 : 0;
      remember(tally, rows, w, row, cell);
    }
  }
}

function remember(tally: Tally, rows: HeatRow[], window: number, row: number, cell: number): void {
  const { severity, state } = rows[row].cells;
  const begin = window * remembered;
  let place = begin + remembered;
  while (place > begin && precedes(tally, rows, place - 1, state[cell], severity[cell])) {
    place--;
  }
  if (place === begin + remembered) {
    return;
  }
  tally.rows.copyWithin(place + 1, place, begin + remembered - 1);
  tally.cells.copyWithin(place + 1, place, begin + remembered - 1);
  tally.rows[place] = row;
  tally.cells[place] = cell;
}

// True when a window belongs before the one that stands at a place.
function precedes(
  { rows: kept, cells }: Tally,
  rows: HeatRow[],
  place: number,
  state: number,
  severity: number
): boolean {
  if (kept[place] < 0) {
    return true;
  }
  const other = rows[kept[place]].cells;
  return isWorse(state, severity, other.state[cells[place]], other.severity[cells[place]]);
}

export interface Ranked {
  row: HeatRow;
  cell: number;
}

/** The worst rows of the windows [first, first + count), worst first, each once with its worst cell. */
export function worstOf(tally: Tally, rows: HeatRow[], first: number, count: number): Ranked[] {
  const found = new Map<HeatRow, number>();
  for (let place = first * remembered; place < (first + count) * remembered; place++) {
    const row = rows[tally.rows[place]];
    if (!row) {
      continue;
    }
    const cell = tally.cells[place];
    const other = found.get(row);
    const { state, severity } = row.cells;
    if (other === undefined || isWorse(state[cell], severity[cell], state[other], severity[other])) {
      found.set(row, cell);
    }
  }
  return [...found]
    .map(([row, cell]) => ({ row, cell }))
    .sort((a, b) => {
      const [one, two] = [a.row.cells, b.row.cells];
      return isWorse(one.state[a.cell], one.severity[a.cell], two.state[b.cell], two.severity[b.cell]) ? -1 : 1;
    })
    .slice(0, remembered);
}

/** A tally as cells of a line: what a group's header draws. */
export function cellsOfTally(
  tally: Tally,
  from: Float64Array,
  to: Float64Array
): { cells: Cells; window: Uint32Array } {
  const window = Uint32Array.from(tally.present.keys()).filter((w) => tally.present[w] > 0);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(window, (w) => values[w]);
  return {
    window,
    cells: {
      from: pick(from),
      to: pick(to),
      severity: pick(tally.severity),
      state: Uint8Array.from(window, (w) => tally.state[w]),
      merged: null,
      drifted: Uint32Array.from(window, (w) => tally.drifted[w]),
    },
  };
}
