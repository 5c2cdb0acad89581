// Works out a numeric feature's picture: its shape, what its view makes of it, and the ends of its axes, its own or shared with the same feature's other
// segments.
import { NumericDistribution } from '../../../frames/samples';
import { linear } from '../../../statistics/transform';
import { DistributionOptions } from '../options';
import { Axis, axisFor } from '../shape/axis';
import { axisEnds, givenEnds } from '../shape/ends';
import { sharedPer } from '../shape/heights';
import { NumericHow, NumericShape, shapeNumeric } from '../shape/numeric';
import { BinView, binViews } from './binViews';
import { Picture } from './picture';

export interface Plan {
  shape: NumericShape;
  picture: Picture;
  domain: [number, number];
  extent: [number, number];
}

/** Axes that several pictures have in common; null where each has its own. */
export interface SharedAxes {
  axis: Axis;
  domain: [number, number];
  per: number | null;
  /** Bars beside the axis that all have, so that plots line up. */
  always: { below: boolean; above: boolean };
  extent: [number, number];
}

export type PlanOptions = Pick<DistributionOptions, 'scale' | 'bins' | 'binCount' | 'binWidth' | 'cutTails'>;

// A bar narrower than this cannot be pointed at, px.
const leastBar = 4;
// Labels and side bars take about this much of a plot's width, px.
const beside = 120;

export function planOf(
  distribution: NumericDistribution,
  options: PlanOptions,
  view: BinView,
  width: number,
  back: number,
  shared: SharedAxes | null
): Plan {
  const axis = shared?.axis ?? axisFor(distribution, options.scale);
  const given = givenEnds(distribution.valueField, axis.transform);
  const [from, to] = shared?.domain ?? [given.from, given.to];
  const shape = shapeOf(distribution, options, width, back, {
    axis,
    from,
    to,
    per: shared?.per,
    always: shared?.always,
  });
  const picture = binViews[view](shape, distribution, back);
  const ends = axisEnds(shape.bins, shape.transform);
  return {
    shape,
    picture,
    domain: [from ?? ends[0], to ?? ends[1]],
    extent: shared?.extent ?? picture.extent,
  };
}

function shapeOf(
  distribution: NumericDistribution,
  options: PlanOptions,
  width: number,
  back: number,
  axes: Pick<NumericHow, 'axis' | 'from' | 'to' | 'per' | 'always'>
): NumericShape {
  return shapeNumeric(distribution, {
    ...axes,
    back,
    binning: { mode: options.bins, count: options.binCount, width: options.binWidth },
    most: Math.max(8, Math.floor((width - beside) / leastBar)),
    cutTails: options.cutTails,
  });
}

/** The axes that all segments of one feature fit on; null where they have nothing to draw. */
export function sharedAxes(
  segments: NumericDistribution[],
  options: PlanOptions,
  view: BinView,
  width: number,
  back: number
): SharedAxes | null {
  const axis = commonAxis(segments, options);
  const given = givenEnds(segments[0].valueField, axis.transform);
  const shapeAll = (from: number | null, to: number | null): NumericShape[] =>
    segments.map((distribution) => shapeOf(distribution, options, width, back, { axis, from, to }));
  const bins = shapeAll(given.from, given.to).flatMap((shape) => shape.bins);
  if (bins.length === 0) {
    return null;
  }
  const domain: [number, number] = [
    given.from ?? Math.min(...bins.map(({ from }) => from)),
    given.to ?? Math.max(...bins.map(({ to }) => to)),
  ];
  const shapes = shapeAll(...domain);
  const per = sharedPer(shapes);
  const extents = shapes.map((shape, i) => binViews[view]({ ...shape, per }, segments[i], back).extent);
  return {
    axis,
    domain,
    per,
    always: { below: someHas(shapes, 'below'), above: someHas(shapes, 'above') },
    extent: [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))],
  };
}

function someHas(shapes: NumericShape[], bar: 'below' | 'above'): boolean {
  return shapes.some(({ side }) => side.some(({ key }) => key === bar));
}

// A straight one where the segments' own would differ.
function commonAxis(segments: NumericDistribution[], { scale }: PlanOptions): Axis {
  const axes = segments.map((distribution) => axisFor(distribution, scale));
  const [first] = axes;
  return axes.every(({ transform }) => transform.kind === first.transform.kind)
    ? first
    : { transform: linear, fellBack: false };
}
