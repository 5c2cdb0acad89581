// Shapes a numeric feature into a curve for each window, the reference's first, all smoothed alike and on one height.
import { Drift } from '../../../frames/drift';
import { NumericDistribution, Sample } from '../../../frames/samples';
import { Bin, Binned, binsWithin, coreBins } from '../../../statistics/binned';
import { bandwidth, kernelOver, smooth } from '../../../statistics/density';
import { Transform } from '../../../statistics/transform';
import { Axis, smallestValue } from './axis';
import { axisBins, fewestToSmooth, Point } from './curves';
import { axisEnds, givenEnds } from './ends';
import { withinBins } from './fine';
import { ratio } from './pairs';

export interface Ridge {
  sample: Sample;
  /** Null for the reference, and where nobody judged. */
  drift: Drift | null;
  /** Over the axis from left to right, highest of all ridges 1; [] without a value. */
  curve: Point[];
  /** Of all rows. */
  missing: number;
  beyond: number;
}

export interface RidgeShape {
  transform: Transform;
  fellBack: boolean;
  from: number;
  to: number;
  reference: Ridge | null;
  /** Oldest first. */
  windows: Ridge[];
}

const points = 120;
// A window may be much narrower than the reference; it must not press all others flat.
const tallest = 2.5;

export function shapeRidges(
  distribution: NumericDistribution,
  { transform, fellBack }: Axis,
  cutTails: boolean
): RidgeShape {
  const { reference, currents } = distribution;
  const samples: Sample[] = [...(reference ? [reference] : []), ...currents];
  const whole: Binned = { bins: distribution.bins, samples: samples.map(withinBins) };
  const given = givenEnds(distribution.valueField, transform);
  const core =
    whole.bins.length > 0 && (given.from !== null || given.to !== null)
      ? binsWithin(whole, given.from ?? whole.bins[0].from, given.to ?? whole.bins[whole.bins.length - 1].to)
      : whole.bins.length > 0 && cutTails && transform.kind === 'linear'
        ? coreBins(whole)
        : { ...whole, below: samples.map(() => 0), above: samples.map(() => 0) };
  const smallest = smallestValue(distribution);
  const bins =
    transform.kind === 'log'
      ? core.bins.map((bin) => (bin.from > 0 ? bin : { from: Math.min(smallest, bin.to / 2), to: bin.to }))
      : core.bins;
  const curves = bins.length === 0 ? samples.map(() => []) : curvesOf(bins, core.samples, samples, transform);
  const highest = highestOf(curves);
  const ends = axisEnds(bins, transform);
  const ridges = samples.map((sample, s): Ridge => ({
    sample,
    drift: currents[reference ? s - 1 : s]?.drift ?? null,
    curve: curves[s].map(({ x, y }) => ({ x, y: highest > 0 ? Math.min(1, y / highest) : 0 })),
    missing: ratio(sample.missing, sample.rows),
    beyond: ratio(sample.below + sample.above + sample.infinite + core.below[s] + core.above[s], sample.rows),
  }));
  return {
    transform,
    fellBack,
    from: ends[0],
    to: ends[1],
    reference: reference ? ridges[0] : null,
    windows: reference ? ridges.slice(1) : ridges,
  };
}

function highestOf(curves: Point[][]): number {
  const tops = curves.map((curve) => curve.reduce((most, { y }) => Math.max(most, y), 0)).filter((top) => top > 0);
  const typical = [...tops].sort((a, b) => a - b)[Math.floor(tops.length / 2)] ?? 0;
  return Math.min(Math.max(0, ...tops), typical * tallest);
}

// One kernel for all: curves that are compared must be smoothed alike.
function curvesOf(bins: Bin[], counts: number[][], samples: Sample[], transform: Transform): Point[][] {
  const total = (s: number): number => samples[s].rows - samples[s].missing;
  const onAxis = axisBins(bins, transform);
  if (bins.length < fewestToSmooth) {
    return counts.map((list, s) => (total(s) > 0 ? blocks(bins, list, total(s)) : []));
  }
  const first = counts.findIndex((list) => list.some((count) => count > 0));
  const typical = samples
    .map((_, s) => total(s))
    .filter((rows) => rows > 0)
    .sort((a, b) => a - b);
  const h = first < 0 ? 0 : bandwidth(onAxis, counts[first], typical[Math.floor(typical.length / 2)]);
  const kernel = kernelOver(onAxis, points, h > 0 ? h : 1, { low: true, high: true });
  return counts.map((list, s) =>
    total(s) > 0 && list.some((count) => count > 0)
      ? smooth(kernel, list, total(s)).map((y, i) => ({ x: transform.back(kernel.x[i]), y }))
      : []
  );
}

// Too few bins to smooth: as they are.
function blocks(bins: Bin[], counts: number[], total: number): Point[] {
  return bins.flatMap(({ from, to }, i) => {
    const y = counts[i] / total;
    return [
      { x: from, y: 0 },
      { x: from, y },
      { x: to, y },
      { x: to, y: 0 },
    ];
  });
}
