// Bins for raw values, so that samples of any source can be laid over each other: the same edges that pkg/analysis chooses (edgesFor), counted exactly.
import { Bin } from './binned';

// What can be told apart by eye.
const fewestBins = 12;
const mostBins = 120;
// The share of a sample beyond either end of the bins, so that one far value does not squeeze the rest together; and how near (in widths of all bins) the
// rest must be to be shown after all.
const outside = 0.005;
const near = 0.15;
// Beyond 2^52 there is no half between two neighbours.
const noHalves = 2 ** 52;

/** A sample's finite values, ascending. */
export type Sorted = Float64Array;

/**
 * Edges for looking at several samples together: numbers that a person would write down, about 2·IQR·n^(−1/3) apart (Freedman and Diaconis 1981) for the
 * first sample that has values, wide enough for the middle 99 % of each. Whole numbers with few values get a bin each, centred on it. Without a value: none.
 */
export function edgesFor(samples: Sorted[]): number[] {
  const filled = samples.filter((values) => values.length > 0);
  if (filled.length === 0) {
    return [];
  }
  const [first] = filled;
  const at = (values: Sorted, p: number): number => quantileOf(values, p);
  let low = Math.min(...filled.map((values) => at(values, outside)));
  let high = Math.max(...filled.map((values) => at(values, 1 - outside)));
  const smallest = Math.min(...filled.map((values) => values[0]));
  const largest = Math.max(...filled.map((values) => values[values.length - 1]));
  if (smallest > low - near * (high - low)) {
    low = smallest;
  }
  if (largest < high + near * (high - low)) {
    high = largest;
  }
  const whole = filled.every((values) => values.every(Number.isInteger));
  if (whole && high - low < mostBins) {
    return wholeEdges(Math.floor(low), Math.ceil(high));
  }
  return low === high ? sole(low) : roundEdges(low, high, wishedWidth(first, high - low), whole);
}

/** All values from the smallest to the largest, nothing left outside: edges as edgesFor's, over the whole range. */
export function wholeRangeEdges(samples: Sorted[]): number[] {
  const filled = samples.filter((values) => values.length > 0);
  if (filled.length === 0) {
    return [];
  }
  const low = Math.min(...filled.map((values) => values[0]));
  const high = Math.max(...filled.map((values) => values[values.length - 1]));
  const whole = filled.every((values) => values.every(Number.isInteger));
  if (whole && high - low < mostBins) {
    return wholeEdges(low, high);
  }
  return low === high ? sole(low) : roundEdges(low, high, wishedWidth(filled[0], high - low), whole);
}

function wishedWidth(values: Sorted, span: number): number {
  const iqr = quantileOf(values, 0.75) - quantileOf(values, 0.25);
  return Math.min(Math.max((2 * iqr) / Math.cbrt(values.length), span / mostBins), span / fewestBins);
}

/** Between neighbours in proportion, as numpy and pkg/counts have it. simple-statistics' own quantile does not interpolate. */
export function quantileOf(sorted: Sorted, p: number): number {
  const row = p * (sorted.length - 1);
  const lower = Math.floor(row);
  const part = row - lower;
  const x = valueAt(sorted, lower);
  return part > 0 ? x * (1 - part) + valueAt(sorted, lower + 1) * part : x;
}

function valueAt(sorted: Sorted, index: number): number {
  return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
}

function wholeEdges(low: number, high: number): number[] {
  if (Math.abs(low) > noHalves || Math.abs(high) > noHalves) {
    return low === high ? sole(low) : evenEdges(low, high);
  }
  return Array.from({ length: high - low + 2 }, (_, i) => low - 0.5 + i);
}

// One bin around the only value there is.
function sole(x: number): number[] {
  const half = Math.abs(x) / 20 || 0.5;
  return [x - half, x + half];
}

function roundEdges(low: number, high: number, width: number, whole: boolean): number[] {
  let [mantissa, exponent] = niceStep(width);
  if (whole && scaled(mantissa, exponent) < 1) {
    [mantissa, exponent] = [1, 0];
  }
  const step = scaled(mantissa, exponent);
  const [from, to] = [Math.floor(low / step), Math.floor(high / step) + 1];
  if (!(step > 0 && to > from) || to - from > 4 * mostBins || Math.abs(from) > noHalves || Math.abs(to) > noHalves) {
    return evenEdges(low, high); // too far from zero for round numbers
  }
  return Array.from({ length: to - from + 1 }, (_, k) => scaled((from + k) * mantissa, exponent));
}

function evenEdges(low: number, high: number): number[] {
  const many = 50;
  const edges = new Set(Array.from({ length: many + 1 }, (_, i) => low * (1 - i / many) + high * (i / many)));
  return [...edges];
}

/** The largest of 1, 2, 2.5, 5 times a power of ten that is at most width, as 10, 20, 25 or 50 and an exponent. */
export function niceStep(width: number): [mantissa: number, exponent: number] {
  const exponent = Math.floor(Math.log10(width)) - 1;
  const mantissa = [50, 25, 20, 10].find((m) => scaled(m, exponent) <= width * (1 + 1e-9));
  return [mantissa ?? 10, exponent];
}

/** x·10^exponent, rounded once for negative exponents too: 3·10⁻¹ is 0.3. */
export function scaled(x: number, exponent: number): number {
  return exponent < 0 ? x / 10 ** -exponent : x * 10 ** exponent;
}

export function binsBetween(edges: number[]): Bin[] {
  return edges.slice(1).map((to, i) => ({ from: edges[i], to }));
}

export interface ExactCounts {
  counts: number[];
  /** Values before the first edge, and after the last one. */
  below: number;
  above: number;
}

/** How many values lie in each bin [from, to), the last one with its upper edge. By halving: the work does not grow with the number of values. */
export function countBetween(edges: number[], sorted: Sorted): ExactCounts {
  if (edges.length < 2) {
    return { counts: [], below: 0, above: sorted.length };
  }
  const before = edges.map((edge, i) => firstAtLeast(sorted, edge, i === edges.length - 1));
  return {
    counts: before.slice(1).map((end, i) => end - before[i]),
    below: before[0],
    above: sorted.length - before[before.length - 1],
  };
}

/** The number of values below `edge` (or at most `edge`). */
export function firstAtLeast(sorted: Sorted, edge: number, including = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < edge || (including && sorted[middle] === edge)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
