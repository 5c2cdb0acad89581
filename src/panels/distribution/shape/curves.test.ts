import { cumulativePairs, widestGap } from './cumulative';
import { density, ecdf, qq } from './curves';
import { shapeNumeric } from './numeric';
import { linear } from '../../../statistics/transform';
import { readDistributions } from './read';
import { shapeRidges } from './ridges';
import { ridgeRows } from './ridgeRows';
import { rawFrame, slowDrift } from '../../../../tests/gallery/distributionFixture';
import { NumericDistribution } from '../../../frames/samples';
import { numeric, plainly } from './testing';

const area = (curve: Array<{ x: number; y: number }>): number =>
  curve.slice(1).reduce((sum, { x, y }, i) => sum + ((y + curve[i].y) / 2) * (x - curve[i].x), 0);
const straight = { transform: linear, fellBack: false };

test('a density holds all rows with a value', () => {
  const shape = shapeNumeric(numeric({ newShare: null }), plainly);
  expect(area(density(shape, 'reference')!)).toBeCloseTo(1, 2);
  expect(area(density(shape, 'current')!)).toBeCloseTo(1, 2);
});

test('a single value has no density', () => {
  const shape = shapeNumeric(numeric({ bins: 1, reference: [0.5, 0, 10], currents: [[0.5, 0, 10]] }), plainly);
  expect(density(shape, 'reference')).toBeNull();
});

describe('cumulative shares', () => {
  const distribution = numeric({ referenceWindows: { count: 28, wander: 0.05 } });
  const shape = shapeNumeric(distribution, plainly);

  it('rise from 0 to 1, and the reference lies in its own band', () => {
    const { reference, current, band } = ecdf(distribution, shape, 0);
    expect(reference!.at(-1)!.y).toBeCloseTo(1, 6);
    expect(current![0].y).toBe(0);
    expect(band).toHaveLength(reference!.length);
    reference!.forEach(({ y }, i) => {
      expect(band[i].low).toBeLessThanOrEqual(y);
      expect(band[i].high).toBeGreaterThanOrEqual(y);
    });
  });

  it('have their widest gap where the distributions cross', () => {
    const gap = widestGap(shape, cumulativePairs(shape))!;
    expect(gap.x).toBeCloseTo(0.44, 1);
    expect(gap.current - gap.reference).toBeCloseTo(0.33, 1);
  });

  it('of few single values are steps', () => {
    const few = readDistributions([
      rawFrame('A', 'x', [1, 2, 2, 3]),
      rawFrame('B', 'x', [2, 3]),
    ])[0] as NumericDistribution;
    const { reference } = ecdf(few, shapeNumeric(few, plainly), 0);
    expect(reference!.filter(({ x }) => x === 2).map(({ y }) => y)).toEqual([0.25, 0.5, 0.5, 0.75]);
  });
});

test('equal samples lie on the diagonal of a Q–Q plot, within its band', () => {
  const same = numeric({ currents: [[0.52, 0.12, 112_345]], referenceWindows: { count: 28, wander: 0.05 } });
  const { points, band } = qq(same, shapeNumeric(same, plainly), 0);
  expect(points.length).toBeGreaterThan(90);
  points.forEach(({ reference, current }) => expect(Math.abs(current - reference)).toBeLessThan(0.01));
  band.forEach(({ x, low, high }) => {
    expect(low).toBeLessThanOrEqual(x + 1e-9);
    expect(high).toBeGreaterThanOrEqual(x - 1e-9);
  });
});

describe('ridges', () => {
  const weeks = numeric({ currents: slowDrift(50, 40), driftedFrom: 42 });

  it('are a curve for each window, all on one height', () => {
    const { reference, windows } = shapeRidges(weeks, straight, true);
    expect(windows).toHaveLength(50);
    const tops = [reference!, ...windows].map(({ curve }) => Math.max(...curve.map(({ y }) => y)));
    expect(Math.max(...tops)).toBeLessThanOrEqual(1);
    expect(Math.min(...tops)).toBeGreaterThan(0.3);
    expect(windows.map(({ drift }) => drift?.outcome).filter((outcome) => outcome === 'drifted')).toHaveLength(8);
  });

  it('say what is missing and what lies beyond the axis', () => {
    weeks.currents[3].missing = weeks.currents[3].rows / 2;
    expect(shapeRidges(weeks, straight, true).windows[3].missing).toBe(0.5);
  });

  it('of fifty windows take little time', () => {
    const start = performance.now();
    shapeRidges(weeks, straight, true);
    expect(performance.now() - start).toBeLessThan(200); // some 10 ms; the machine may be busy
  });

  it('fit a small plot as long as they can be told apart, and scroll beyond', () => {
    const fifty = ridgeRows(50, true, 18, 200);
    expect(fifty.height).toBeLessThanOrEqual(204);
    expect(fifty.base).toHaveLength(51);
    expect(ridgeRows(300, true, 18, 200).height).toBeGreaterThan(800);
    const few = ridgeRows(3, true, 18, 400);
    expect(few.labelEvery).toBe(1);
    expect(few.height).toBeLessThanOrEqual(404);
  });
});
