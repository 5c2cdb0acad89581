import { rawFrame, skewed } from '../../../../tests/gallery/distributionFixture';
import { NumericDistribution } from '../../../frames/samples';
import { linear, log, symlog } from '../../../statistics/transform';
import { axisFor } from './axis';
import { axisEnds, givenEnds } from './ends';
import { heightUnit } from './heights';
import { shapeNumeric } from './numeric';
import { isBeyondNoise } from './pairs';
import { readDistributions } from './read';
import { numeric, plainly, sum } from './testing';

const raw = (...samples: number[][]): NumericDistribution =>
  readDistributions(samples.map((values, i) => rawFrame('ABCD'[i], 'x', values)))[0] as NumericDistribution;

test('shares of bins and missing values add up to all rows', () => {
  const shape = shapeNumeric(numeric({ missing: [0.1, 0.3], newShare: null }), plainly);
  const missing = shape.side.find((bar) => bar.key === 'missing')!;
  expect(missing.current!.share).toBeCloseTo(0.3, 3);
  expect(sum(shape.pairs.map((pair) => pair.current!.share)) + missing.current!.share).toBeCloseTo(1, 2);
  expect(sum(shape.pairs.map((pair) => pair.reference!.share)) + missing.reference!.share).toBeCloseTo(1, 2);
  expect(shape.side.map((bar) => bar.key)).toEqual(['missing']);
});

test('what the source cut off moves from the end bins to bars of its own', () => {
  const distribution = numeric({ bins: 10 });
  distribution.reference!.above = 5;
  distribution.reference!.counts[9] = 12;
  const shape = shapeNumeric(distribution, plainly);
  expect(shape.pairs[9].reference!.count).toBe(7);
  expect(shape.side.find((bar) => bar.key === 'above')).toMatchObject({ reference: { count: 5 }, edge: 1 });
});

test('the chosen window is drawn, the ones before it faintly, later ones not at all', () => {
  const currents = [0.3, 0.4, 0.5].map((mean): [number, number, number] => [mean, 0.1, 1000]);
  const shape = shapeNumeric(numeric({ currents }), { ...plainly, back: 1 });
  expect(shape.earlier).toHaveLength(1);
  const mode = shape.pairs.reduce(
    (best, { current }, i) => (current!.count > shape.pairs[best].current!.count ? i : best),
    0
  );
  expect(shape.bins[mode].from).toBeCloseTo(0.4, 1);
});

test('few rows get few bins', () => {
  expect(shapeNumeric(numeric({ bins: 80, currents: [[0.4, 0.1, 40]] }), plainly).bins.length).toBeLessThanOrEqual(14);
  expect(shapeNumeric(numeric({ bins: 80, currents: [[0.4, 0.1, 40_000]] }), plainly).bins).toHaveLength(80);
});

test('where there is one value, it is what is drawn, not the bin around it', () => {
  const constant = {
    bins: 1,
    from: 6,
    to: 8,
    reference: [7, 0, 10] as [number, number, number],
    currents: [[7, 0, 10] as [number, number, number]],
  };
  const shape = shapeNumeric(numeric(constant), plainly);
  expect(shape).toMatchObject({ constant: 7, bins: [{ from: 6.95, to: 7.05 }] });
  expect(shape.pairs[0].current!.share).toBeCloseTo(1, 1);
});

test('an answer without values has no bins, and still says what is missing', () => {
  const shape = shapeNumeric(numeric({ bins: 0, missing: [1, 1] }), plainly);
  expect(shape.bins).toEqual([]);
  expect(shape.side.find((bar) => bar.key === 'missing')?.current?.share).toBe(1);
});

describe('bins that were asked for', () => {
  const withBins = (binning: Partial<typeof plainly.binning>, distribution = numeric()) =>
    shapeNumeric(distribution, { ...plainly, binning: { ...plainly.binning, ...binning } });

  it('by number', () => expect(withBins({ mode: 'count', count: 8 }).bins).toHaveLength(8));

  it('by width, edges moved to those that were counted between', () => {
    const even = withBins({ mode: 'width', width: 0.1 });
    expect(even.moved).toBe(false);
    expect(even.bins[1].from).toBeCloseTo(0.1, 12);
    const odd = withBins({ mode: 'width', width: 0.03 });
    expect(odd.moved).toBe(true);
    expect(sum(odd.counts[0])).toBe(sum(even.counts[0]));
  });

  it('by a width that makes too many: automatic, and said', () => {
    expect(withBins({ mode: 'width', width: 1e-9 })).toMatchObject({ refused: true });
    expect(withBins({ mode: 'width', width: 0 })).toMatchObject({ refused: false });
  });

  it('by the reference’s quantiles hold equal shares of it', () => {
    const shares = withBins({ mode: 'quantiles', count: 4 }).pairs.map(({ reference }) => reference!.share);
    expect(shares).toHaveLength(4);
    shares.forEach((share) => expect(Math.abs(share - 0.25)).toBeLessThan(0.06));
  });

  it('of single values are exact', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i / 10);
    const shape = withBins({ mode: 'quantiles', count: 5 }, raw(values, values.slice(0, 500)));
    expect(shape.moved).toBe(false);
    expect(shape.pairs.map(({ reference }) => reference!.count)).toEqual([200, 200, 200, 200, 200]);
    expect(sum(shape.counts[1])).toBe(500);
    expect(withBins({ mode: 'width', width: 7 }, raw(values, values)).bins[1]).toEqual({ from: 7, to: 14 });
  });
});

describe('axes', () => {
  const amounts = skewed(2000, 40, 1.4);

  it('are logarithmic by themselves where a straight one would press values to its end', () => {
    expect(axisFor(raw(amounts, amounts), 'auto').transform.kind).toBe('log');
    expect(axisFor(numeric(), 'auto').transform.kind).toBe('linear');
    expect(axisFor(raw([...amounts, 0], amounts), 'auto').transform.kind).toBe('linear');
  });

  it('fall back to symlog where a log axis has no place for values, and say so', () => {
    expect(axisFor(raw([...amounts, -3], amounts), 'log')).toMatchObject({
      fellBack: true,
      transform: { kind: 'symlog' },
    });
    expect(axisFor(raw(amounts, amounts), 'log')).toMatchObject({ fellBack: false, transform: { kind: 'log' } });
    expect(axisFor(raw([...amounts, -3], amounts), 'symlog').fellBack).toBe(false);
  });

  it('of logarithms have bins that are even on them, and every value in one', () => {
    const shape = shapeNumeric(raw(amounts, amounts), { ...plainly, axis: { transform: log, fellBack: false } });
    expect(heightUnit(shape).per).toBeNull();
    expect(sum(shape.counts[0])).toBe(2000);
  });

  it('draw unequal bins per unit, so that areas mean shares', () => {
    expect(heightUnit(shapeNumeric(numeric({ unequal: true }), plainly)).per).toBeGreaterThan(0);
    expect(heightUnit(shapeNumeric(numeric(), plainly)).per).toBeNull();
    const counted = shapeNumeric(numeric({ from: 0 }), { ...plainly, axis: { transform: log, fellBack: false } });
    expect(counted.bins[0].from).toBeGreaterThan(0);
    const { factors, per } = heightUnit(counted);
    const area = sum(
      counted.pairs.map(
        ({ reference }, i) =>
          (reference!.share * factors[i] * (log.forward(counted.bins[i].to) - log.forward(counted.bins[i].from))) / per!
      )
    );
    expect(area).toBeCloseTo(sum(counted.pairs.map(({ reference }) => reference!.share)), 9);
  });

  it('use finer counts where the source has them', () => {
    const distribution = numeric({ bins: 10, from: 0, to: 10, reference: [2, 1.5, 1000], currents: [[3, 1.5, 1000]] });
    distribution.detail = {
      start: 0,
      end: 1,
      bins: [0, 0.1, 0.3, 1].slice(1).map((to, i, edges) => ({ from: [0, ...edges][i], to })),
      reference: [1, 2, distribution.reference!.counts[0] - 3],
      currents: [[0, 1, distribution.currents[0].counts[0] - 1]],
    };
    const shape = shapeNumeric(distribution, { ...plainly, axis: { transform: symlog(0.1), fellBack: false } });
    expect(shape.fine.bins.slice(0, 3).map(({ to }) => to)).toEqual([0.1, 0.3, 1]);
    expect(sum(shape.counts[0])).toBe(sum(distribution.reference!.counts));
    expect(shapeNumeric(distribution, { ...plainly, axis: { transform: linear, fellBack: false } }).bins).toHaveLength(
      10
    );
  });

  it('take the ends of the field’s options that have a place on them', () => {
    const ends = (min: number | null, max: number | null, transform = linear) =>
      givenEnds({ name: '', type: 'number' as never, values: [], config: { min, max } }, transform);
    expect(ends(1, 5)).toEqual({ from: 1, to: 5 });
    expect(ends(0, 5, log)).toEqual({ from: null, to: 5 });
    expect(ends(5, 1)).toEqual({ from: null, to: null });
    expect(axisEnds([{ from: 2, to: 4 }], linear)).toEqual([-8, 14]);
    expect(axisEnds([], linear)).toEqual([0, 1]);
  });

  it('end where they were told to, the rest beside them', () => {
    const shape = shapeNumeric(numeric({ newShare: null }), { ...plainly, from: 0.25, to: 0.75 });
    expect(shape.bins[0].from).toBe(0.25);
    expect(shape.bins.at(-1)!.to).toBe(0.75);
    expect(shape.side.map(({ key }) => key)).toEqual(['below', 'above', 'missing']);
  });
});

describe('noise', () => {
  it('is of sampling where nothing else is known', () => {
    const shape = shapeNumeric(numeric(), plainly);
    expect(shape.noise).toMatchObject({ basis: 'rows' });
    expect(shape.pairs.every(({ noise }) => noise !== null)).toBe(true);
  });

  it('is wider where the reference’s windows wander', () => {
    const [quiet, wandering] = [0.01, 0.4].map((wander) =>
      shapeNumeric(numeric({ referenceWindows: { count: 28, wander } }), plainly)
    );
    expect(wandering.noise).toMatchObject({ basis: 'windows', windows: 28 });
    const outside = (shape: typeof quiet): number => shape.pairs.filter((pair) => isBeyondNoise(pair)).length;
    expect(outside(wandering)).toBeLessThan(outside(quiet));
  });

  it('counts effective rows where they are known', () => {
    const distribution = numeric();
    distribution.currents[0].drift!.effectiveRows = 100;
    const weighted = shapeNumeric(distribution, plainly);
    expect(weighted.noise).toMatchObject({ basis: 'effective' });
    expect(weighted.pairs[20].noise!).toBeGreaterThan(4 * shapeNumeric(numeric(), plainly).pairs[20].noise!);
  });

  it('is nothing where there is nothing to compare', () =>
    expect(shapeNumeric(raw([1, 2, 3]), plainly)).toMatchObject({ noise: null }));
});
