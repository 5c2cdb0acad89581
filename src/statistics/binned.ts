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

export interface Snapped extends Binned {
  /** Some wished edge lies inside a bin and was moved to its nearer end. */
  moved: boolean;
}

/**
 * Merges bins between wished edges, each taken to the nearest end of a bin: counts stay exact. Edges that fall together are one; the outermost bins reach
 * to the ends, whatever is wished. `position` is how far apart values lie on the axis.
 */
export function mergeAt(
  { bins, samples }: Binned,
  edges: number[],
  position: (value: number) => number = (value) => value
): Snapped {
  const ends = [...bins.map(({ from }) => from), ...bins.slice(-1).map(({ to }) => to)];
  const at = ends.map(position);
  const [first, last] = [at[0], at[at.length - 1]];
  // An edge that misses by less than this share of the whole is where it was wished.
  const tolerance = 1e-9 * (last - first);
  let moved = false;
  const starts = new Set([0]);
  for (const edge of edges) {
    const wished = position(edge);
    if (wished <= first + tolerance || wished >= last - tolerance) {
      continue;
    }
    const nearest = nearestTo(at, wished);
    moved ||= Math.abs(at[nearest] - wished) > tolerance;
    if (nearest < bins.length) {
      starts.add(nearest);
    }
  }
  const from = [...starts].sort((a, b) => a - b).filter(() => bins.length > 0);
  const upTo = [...from.slice(1), bins.length];
  return {
    bins: from.map((start, i) => ({ from: bins[start].from, to: bins[upTo[i] - 1].to })),
    samples: samples.map((counts) => from.map((start, i) => sum(counts.slice(start, upTo[i])))),
    moved,
  };
}

function nearestTo(ascending: number[], value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return value - ascending[low] <= ascending[high] - value ? low : high;
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
  const most = samples.map((counts) => tail * sum(counts));
  // Steps inwards from one end as long as every sample leaves no more than its tail behind.
  const ends = (inwards: number[]): number => {
    const left = samples.map(() => 0);
    const step = inwards.findIndex((bin) =>
      samples.some((counts, s) => {
        left[s] += counts[bin];
        return left[s] > most[s];
      })
    );
    return step < 0 ? inwards.length - 1 : step;
  };
  const ascending = bins.map((_, i) => i);
  const first = ends(ascending);
  const last = Math.max(first, bins.length - 1 - ends([...ascending].reverse()));
  const span = bins[bins.length - 1].to - bins[0].from;
  return span < gain * (bins[last].to - bins[first].from) ? whole : slice({ bins, samples }, first, last + 1);
}

/** The bins that lie between two values, and what is outside. A bin that one of them cuts is outside. */
export function binsWithin({ bins, samples }: Binned, from: number, to: number): Core {
  // Edges that miss by rounding are met.
  const slack = 1e-9 * Math.abs(to - from);
  const first = bins.findIndex((bin) => bin.from >= from - slack);
  const end = bins.findIndex((bin) => bin.to > to + slack);
  const start = first < 0 ? bins.length : first;
  return slice({ bins, samples }, start, Math.max(start, end < 0 ? bins.length : end));
}

function slice({ bins, samples }: Binned, start: number, end: number): Core {
  return {
    bins: bins.slice(start, end),
    samples: samples.map((counts) => counts.slice(start, end)),
    below: samples.map((counts) => sum(counts.slice(0, start))),
    above: samples.map((counts) => sum(counts.slice(end))),
  };
}
