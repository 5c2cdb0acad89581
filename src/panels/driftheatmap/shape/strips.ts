// What the strips above the grid say of each column, as heights in [0, 1], and what their full height stands for.
import { partialIn } from '../../../frames/driftSeries';
import { Columns } from './columns';
import { Windows } from './windows';

export interface StripBars {
  /** NaN where unknown. */
  heights: Float64Array;
  /** 1 for columns that hold an open window. */
  partial: Uint8Array;
  /** What the full height stands for: a share, or a number of rows; 0 where there are no bars, so that no scale is read as a share. */
  full: number;
}

// A strip of 2 % and one of 60 % should both be read: its full height is one of these shares.
const fullShares = [0.05, 0.1, 0.25, 0.5, 1];

/** Share of the decided rows that drifted; of several windows in a column the largest. */
export function shareBars({ tally }: Windows, columns: Columns): StripBars {
  const shares = byColumn(columns, (w) => (tally.decided[w] === 0 ? NaN : tally.drifted[w] / tally.decided[w]));
  const most = greatest(shares);
  const full = most > 0 ? (fullShares.find((share) => share >= most) ?? 1) : 0;
  return { heights: shares.map((share) => share / (full || 1)), partial: partialColumns(tally.state, columns), full };
}

/** Rows of the log; of several windows in a column the most. */
export function countBars({ tally, counted }: Windows, columns: Columns): StripBars {
  const counts = byColumn(columns, (w) => counted?.[w] ?? NaN);
  const full = greatest(counts) || 1;
  return { heights: counts.map((count) => count / full), partial: partialColumns(tally.state, columns), full };
}

function byColumn({ first, count }: Columns, valueOf: (window: number) => number): Float64Array {
  return Float64Array.from(first, (from, column) => {
    let most = NaN;
    for (let w = from; w < from + count[column]; w++) {
      const value = valueOf(w);
      most = most >= value || Number.isNaN(value) ? most : value;
    }
    return most;
  });
}

function partialColumns(state: Uint8Array, { first, count }: Columns): Uint8Array {
  return Uint8Array.from(first, (from, column) =>
    state.subarray(from, from + count[column]).some((one) => partialIn(one)) ? 1 : 0
  );
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

/** Runs of neighbouring windows that belong to the reference, as [from, to) in time. */
export function referenceRuns(
  { from, to }: Pick<Windows, 'from' | 'to'>,
  inReference: (window: number) => boolean
): Array<[number, number]> {
  const runs: Array<[number, number]> = [];
  for (let w = 0; w < from.length; w++) {
    if (!inReference(w)) {
      continue;
    }
    if (w > 0 && inReference(w - 1)) {
      runs[runs.length - 1][1] = to[w];
    } else {
      runs.push([from[w], to[w]]);
    }
  }
  return runs;
}
