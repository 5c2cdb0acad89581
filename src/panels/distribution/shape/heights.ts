// How high bars and curves are. Areas mean shares of rows on every axis: where bins are equally wide on it, a height is the bin's share; where they are
// not, the share per so much of the axis.
import { equallyWide } from '../../../statistics/binned';
import { niceWidth } from '../../../statistics/edges';
import { axisBins } from './curves';
import { NumericShape } from './numeric';

export interface HeightUnit {
  /** null: heights are shares of bins; else shares per so much of the axis. */
  per: number | null;
  /** Of what `per` is: the feature's unit, or a factor of ten. */
  of: 'value' | 'tenfold';
  /** What a share of bin i is multiplied by. */
  factors: number[];
}

export function heightUnit({ bins, transform, per: shared }: NumericShape): HeightUnit {
  const onAxis = axisBins(bins, transform);
  const of = transform.kind === 'linear' ? 'value' : 'tenfold';
  if (shared === null && (bins.length < 2 || equallyWide(onAxis))) {
    return { per: null, of, factors: bins.map(() => 1) };
  }
  const per = shared ?? (of === 'tenfold' ? 1 : typicalWidth(onAxis));
  return { per, of, factors: onAxis.map(({ from, to }) => per / (to - from)) };
}

/** What heights of several pictures on one axis are per: null where all bins of all are equally wide. */
export function sharedPer(shapes: NumericShape[]): number | null {
  const [first] = shapes;
  const bins = shapes.flatMap((shape) => axisBins(shape.bins, shape.transform));
  if (bins.length === 0 || equallyWide(bins)) {
    return null;
  }
  return first.transform.kind === 'linear' ? Math.max(...shapes.map((shape) => typicalWidth(shape.bins))) : 1;
}

/** What curves, which have no bins, are per: about a bin, so that they are as high as bars. */
export function curveUnit({ bins, transform, per }: NumericShape): { per: number; of: 'value' | 'tenfold' } {
  if (per !== null) {
    return { per, of: transform.kind === 'linear' ? 'value' : 'tenfold' };
  }
  return transform.kind === 'linear' ? { per: typicalWidth(bins), of: 'value' } : { per: 1, of: 'tenfold' };
}

function typicalWidth(bins: Array<{ from: number; to: number }>): number {
  const widths = bins.map(({ from, to }) => to - from).sort((a, b) => a - b);
  return niceWidth(widths[Math.floor(widths.length / 2)] ?? 1);
}

export function heights({ pairs }: NumericShape, { factors }: HeightUnit, side: 'reference' | 'current'): number[] {
  return pairs.map((pair, i) => (pair[side]?.share ?? 0) * factors[i]);
}

export function earlierHeights({ earlier }: NumericShape, { factors }: HeightUnit): number[][] {
  return earlier.map((shares) => shares.map((share, i) => share * factors[i]));
}

/** Differences current − reference, and half the noise band, in the same unit. */
export function differences(
  { pairs }: NumericShape,
  { factors }: HeightUnit
): Array<{ change: number; noise: number }> {
  return pairs.map(({ reference, current, noise }, i) => ({
    change: ((current?.share ?? 0) - (reference?.share ?? 0)) * factors[i],
    noise: (noise ?? 0) * factors[i],
  }));
}

/** Rows with a finite value, as a share of all rows of a sample. */
export function valuedShare({ valued, pairs }: NumericShape, side: 'reference' | 'current'): number {
  const part = pairs.map((pair) => pair[side]).find((one) => one !== null && one.count > 0);
  // count / share is all rows.
  return part ? Math.min(1, (valued[side] * part.share) / part.count) : 1;
}
