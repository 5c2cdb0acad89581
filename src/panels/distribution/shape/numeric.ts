// Shapes a numeric feature into what its views draw: bins and shares of all rows in them, bars for what has no place on the axis, the windows before.
// It knows nothing of drawing.
import { NumericDistribution, Sample } from '../../../frames/samples';
import { Bin, Binned, binsWithin, Core, coreBins } from '../../../statistics/binned';
import { decadeEdges } from '../../../statistics/edges';
import { binsBetween, countBetween, Sorted, wholeRangeEdges } from '../../../statistics/histogram';
import { Transform } from '../../../statistics/transform';
import { Axis, smallestValue } from './axis';
import { BinMode, binned } from './binning';
import { Fine, fineCounts } from './fine';
import { Noise, noiseOf } from './noise';
import { Pair, PairMaker, pairMaker, ratio, totalOf } from './pairs';
import { SideBar, sideBars } from './sideBars';
import { chosenSample } from './windows';

export interface NumericHow {
  back: number;
  axis: Axis;
  binning: { mode: BinMode; count: number; width: number };
  /** As many bins as the picture carries. */
  most: number;
  cutTails: boolean;
  /** Ends of the axis, where they are given: by the field's min and max, or shared with other pictures. */
  from?: number | null;
  to?: number | null;
  /** What heights are per, where other pictures share it: see NumericShape. */
  per?: number | null;
  /** Bars beside the axis that are there in any case. */
  always?: { below: boolean; above: boolean };
}

export interface NumericShape {
  transform: Transform;
  /** A log axis was asked for, and values at or below 0 exist. */
  fellBack: boolean;
  bins: Bin[];
  /** So much of the axis is what heights are per, where other pictures share it; null where the bins alone decide. */
  per: number | null;
  pairs: Pair[];
  /** The only value there is; null where there are several, or it is not known. */
  constant: number | null;
  /** Counts in the bins: reference, current, then the reference's windows. And what makes a pair of some of them together. */
  counts: number[][];
  pairOf: PairMaker;
  /** Edges were moved to those that the source counted between; the wished width makes too many bins. */
  moved: boolean;
  refused: boolean;
  /** Shares per bin of the windows before the chosen one, oldest first. */
  earlier: number[][];
  side: SideBar[];
  /** The finest counts within the axis, reference and current first: for curves. */
  fine: Binned;
  /** Counts left of the first bin, and of all rows that have a finite value: what cumulative shares begin with and are of. */
  below: { reference: number; current: number };
  valued: { reference: number; current: number };
  noise: Noise | null;
  /** Where the reference's windows begin in `fine.samples`. */
  firstWindow: number;
  /** The counts of each sample left of the axis, as in `fine.samples`. */
  before: number[];
}

// Finer than this no curve needs.
const finestBins = 160;

export function shapeNumeric(distribution: NumericDistribution, how: NumericHow): NumericShape {
  const { reference, referenceWindows, valueField } = distribution;
  const current = chosenSample(distribution, how.back);
  const { transform, fellBack } = how.axis;
  const detailed = transform.kind !== 'linear' || how.binning.mode === 'quantiles' || how.binning.mode === 'width';
  const fine = fineCounts(distribution, how.back, detailed);
  const core = withinAxis(distribution, fine, how, transform);
  const most = Math.min(how.most, binsFor(reference, current));
  const drawn = binned(core, fine.values, { ...how.binning, most }, transform);
  const firstWindow = 2 + fine.earlier.length;
  const noise = noiseOf(distribution, current, 'rows');
  const pair = pairMaker(reference, current, noise);
  const valued = (sample: Sample | null): number =>
    sample ? Math.max(totalOf(sample.counts), sample.rows - sample.missing - sample.infinite) : 0;
  return {
    transform,
    fellBack,
    bins: drawn.bins,
    per: how.per ?? null,
    pairs: drawn.bins.map((_, i) =>
      pair(
        drawn.samples[0][i],
        drawn.samples[1][i],
        drawn.samples.slice(firstWindow).map((counts) => counts[i])
      )
    ),
    constant: fine.constant,
    counts: [drawn.samples[0], drawn.samples[1], ...drawn.samples.slice(firstWindow)],
    pairOf: pair,
    moved: drawn.moved,
    refused: drawn.refused,
    earlier: fine.earlier.map((sample, s) => drawn.samples[2 + s].map((count) => ratio(count, sample.rows))),
    side: sideBars(
      reference,
      current,
      referenceWindows,
      { ...core, always: how.always ?? { below: false, above: false } },
      firstWindow,
      valueField,
      pair
    ),
    fine: { bins: core.bins, samples: core.samples },
    below: { reference: core.below[0], current: core.below[1] },
    valued: { reference: valued(reference), current: valued(current) },
    noise,
    firstWindow,
    before: core.below,
  };
}

// The part of the finest counts that is on the axis, and what is beside it.
function withinAxis(distribution: NumericDistribution, fine: Fine, how: NumericHow, transform: Transform): Core {
  const all = fine.values ? recounted(fine, fine.values, how, transform) : { ...fine, bins: widened(fine.bins) };
  const bins = transform.kind === 'log' ? aboveZero(all.bins, smallestValue(distribution)) : all.bins;
  if (bins.length === 0) {
    return all;
  }
  const { from = null, to = null } = how;
  const core =
    from !== null || to !== null
      ? binsWithin({ ...all, bins }, from ?? bins[0].from, to ?? bins[bins.length - 1].to)
      : how.cutTails && transform.kind === 'linear'
        ? coreBins({ ...all, bins })
        : null;
  // What the source has cut off already lies further out than what is cut here.
  return core === null
    ? { ...all, bins }
    : {
        ...core,
        below: core.below.map((count, s) => count + all.below[s]),
        above: core.above.map((count, s) => count + all.above[s]),
      };
}

// Single values: bins that are even on the axis; every value is on it where no tail is cut, and where the axis is no straight one, which has room for tails.
function recounted(fine: Fine, values: Sorted[], { cutTails }: NumericHow, transform: Transform): Core {
  const straight = transform.kind === 'linear';
  if (fine.bins.length === 0 || (straight && cutTails)) {
    return { ...fine, bins: widened(fine.bins) };
  }
  const range = wholeRangeEdges(values);
  const smallest = Math.min(...values.flatMap((list) => (list.length > 0 ? [list[0]] : [])));
  const from = transform.kind === 'log' ? Math.max(range[0], smallest) : range[0];
  const edges = straight ? range : decadeEdges(from, range[range.length - 1], finestBins, transform);
  const counts = values.map((list) => countBetween(edges, list));
  return {
    bins: binsBetween(edges),
    samples: counts.map((one) => one.counts),
    below: counts.map(({ below }) => below),
    above: counts.map(({ above }) => above),
  };
}

// A bin that begins at 0 begins at the smallest value instead: a log axis has no 0.
function aboveZero(bins: Bin[], smallest: number): Bin[] {
  return bins.map((bin) => (bin.from > 0 ? bin : { from: smallest < bin.to ? smallest : bin.to / 2, to: bin.to }));
}

// A bin that holds one value has no width; it is drawn as wide as the narrowest that has one.
function widened(bins: Bin[]): Bin[] {
  const narrowest = bins.reduce((least, { from, to }) => (to > from ? Math.min(least, to - from) : least), Infinity);
  const width = Number.isFinite(narrowest) ? narrowest : 1;
  return bins.map((bin) => (bin.to > bin.from ? bin : { from: bin.from - width / 2, to: bin.to + width / 2 }));
}

// Twice the bins of Rice's rule (2·∛n) for the smaller sample: finer ones show its noise.
function binsFor(...samples: Array<Sample | null>): number {
  const least = Math.min(
    ...samples.flatMap((sample) => (sample && sample.rows > 0 ? [sample.rows - sample.missing] : []))
  );
  return Number.isFinite(least) ? Math.max(fewestBins, Math.round(4 * Math.cbrt(least))) : Infinity;
}

const fewestBins = 12;
