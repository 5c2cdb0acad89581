// Statistics of samples that were counted into common bins. Bins ascend and do not overlap; counts may be fractional (weighted rows).
import { sum } from 'simple-statistics';

export interface Bin {
  from: number;
  to: number;
}

/** Each count over `total`; zeros when there is nothing. Shares lie in [0, 1]. */
export function shares(counts: number[], total = sum(counts)): number[] {
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** Share of the counted values at or below each bin's upper edge: ascending, the last is 1 (0 for an empty sample). */
export function cumulativeShares(counts: number[]): number[] {
  let running = 0;
  return shares(counts).map((share) => (running = Math.min(1, running + share)));
}

export interface Gap {
  /** Upper edge of the bin where the two cumulative shares are furthest apart. */
  at: number;
  reference: number;
  current: number;
  /** |reference − current|, in [0, 1]: the Kolmogorov–Smirnov statistic as far as the bins tell, never more than the true one. */
  size: number;
}

/** The largest distance between two cumulative distributions; null when a sample is empty. */
export function largestGap(bins: Bin[], reference: number[], current: number[]): Gap | null {
  if (sum(reference) === 0 || sum(current) === 0) {
    return null;
  }
  const [below, above] = [cumulativeShares(reference), cumulativeShares(current)];
  return bins
    .map(({ to }, i) => ({ at: to, reference: below[i], current: above[i], size: Math.abs(below[i] - above[i]) }))
    .reduce((largest, gap) => (gap.size > largest.size ? gap : largest));
}

/** The value below which a share p of the sample lies, p in [0, 1], even within bins; null for an empty sample. */
export function quantile(bins: Bin[], counts: number[], p: number): number | null {
  const total = sum(counts);
  if (total <= 0) {
    return null;
  }
  let left = p * total;
  for (let i = 0; i < bins.length; i++) {
    if (left <= counts[i] && counts[i] > 0) {
      return bins[i].from + (bins[i].to - bins[i].from) * (left / counts[i]);
    }
    left -= counts[i];
  }
  return bins[bins.length - 1].to;
}

/** True when all bins are equally wide, to a thousandth: then shares can be drawn as they are, else they need to be divided by widths. */
export function equallyWide(bins: Bin[]): boolean {
  const widths = bins.map(({ from, to }) => to - from);
  const widest = Math.max(...widths);
  return widths.every((width) => Math.abs(width - widest) <= widest * 1e-3);
}

export interface Binned {
  bins: Bin[];
  /** A list of counts per sample, each as long as bins. */
  samples: number[][];
}

/**
 * Merges neighbours until at most `most` bins are left: always the same number of them, so that equal widths stay equal. Where they are equal and the
 * last ones are too few for a whole bin, that bin reaches beyond the last edge.
 */
export function mergeBins({ bins, samples }: Binned, most: number): Binned {
  const group = Math.ceil(bins.length / Math.max(1, most));
  if (group <= 1) {
    return { bins, samples };
  }
  const starts = bins.flatMap((_, i) => (i % group === 0 ? [i] : []));
  const width = equallyWide(bins) ? group * (bins[0].to - bins[0].from) : 0;
  return {
    bins: starts.map((start) => ({
      from: bins[start].from,
      to:
        start + group <= bins.length
          ? bins[start + group - 1].to
          : Math.max(bins[bins.length - 1].to, bins[start].from + width),
    })),
    samples: samples.map((counts) => starts.map((start) => sum(counts.slice(start, start + group)))),
  };
}

export interface Core extends Binned {
  /** What lies outside the core, per sample. */
  below: number[];
  above: number[];
}

/**
 * The bins in which the bulk of every sample lies. Ends are cut off only where that makes the picture at least `gain` times wider, so that a few far
 * values do not press everything else into one bar; `tail` is the share of each sample that may fall outside at either end.
 */
export function coreBins({ bins, samples }: Binned, tail = 0.005, gain = 1.6): Core {
  const whole = { bins, samples, below: samples.map(() => 0), above: samples.map(() => 0) };
  if (bins.length < 8) {
    return whole;
  }
  const totals = samples.map((counts) => sum(counts));
  let first = 0;
  while (first < bins.length - 1 && samples.every((counts, s) => sum(counts.slice(0, first + 1)) <= tail * totals[s])) {
    first++;
  }
  let last = bins.length - 1;
  while (last > first && samples.every((counts, s) => sum(counts.slice(last)) <= tail * totals[s])) {
    last--;
  }
  const span = bins[bins.length - 1].to - bins[0].from;
  if (span < gain * (bins[last].to - bins[first].from)) {
    return whole;
  }
  return {
    bins: bins.slice(first, last + 1),
    samples: samples.map((counts) => counts.slice(first, last + 1)),
    below: samples.map((counts) => sum(counts.slice(0, first))),
    above: samples.map((counts) => sum(counts.slice(last + 1))),
  };
}
