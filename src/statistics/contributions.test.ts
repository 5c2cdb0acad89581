import { sum } from 'simple-statistics';
import {
  andersonTerms,
  areaTerms,
  cramerTerms,
  gapPath,
  gapTerms,
  shareMethods,
  ShareMethodName,
  SharePair,
  shareTerms,
  wholeOf,
} from './contributions';

const pairOf = (reference: number[], current: number[]): SharePair => {
  const [n, m] = [sum(reference), sum(current)];
  return {
    reference: reference.map((count) => count / n),
    current: current.map((count) => count / m),
    rows: { reference: n, current: m },
  };
};
const turned = ({ reference, current, rows }: SharePair): SharePair => ({
  reference: current,
  current: reference,
  rows: { reference: rows.current, current: rows.reference },
});

// A small generator of tables, the same in every run: whole counts, empty cells among them.
function tables(): SharePair[] {
  let state = 7;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: 200 }, (_, i) => {
    const cells = 2 + (i % 17);
    const counts = (): number[] => Array.from({ length: cells }, () => Math.max(0, Math.floor(next() * 60) - 15));
    const [reference, current] = [counts(), counts()];
    reference[0] += 1;
    current[cells - 1] += 1;
    return pairOf(reference, current);
  });
}

const methods = Object.keys(shareMethods) as ShareMethodName[];
const statistic = (method: ShareMethodName, pair: SharePair): number =>
  wholeOf(shareMethods[method].whole, shareTerms(method, pair));

const observed = pairOf([120, 340, 280, 160, 70, 30], [12, 20, 31, 38, 25, 14]);
const edges = [0, 1, 2, 4, 8, 9, 10];
const bins = edges.slice(1).map((to, i) => ({ from: edges[i], to }));

// From scipy 1.17: entropy, jensenshannon(base=2), chi2_contingency(correction=False)·(1/n + 1/m); numpy for Hellinger and total variation.
test.each([
  ['psi', 0.44107229524573843],
  ['kl', 0.2264061462033447],
  ['js', 0.2774441439424096],
  ['hellinger', 0.23285907312980164],
  ['tv', 0.29],
  ['chi2', 0.485696384873739],
] as const)('%s adds up to what scipy says', (method, expected) => {
  expect(statistic(method, observed)).toBeCloseTo(expected, 12);
});

test.each(methods)('no term of %s is negative, and equal samples have none', (method) => {
  for (const pair of tables()) {
    expect(Math.min(...shareTerms(method, pair))).toBeGreaterThanOrEqual(-1e-15);
    expect(statistic(method, { ...pair, current: pair.reference, rows: { reference: 40, current: 40 } })).toBeCloseTo(
      0
    );
  }
});

test.each(methods.filter((method) => method !== 'kl'))('%s does not care which sample is the reference', (method) => {
  for (const pair of tables()) {
    const terms = shareTerms(method, pair);
    shareTerms(method, turned(pair)).forEach((term, i) => expect(term).toBeCloseTo(terms[i], 10));
  }
});

test('Kullback–Leibler does', () => {
  expect(statistic('kl', turned(observed))).not.toBeCloseTo(statistic('kl', observed), 3);
});

test.each(['tv', 'js', 'hellinger'] as const)('%s lies between 0 and 1, and is 1 for samples apart', (method) => {
  for (const pair of tables()) {
    expect(statistic(method, pair)).toBeLessThanOrEqual(1 + 1e-12);
  }
  expect(statistic(method, pairOf([3, 5, 0, 0], [0, 0, 2, 9]))).toBeCloseTo(1, 12);
});

test('categories may be joined in halves without a change of what sums', () => {
  const [a, b] = [pairOf([10, 30], [20, 5]), pairOf([5, 5, 15, 15], [10, 10, 2.5, 2.5])];
  for (const method of methods.filter((name) => name !== 'z')) {
    expect(statistic(method, a)).toBeCloseTo(statistic(method, b), 12);
  }
});

test('a bin that one sample does not visit counts as half a row', () => {
  expect(shareTerms('psi', pairOf([50, 50], [100, 0]))[1]).toBeCloseTo((0.005 - 0.5) * Math.log(0.005 / 0.5), 12);
});

describe('gaps between the distribution functions', () => {
  const path = gapPath(bins, observed, { reference: 0, current: 0 });

  // numpy: trapezoids of |F − G| over each bin.
  it('give the area, bin by bin', () => {
    const expected = [0.01714285714, 0.132857142857, 0.521428571429, 0.937142857143, 0.124285714286, 0.035];
    areaTerms(path).forEach((term, i) => expect(term).toBeCloseTo(expected[i], 9));
  });

  it('give the area where the functions cross within a bin', () => {
    const crossed = gapPath([{ from: 0, to: 1 }], pairOf([4], [4]), { reference: 0.2, current: 0 });
    crossed.gap = [-0.2, 0.6];
    // Two triangles: ½·0.25·0.2 + ½·0.75·0.6
    expect(areaTerms(crossed)[0]).toBeCloseTo(0.25, 12);
  });

  it('give Cramér–von Mises and Anderson–Darling', () => {
    expect(wholeOf('root', cramerTerms(path))).toBeCloseTo(0.3304937555, 6);
    // numpy integrates within bins what midranks take as tied: close, and never more.
    const anderson = wholeOf('root', andersonTerms(path));
    expect(anderson).toBeGreaterThan(0.39);
    expect(anderson).toBeLessThan(0.43442764);
  });

  it('give the largest gap', () => expect(wholeOf('largest', gapTerms(path))).toBeCloseTo(0.29, 12));

  it('begin with what lies below the bins', () =>
    expect(gapPath(bins, observed, { reference: 0, current: 0.25 }).gap[0]).toBe(0.25));
});
