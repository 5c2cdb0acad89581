import { readFileSync } from 'node:fs';
import path from 'node:path';
import { binsBetween, countBetween, edgesFor, quantileOf, wholeRangeEdges } from './histogram';

const sorted = (values: number[]): Float64Array => Float64Array.from(values).sort();
const even = (n: number, scale = 1): Float64Array => sorted(Array.from({ length: n }, (_, i) => (i * scale) / n));
const total = (counts: number[]): number => counts.reduce((a, b) => a + b, 0);

interface Case {
  name: string;
  samples: number[][];
  edges: number[];
}

// What the data source answers for the same values: pkg/analysis/edges_test.go.
const golden: Case[] = JSON.parse(
  readFileSync(path.join(__dirname, '..', '..', 'pkg', 'analysis', 'testdata', 'edges.json'), 'utf8')
);

test.each(golden.map((found) => [found.name, found] as const))(
  'the data source’s edges: %s',
  (_, { samples, edges }) => {
    const found = edgesFor(samples.map(sorted));
    expect(found).toHaveLength(edges.length);
    // Its bins are half open, so the last edge may be the next number.
    found.forEach((edge, i) => expect(Math.abs(edge - edges[i])).toBeLessThanOrEqual(2 ** -52 * Math.abs(edge)));
  }
);

test('no sample has a value: no edges', () => {
  expect(edgesFor([sorted([]), sorted([])])).toEqual([]);
  expect(wholeRangeEdges([sorted([])])).toEqual([]);
  expect(binsBetween([])).toEqual([]);
});

test('far values are beyond the edges, unless the whole range is asked for', () => {
  const values = sorted([...even(1000), 50]);
  expect(edgesFor([values]).at(-1)).toBeLessThan(2);
  expect(countBetween(edgesFor([values]), values).above).toBe(1);
  const whole = wholeRangeEdges([values]);
  expect(countBetween(whole, values)).toMatchObject({ below: 0, above: 0 });
  expect(whole.length).toBeLessThanOrEqual(300);
});

test('every value is counted once, the upper edge of the last bin included', () => {
  expect(countBetween([0, 1, 2], sorted([-1, 0, 0.5, 1, 1, 2, 9]))).toEqual({ counts: [2, 3], below: 1, above: 1 });
  for (const n of [1, 2, 17, 1000]) {
    const { counts, below, above } = countBetween(edgesFor([even(n)]), even(n));
    expect(total(counts) + below + above).toBe(n);
  }
});

test('quantiles lie between neighbours in proportion, as numpy has them', () => {
  // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 1])
  expect([0, 0.25, 0.5, 1].map((p) => quantileOf(sorted([8, 1, 4, 2]), p))).toEqual([1, 1.75, 3, 8]);
});
