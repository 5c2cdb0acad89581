import { commonBins, countInto } from './histogram';

const range = (n: number, scale = 1): number[] => Array.from({ length: n }, (_, i) => (i * scale) / n);

test('bins are equal, round, and hold every value of every sample', () => {
  const bins = commonBins([range(1000), range(50, 3)]);
  expect(bins[0]).toEqual({ from: 0, to: 0.1 });
  expect(bins).toHaveLength(30);
  expect(bins[bins.length - 1].to).toBeCloseTo(3, 9);
});

test('more values make finer bins, between about 12 and 80', () => {
  const count = (n: number): number => commonBins([range(n)]).length;
  expect([count(1000), count(8000), count(1_000_000)]).toEqual([10, 20, 100]);
});

test('one value is one bin around it, none is none', () => {
  expect(commonBins([[4, 4], []])).toEqual([{ from: 3.8, to: 4.2 }]);
  expect(commonBins([[0]])).toEqual([{ from: -0.5, to: 0.5 }]);
  expect(commonBins([[], []])).toEqual([]);
});

test('every value is counted once, also the highest', () => {
  const values = range(1000);
  const bins = commonBins([values]);
  expect(countInto(bins, values).reduce((a, b) => a + b, 0)).toBe(1000);
  expect(
    countInto(
      [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
      ],
      [0, 0.5, 1, 2, 9, -1]
    )
  ).toEqual([3, 3]);
  expect(countInto([], [1])).toEqual([]);
});
