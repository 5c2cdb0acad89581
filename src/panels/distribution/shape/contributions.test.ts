import { categoryContribution, contributionAt, numericContribution } from './contributions';
import { categorical, numeric, sum } from './testing';

const judgedBy = (method: string) => numeric({ told: { verdict: 'drifted', cause: 'distribution', method } });
const of = (method: string) => {
  const distribution = judgedBy(method);
  return numericContribution(distribution, distribution.currents[0])!;
};

test.each(['auto', 'wasserstein', 'cvm', 'ad', 'psi', 'js', 'hellinger', 'tv', 'chi2', 'kl'])(
  'parts of %s add up to the whole',
  (method) => {
    const { segments, additive } = of(method);
    expect(additive).toBe(true);
    expect(sum(segments.map(({ share }) => share))).toBeCloseTo(1, 9);
  }
);

test('automatic is Wasserstein for numbers, total variation for categories', () => {
  expect(of('auto').method).toBe('wasserstein');
  // Means 0.41 and 0.52, and sd 0.12: about 0.92 apart, and a little more for the wider spread.
  expect(of('auto').distance).toBeGreaterThan(0.9);
  expect(of('auto').distance).toBeLessThan(1.05);
  const distribution = categorical({ categories: { a: [0.6, 0.3], b: [0.4, 0.7] } });
  expect(categoryContribution(distribution, distribution.currents[0])).toMatchObject({
    method: 'tv',
    distance: expect.closeTo(0.3, 2),
  });
});

test('methods of shares have the bins that they compare', () => {
  const { segments } = of('psi');
  expect(segments).toHaveLength(10);
  expect(segments[0].from).toBe(0);
  const pointed = { from: 0.3, to: 0.3125 };
  const part = contributionAt(of('psi'), pointed)!;
  expect(part.from).toBeLessThanOrEqual(0.3);
  expect(part.to).toBeGreaterThanOrEqual(0.3125);
});

test('finer parts are summed over what is pointed at', () => {
  const contribution = of('wasserstein');
  const half =
    contributionAt(contribution, { from: 0, to: 0.5 })!.share +
    contributionAt(contribution, { from: 0.5, to: 1 })!.share;
  expect(half).toBeCloseTo(1, 9);
  expect(contributionAt(contribution, { from: 5, to: 6 })).toBeNull();
});

test('for KS only the largest gap counts', () => {
  const contribution = of('ks');
  expect(contribution.additive).toBe(false);
  expect(Math.max(...contribution.segments.map(({ share }) => share))).toBe(1);
  expect(contribution.distance).toBeGreaterThan(0.25);
});

test('a peer’s method is shown by what the panel can compute', () => {
  expect(of('evidently.psi').method).toBe('wasserstein');
});

test('nothing is compared with nothing', () => {
  const distribution = numeric({ bins: 0 });
  expect(numericContribution(distribution, distribution.currents[0])).toBeNull();
  expect(numericContribution({ ...numeric(), reference: null }, numeric().currents[0])).toBeNull();
  expect(numericContribution(numeric(), null)).toBeNull();
});
