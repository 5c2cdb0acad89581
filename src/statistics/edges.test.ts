import { binnedQuantileEdges, decadeEdges, evenEdges, multiplesOf, niceWidth, quantileEdges } from './edges';
import { linear, log, symlog } from './transform';

test('so many bins are equally wide on the axis', () => {
  expect(evenEdges(0, 10, 4, linear)).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(evenEdges(1, 1000, 3, log).map((edge) => Math.round(edge))).toEqual([1, 10, 100, 1000]);
  expect(evenEdges(0, 10, 0, linear)).toEqual([0, 10]);
});

test('bins of a width have edges at its multiples', () => {
  expect(multiplesOf(0.1, 0.25, 0.55)).toEqual([0.2, 0.3, 0.4, 0.5, 0.6]);
  expect(multiplesOf(5, -7, 10)).toEqual([-10, -5, 0, 5, 10]);
  expect(multiplesOf(1e-9, 0, 1)).toEqual([]);
  expect(multiplesOf(0, 0, 1)).toEqual([]);
});

test('edges of log axes are decades, or parts of them', () => {
  expect(decadeEdges(0.5, 300, 10, log)).toEqual(
    [0.316227766017, 1, 3.16227766017, 10, 31.6227766017, 100, 316.227766017].map((edge) => edge)
  );
  const around = decadeEdges(-50, 500, 12, symlog(1));
  expect(around).toContain(0);
  expect(around[0]).toBeLessThanOrEqual(-50);
  expect(around.at(-1)).toBeGreaterThanOrEqual(500);
  expect(around.length).toBeLessThanOrEqual(14);
});

test('bins by quantiles hold equal shares', () => {
  const bins = [0, 1, 2, 3].map((from) => ({ from, to: from + 1 }));
  expect(binnedQuantileEdges(bins, [1, 1, 1, 1], 4)).toEqual([0, 1, 2, 3, 4]);
  expect(binnedQuantileEdges(bins, [3, 1, 0, 0], 2)).toEqual([0, 2 / 3, 4]);
  const sample = Float64Array.from({ length: 101 }, (_, i) => i * i);
  expect(quantileEdges(sample, 4, 0, 10_000)).toEqual([0, 625, 2500, 5625, 10_000]);
  expect(quantileEdges(Float64Array.from([5, 5, 5]), 4, 5, 6)).toEqual([5, 6]);
});

test('transforms and their inverses', () => {
  for (const transform of [linear, log, symlog(0.01)]) {
    for (const value of [1e-3, 0.7, 42, 1e6]) {
      expect(transform.back(transform.forward(value)) / value).toBeCloseTo(1, 10);
    }
  }
  const around = symlog(0.01);
  expect(around.back(around.forward(-3))).toBeCloseTo(-3, 10);
  expect(around.forward(100) - around.forward(10)).toBeCloseTo(1, 2);
});

test('widths that a person would write', () => {
  expect([0.0237, 3, 1, 0].map(niceWidth)).toEqual([0.02, 2.5, 1, 1]);
});
