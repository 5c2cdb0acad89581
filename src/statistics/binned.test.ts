import {
  Bin,
  binsWithin,
  coreBins,
  cumulativeShares,
  equallyWide,
  largestGap,
  mergeAt,
  mergeBins,
  quantile,
  shares,
} from './binned';

const bins = (...edges: number[]): Bin[] => edges.slice(1).map((to, i) => ({ from: edges[i], to }));

test('shares are of the total given, and zero of nothing', () => {
  expect(shares([1, 3])).toEqual([0.25, 0.75]);
  expect(shares([1, 3], 8)).toEqual([0.125, 0.375]);
  expect(shares([0, 0])).toEqual([0, 0]);
});

test('cumulative shares end at one', () => {
  expect(cumulativeShares([1, 2, 1])).toEqual([0.25, 0.75, 1]);
});

test('the largest gap is the Kolmogorov–Smirnov statistic of the bins', () => {
  // F = .5 .75 1, G = .25 .25 1: furthest apart after the second bin.
  expect(largestGap(bins(0, 1, 2, 3), [2, 1, 1], [1, 0, 3])).toEqual({
    at: 2,
    reference: 0.75,
    current: 0.25,
    size: 0.5,
  });
  expect(largestGap(bins(0, 1), [0], [1])).toBeNull();
});

test('quantiles lie evenly within bins', () => {
  const edges = bins(0, 10, 20, 30);
  expect(quantile(edges, [1, 2, 1], 0.5)).toBe(15);
  expect(quantile(edges, [0, 2, 0], 0)).toBe(10);
  expect(quantile(edges, [1, 2, 1], 1)).toBe(30);
  expect(quantile(edges, [0, 0, 0], 0.5)).toBeNull();
});

test('equal widths are recognised in spite of rounding', () => {
  expect(equallyWide(bins(0, 0.1, 0.2, 0.30000000000000004))).toBe(true);
  expect(equallyWide(bins(0, 1, 3))).toBe(false);
});

test('merging keeps every count, and equal widths equal', () => {
  const merged = mergeBins({ bins: bins(0, 1, 2, 3, 4, 5), samples: [[1, 2, 3, 4, 5]] }, 3);
  expect(merged.bins).toEqual(bins(0, 2, 4, 6));
  expect(merged.samples).toEqual([[3, 7, 5]]);
  expect(mergeBins({ bins: bins(0, 1, 2), samples: [[1, 2]] }, 10).bins).toHaveLength(2);
});

test('merging unequal bins keeps the outer edges', () => {
  expect(mergeBins({ bins: bins(0, 1, 3, 9), samples: [[1, 2, 3]] }, 2).bins).toEqual(bins(0, 3, 9));
});

describe('mergeAt', () => {
  const fine = { bins: bins(0, 1, 2, 3, 4, 5), samples: [[1, 2, 3, 4, 5]] };

  it('takes edges to the nearest end of a bin, and says so', () => {
    expect(mergeAt(fine, [0, 2, 4, 5])).toEqual({ bins: bins(0, 2, 4, 5), samples: [[3, 7, 5]], moved: false });
    expect(mergeAt(fine, [1.6, 4.4])).toEqual({ bins: bins(0, 2, 4, 5), samples: [[3, 7, 5]], moved: true });
  });

  it('joins edges that fall together, and keeps the ends', () => {
    expect(mergeAt(fine, [-7, 2.1, 2.2, 99]).bins).toEqual(bins(0, 2, 5));
    expect(mergeAt(fine, []).bins).toEqual(bins(0, 5));
    expect(mergeAt({ bins: [], samples: [[]] }, [1]).bins).toEqual([]);
  });

  it('measures on the axis: halfway between 1 and 4 is 2 in logarithms', () => {
    const doubling = { bins: bins(1, 4, 16), samples: [[1, 1]] };
    expect(mergeAt({ ...doubling, bins: bins(1, 4, 16) }, [9], Math.log).bins).toEqual(bins(1, 16));
    expect(mergeAt(doubling, [7], Math.log).bins).toEqual(bins(1, 4, 16));
    expect(mergeAt(doubling, [9]).bins).toEqual(bins(1, 4, 16));
  });

  it('loses no count, whatever is wished', () => {
    for (let k = 1; k < 40; k++) {
      const wished = Array.from({ length: k % 9 }, (_, i) => ((i * k * 37) % 61) / 10 - 0.5);
      expect(mergeAt(fine, wished).samples[0].reduce((a, b) => a + b)).toBe(15);
    }
  });
});

describe('coreBins', () => {
  const edges = bins(...Array.from({ length: 101 }, (_, i) => i));
  const bulk = (from: number, to: number): number[] => edges.map((bin) => (bin.from >= from && bin.to <= to ? 100 : 0));

  it('cuts far tails off and keeps their counts', () => {
    const outlier = bulk(0, 20).map((count, i) => (i === 99 ? 3 : count));
    const core = coreBins({ bins: edges, samples: [outlier, bulk(0, 20)] });
    expect(core.bins[0].from).toBe(0);
    expect(core.bins[core.bins.length - 1].to).toBe(20);
    expect(core.above).toEqual([3, 0]);
    expect(core.below).toEqual([0, 0]);
  });

  it('keeps what either sample holds in bulk', () => {
    expect(coreBins({ bins: edges, samples: [bulk(0, 20), bulk(80, 100)] }).bins).toHaveLength(100);
  });

  it('cuts nothing for a small gain', () => {
    const light = bulk(0, 80).map((count, i) => (i === 99 ? 1 : count));
    expect(coreBins({ bins: edges, samples: [light] }).bins).toHaveLength(100);
  });
});

test('bins between two values, the rest beside them', () => {
  const five = { bins: bins(0, 1, 2, 3, 4, 5), samples: [[1, 2, 3, 4, 5]] };
  expect(binsWithin(five, 1, 3)).toEqual({ bins: bins(1, 2, 3), samples: [[2, 3]], below: [1], above: [9] });
  expect(binsWithin(five, 0.5, 3.5)).toMatchObject({ bins: bins(1, 2, 3), below: [1], above: [9] });
  expect(binsWithin(five, -9, 9)).toMatchObject({ below: [0], above: [0] });
  expect(binsWithin(five, 7, 9)).toEqual({ bins: [], samples: [[]], below: [15], above: [0] });
});
