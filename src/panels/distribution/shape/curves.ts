// Smooth and cumulative curves of a shaped feature: densities, distribution functions and quantiles, with what noise explains.
import { NumericDistribution } from '../../../frames/samples';
import { Bin, quantile } from '../../../statistics/binned';
import { Closed, kernelDensity } from '../../../statistics/density';
import { quantileOf } from '../../../statistics/histogram';
import { Transform } from '../../../statistics/transform';
import { Noise, noiseOf } from './noise';
import { NumericShape } from './numeric';
import { totalOf } from './pairs';
import { chosenIndex, chosenSample } from './windows';

export interface Point {
  x: number;
  y: number;
}

export interface Band {
  x: number;
  low: number;
  high: number;
}

type Side = 'reference' | 'current';
const position: Record<Side, 0 | 1> = { reference: 0, current: 1 };

const densityPoints = 160;

/** Density per unit of the axis (per tenfold on a log axis), of rows with a value; null where there is no sample, or too little to smooth. */
export function density(shape: NumericShape, side: Side): Point[] | null {
  const { fine, transform, valued } = shape;
  const counts = fine.samples[position[side]];
  if (!shape.pairs[0]?.[side] || valued[side] <= 0 || fine.bins.length < fewestToSmooth) {
    return null;
  }
  const both = (['reference', 'current'] as const).filter((other) => shape.pairs[0][other] && valued[other] > 0);
  const curve = kernelDensity(axisBins(fine.bins, transform), counts, densityPoints, {
    total: valued[side],
    n: Math.min(...both.map((other) => valued[other])),
    closed: closedOf(shape),
  });
  return curve.map(({ x, y }) => ({ x: transform.back(x), y }));
}

/** A curve over fewer bins would be all kernel. */
export const fewestToSmooth = 3;

export function axisBins(bins: Bin[], { forward }: Transform): Bin[] {
  return bins.map(({ from, to }) => ({ from: forward(from), to: forward(to) }));
}

function closedOf({ before, side }: NumericShape): Closed {
  return {
    low: before[0] + before[1] === 0,
    high: !side.some(({ key }) => key === 'above'),
  };
}

export interface Ecdf {
  reference: Point[] | null;
  current: Point[] | null;
  /** Around the reference: where 95 % of unchanged windows stay at each value. */
  band: Band[];
}

// Up to so many single values a distribution function is drawn step by step.
const mostSteps = 400;

export function ecdf(distribution: NumericDistribution, shape: NumericShape, back: number): Ecdf {
  const curve = (side: Side): Point[] | null => cumulative(shape, side);
  const noise = noiseOf(distribution, chosenSample(distribution, back), 'values');
  const [reference, current] = [curve('reference'), curve('current')];
  const values = distribution.raw;
  const index = chosenIndex(distribution, back);
  const stepped = (points: Point[] | null, list: Float64Array | null | undefined): Point[] | null =>
    points && list && list.length <= mostSteps ? steps(list, shape) : points;
  return {
    reference: stepped(reference, values?.reference),
    current: stepped(current, values?.currents[index]),
    band: noise && reference && current ? cumulativeBand(shape, reference, current, noise) : [],
  };
}

/** Share of the rows with a value at or below each edge of the finest bins. */
function cumulative({ fine, below, valued, pairs }: NumericShape, side: Side): Point[] | null {
  if (!pairs[0]?.[side] || valued[side] <= 0) {
    return null;
  }
  let running = below[side];
  const points = [{ x: fine.bins[0].from, y: running / valued[side] }];
  fine.bins.forEach((bin, i) => {
    running += fine.samples[position[side]][i];
    points.push({ x: bin.to, y: Math.min(1, running / valued[side]) });
  });
  return points;
}

function steps(sorted: Float64Array, { fine }: NumericShape): Point[] {
  const [from, to] = [fine.bins[0].from, fine.bins[fine.bins.length - 1].to];
  const points: Point[] = [];
  let upTo = sorted.findIndex((value) => value >= from);
  upTo = upTo < 0 ? sorted.length : upTo;
  points.push({ x: from, y: upTo / sorted.length });
  for (let i = upTo; i < sorted.length && sorted[i] <= to; i++) {
    points.push({ x: sorted[i], y: i / sorted.length }, { x: sorted[i], y: (i + 1) / sorted.length });
  }
  points.push({ x: to, y: points[points.length - 1].y });
  return points;
}

function cumulativeBand(shape: NumericShape, reference: Point[], current: Point[], noise: Noise): Band[] {
  const windows = shape.fine.samples.slice(shape.firstWindow);
  const running = shape.before.slice(shape.firstWindow);
  return reference.map(({ x, y }, i) => {
    if (i > 0) {
      windows.forEach((counts, w) => (running[w] += counts[i - 1]));
    }
    const half = noise.half(y, current[i].y, running);
    return { x, low: Math.max(0, y - half), high: Math.min(1, y + half) };
  });
}

export interface QqPoint {
  p: number;
  reference: number;
  current: number;
}

export interface Qq {
  points: QqPoint[];
  /** Around the diagonal: where 95 % of an unchanged window's quantiles stay. */
  band: Band[];
}

const percentiles = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

export function qq(distribution: NumericDistribution, shape: NumericShape, back: number): Qq {
  const { raw } = distribution;
  const now = raw?.currents[chosenIndex(distribution, back)];
  const before = raw?.reference;
  const at = (side: Side, p: number): number | null => {
    const list = side === 'reference' ? before : now;
    return list && list.length > 0 ? quantileOf(list, p) : binnedQuantile(shape, side, p);
  };
  const [from, to] = ends(shape);
  const points = percentiles.flatMap((p) => {
    const [reference, current] = [at('reference', p), at('current', p)];
    return reference === null || current === null || outside(reference) || outside(current)
      ? []
      : [{ p, reference, current }];
  });
  function outside(value: number): boolean {
    return value < from || value > to;
  }
  const noise = noiseOf(distribution, chosenSample(distribution, back), 'values');
  return { points, band: noise ? quantileBand(points, noise, shape, (p) => at('reference', p)) : [] };
}

// A share of p that may be p ± half by chance makes its quantile the reference's between these two.
function quantileBand(
  points: QqPoint[],
  noise: Noise,
  shape: NumericShape,
  reference: (p: number) => number | null
): Band[] {
  const windows = shape.fine.samples.slice(shape.firstWindow);
  const before = shape.before.slice(shape.firstWindow);
  return points.flatMap(({ p, reference: x }) => {
    const upTo = windows.map((counts, w) => before[w] + countUpTo(shape.fine.bins, counts, x));
    const half = noise.half(p, p, upTo);
    const [low, high] = [reference(Math.max(0.001, p - half)), reference(Math.min(0.999, p + half))];
    return low === null || high === null ? [] : [{ x, low, high }];
  });
}

function countUpTo(bins: Bin[], counts: number[], value: number): number {
  return totalOf(
    bins.map(({ from, to }, i) => counts[i] * Math.max(0, Math.min(1, (value - from) / Math.max(to - from, 1e-300))))
  );
}

function binnedQuantile({ fine, below, valued }: NumericShape, side: Side, p: number): number | null {
  const counts = fine.samples[position[side]];
  const inside = totalOf(counts);
  const wanted = (p * valued[side] - below[side]) / inside;
  return inside > 0 && wanted >= 0 && wanted <= 1 ? quantile(fine.bins, counts, wanted) : null;
}

function ends({ fine }: NumericShape): [number, number] {
  return fine.bins.length === 0 ? [0, 1] : [fine.bins[0].from, fine.bins[fine.bins.length - 1].to];
}
