import { binnedDistances, categoryDistance, distancesOf } from './distances';

const sorted = (values: number[]): Float64Array => Float64Array.from(values).sort();

// scipy: ks_2samp, wasserstein_distance / numpy.std.
test('distances of single values are scipy’s', () => {
  const found = distancesOf(sorted([0.1, 0.4, 0.45, 0.8, 1.1, 1.9, 2.2, 3.7]), sorted([0.2, 0.9, 1.0, 1.3, 2.5, 4.1]))!;
  expect(found.ks).toBeCloseTo(1 / 3, 12);
  expect(found.wasserstein).toBeCloseTo(0.35635857297939083, 12);
});

test('ties are met once', () => {
  const found = distancesOf(sorted([1, 1, 2, 2]), sorted([1, 2, 2, 2]))!;
  expect(found.ks).toBeCloseTo(0.25, 12);
  expect(found.psi).toBeCloseTo(0.5 * Math.log(3) * 0.5, 2);
});

test('equal samples are 0 apart, and what is not there has no distance', () => {
  const values = sorted(Array.from({ length: 500 }, (_, i) => Math.sin(i)));
  expect(distancesOf(values, values)).toEqual({ ks: 0, wasserstein: 0, psi: 0 });
  expect(distancesOf(values, sorted([]))).toBeNull();
  expect(distancesOf(sorted([2, 2]), sorted([2, 3]))).toMatchObject({ ks: 0.5, wasserstein: null });
});

test('in fine bins they are nearly the same', () => {
  const [reference, current] = [0, 0.4].map((shift) =>
    sorted(Array.from({ length: 4000 }, (_, i) => Math.sin(i * 12.9) + Math.sin(i * 7.3) + shift))
  );
  const bins = Array.from({ length: 120 }, (_, i) => ({ from: -2 + i * 0.04, to: -2 + (i + 1) * 0.04 }));
  const count = (values: Float64Array): number[] =>
    bins.map(({ from, to }) => values.filter((value) => value >= from && value < to).length);
  const exact = distancesOf(reference, current)!;
  const binned = binnedDistances(bins, count(reference), count(current), 1)!;
  expect(binned.ks).toBeCloseTo(exact.ks, 2);
  expect(binned.psi).toBeCloseTo(exact.psi, 1);
  expect(binnedDistances([], [], [], 1)).toBeNull();
});

test('categories', () => {
  expect(categoryDistance([6, 4], [3, 7])).toBeCloseTo(0.3, 12);
  expect(categoryDistance([0], [1])).toBeNull();
});
