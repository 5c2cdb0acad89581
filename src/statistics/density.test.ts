import { bandwidth, kernelDensity } from './density';

// A normal distribution with mean 0 and sd 1, counted into bins of 0.1.
const bins = Array.from({ length: 100 }, (_, i) => ({ from: -5 + i * 0.1, to: -5 + (i + 1) * 0.1 }));
const counts = bins.map(
  ({ from, to }) => (10_000 * 0.1 * Math.exp(-(((from + to) / 2) ** 2) / 2)) / Math.sqrt(2 * Math.PI)
);
const none = counts.map(() => 0);
const area = (curve: Array<{ x: number; y: number }>): number =>
  curve.slice(1).reduce((sum, { x, y }, i) => sum + ((y + curve[i].y) / 2) * (x - curve[i].x), 0);

test('the bandwidth is Silverman’s', () => {
  expect(bandwidth(bins, counts)).toBeCloseTo(0.9 * 10_000 ** -0.2, 2);
  expect(bandwidth(bins, counts, 100)).toBeCloseTo(0.9 * 100 ** -0.2, 2);
  expect(bandwidth(bins, none)).toBe(0);
});

test('the curve encloses one and has the height of the normal law, widened by the kernel', () => {
  const curve = kernelDensity(bins, counts, 401);
  expect(area(curve)).toBeCloseTo(1, 3);
  const widened = Math.sqrt(1 + bandwidth(bins, counts) ** 2);
  expect(Math.max(...curve.map(({ y }) => y))).toBeCloseTo(1 / (widened * Math.sqrt(2 * Math.PI)), 3);
});

test('a hard bound keeps its mass', () => {
  const falling = bins.map((_, i) => Math.exp(-i / 12));
  expect(area(kernelDensity(bins, falling, 401))).toBeLessThan(0.97);
  expect(area(kernelDensity(bins, falling, 401, { closed: { low: true, high: false } }))).toBeCloseTo(1, 2);
});

test('rows outside the bins lower the curve', () => {
  const [full, half] = [kernelDensity(bins, counts, 11), kernelDensity(bins, counts, 11, { total: 20_000 })];
  expect(half[5].y).toBeCloseTo(full[5].y / 2, 5);
});

test('an empty sample is flat', () => {
  expect(kernelDensity(bins, none, 3).map(({ y }) => y)).toEqual([0, 0, 0]);
});
