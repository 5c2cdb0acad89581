import { samplingNoise, student95, windowNoise } from './noise';

// scipy.stats.t.ppf(0.975, df)
test.each([
  [3, 3.1824463],
  [5, 2.5705818],
  [13, 2.1603687],
  [27, 2.0518305],
  [100, 1.9839715],
])('Student’s law with %p degrees of freedom', (df, expected) =>
  expect(Math.abs(student95(df) / expected - 1)).toBeLessThan(2e-3)
);

test('sampling noise is that of two proportions', () => {
  expect(samplingNoise(0.5, 100, 100)).toBeCloseTo(1.959964 * Math.sqrt(0.25 * 0.02), 6);
  expect(samplingNoise(0, 100, 100)).toBe(0);
  expect(samplingNoise(0.5, 0, 100)).toBe(0);
});

// Box–Muller over a linear congruential generator: the same numbers in every run.
function normals(): () => number {
  let state = 11;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** How often a new window of `rows` rows, in which nothing changed, leaves the band; windows wander by `wander` beyond sampling. */
function misses(wander: number, rows: number, by: 'windows' | 'sampling'): number {
  const [share, size, windows, trials] = [0.1, 1000, 14, 4000];
  const normal = normals();
  const draw = (n: number): number => share + wander * normal() + Math.sqrt((share * (1 - share)) / n) * normal();
  let out = 0;
  for (let k = 0; k < trials; k++) {
    const shares = Array.from({ length: windows }, () => draw(size));
    const centre = shares.reduce((a, b) => a + b) / windows;
    const half =
      by === 'windows'
        ? windowNoise({ rows: shares.map(() => size), shares }, rows)
        : samplingNoise(centre, rows, size * windows);
    out += Number(Math.abs(draw(rows) - centre) > half);
  }
  return out / trials;
}

test('5 of 100 unchanged windows leave the band, also where windows wander', () => {
  expect(misses(0, 1000, 'sampling')).toBeGreaterThan(0.04);
  expect(misses(0, 1000, 'sampling')).toBeLessThan(0.06);
  for (const [wander, rows] of [
    [0, 1000],
    [0.02, 1000],
    [0.02, 4000],
    [0.02, 250],
  ]) {
    const rate = misses(wander, rows, 'windows');
    expect(rate).toBeGreaterThan(0.001);
    expect(rate).toBeLessThan(0.065);
  }
});

test('sampling alone calls far more of them', () => expect(misses(0.02, 1000, 'sampling')).toBeGreaterThan(0.25));

test('too few windows say nothing', () =>
  expect(windowNoise({ rows: [10, 10, 10], shares: [0.1, 0.2, 0.3] }, 10)).toBe(0));
