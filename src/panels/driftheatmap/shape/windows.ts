// All windows of the heatmap, whichever rows have them, and how many rows of the log lie in each.
import { lastAtOrBefore } from './cells';
import { Extent, HeatRow } from './rows';
import { Tally } from './tally';

export interface Windows {
  /** Epoch ms, ascending. */
  from: Float64Array;
  to: Float64Array;
  /** Of all rows, also of those that are not shown. */
  tally: Tally;
  /** Rows of the log in each window, NaN where unknown; null where no row knows. */
  counted: Float64Array | null;
}

/** The windows of rows, and for each list of starts the numbers of its windows. */
export interface WindowNumbers extends Extent {
  numbers: Map<Float64Array, Uint32Array>;
}

// Rows whose windows coincide have as many starts together as each alone. With more than this many times the longest row's they do not coincide (sources
// that sample each series at its own time): then starts are taken together that lie in the same step of time.
const apart = 2;

export function numberWindows(extents: Extent[], step: number): WindowNumbers {
  const longest = extents.reduce((most, { from }) => Math.max(most, from.length), 0);
  const unique = sortedUnique(extents.map(({ from }) => from));
  const coincide = unique.length <= apart * longest;
  const starts = coincide ? unique : sortedUnique([unique.map((time) => Math.floor(time / step) * step)]);
  const from = starts;
  const to = coincide ? new Float64Array(starts.length).fill(-Infinity) : starts.map((start) => start + step);
  const numbers = new Map<Float64Array, Uint32Array>();
  for (const extent of extents) {
    const known = numbers.get(extent.from);
    const own = known ?? Uint32Array.from(extent.from, (time) => lastAtOrBefore(starts, time));
    numbers.set(extent.from, own);
    if (coincide) {
      extent.to.forEach((end, i) => (to[own[i]] = Math.max(to[own[i]], end)));
    }
  }
  return { from, to, numbers };
}

function sortedUnique(lists: Float64Array[]): Float64Array {
  const distinct = [...new Set(lists)];
  const all = new Float64Array(distinct.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of distinct) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  return all.filter((time, i) => i === 0 || time !== all[i - 1]);
}

/** Rows of the log by window: any feature's, since all are counted on the same rows, summed over segments. */
export function countRows(rows: HeatRow[], windows: number): Float64Array | null {
  const bySegment = new Map<string, Float64Array>();
  for (const row of rows) {
    row.series.forEach((series, part) => {
      if (!series.counted) {
        return;
      }
      const segment = JSON.stringify([row.model, row.segmentText]);
      const most = bySegment.get(segment) ?? new Float64Array(windows).fill(NaN);
      bySegment.set(segment, most);
      if (!row.source) {
        series.counted.forEach((count, cell) => raise(most, row.window[cell], count));
        return;
      }
      let own = 0;
      row.source.forEach((source, cell) => {
        if (source === part) {
          raise(most, row.window[cell], series.counted![own++]);
        }
      });
    });
  }
  if (bySegment.size === 0) {
    return null;
  }
  const sum = new Float64Array(windows).fill(NaN);
  for (const most of bySegment.values()) {
    most.forEach((count, w) => {
      if (!Number.isNaN(count)) {
        sum[w] = (Number.isNaN(sum[w]) ? 0 : sum[w]) + count;
      }
    });
  }
  return sum.some((count) => !Number.isNaN(count)) ? sum : null;
}

function raise(most: Float64Array, window: number, count: number): void {
  if (!(most[window] >= count) && !Number.isNaN(count)) {
    most[window] = count;
  }
}
