import { CategoricalDistribution, NumericDistribution, readDistribution } from '../../frames/distribution';
import { categoryFrame, numericFrame } from '../../../tests/gallery/distributionFixture';
import { shapeCategories, shapeNumeric } from './data';
import { gridOf } from './grid';
import { findSpikes } from './spikes';

const numeric = (spec: Parameters<typeof numericFrame>[0]) =>
  readDistribution(numericFrame(spec)) as NumericDistribution;
const categorical = (spec: Parameters<typeof categoryFrame>[0]) =>
  readDistribution(categoryFrame(spec)) as CategoricalDistribution;
const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

describe('shapeNumeric', () => {
  const how = { maxBins: 200, cutTails: true, back: 0 };

  test('shares of bins and missing values add up to all rows', () => {
    const plot = shapeNumeric(numeric({ feature: 'x', missing: [0.1, 0.3], newShare: null }), how);
    const missing = plot.side.find((bar) => bar.key === 'missing')!;
    expect(missing.current!.share).toBeCloseTo(0.3, 3);
    expect(sum(plot.pairs.map((pair) => pair.current!.share)) + missing.current!.share).toBeCloseTo(1, 2);
    expect(sum(plot.pairs.map((pair) => pair.reference!.share)) + missing.reference!.share).toBeCloseTo(1, 2);
    expect(plot.side.map((bar) => bar.key)).toEqual(['missing']);
  });

  test('what the source cut off moves from the end bins to bars of its own', () => {
    const distribution = numeric({ feature: 'x', bins: 10 });
    distribution.reference!.above = 5;
    distribution.reference!.counts[9] = 12;
    const plot = shapeNumeric(distribution, how);
    expect(plot.pairs[9].reference!.count).toBe(7);
    expect(plot.side.find((bar) => bar.key === 'above')?.reference?.count).toBe(5);
  });

  test('the chosen window is drawn, the ones before it faintly, later ones not at all', () => {
    const currents = [0.3, 0.4, 0.5].map((mean): [number, number, number] => [mean, 0.1, 1000]);
    const distribution = numeric({ feature: 'x', currents });
    const plot = shapeNumeric(distribution, { ...how, back: 1 });
    expect(plot.earlier).toHaveLength(1);
    const mode = plot.pairs.reduce(
      (best, pair, i) => (pair.current!.count > plot.pairs[best].current!.count ? i : best),
      0
    );
    expect(plot.bins[mode].from).toBeCloseTo(0.4, 1);
  });

  test('few rows get few bins', () => {
    expect(
      shapeNumeric(numeric({ feature: 'x', bins: 80, currents: [[0.4, 0.1, 40]] }), how).bins.length
    ).toBeLessThanOrEqual(14);
    expect(shapeNumeric(numeric({ feature: 'x', bins: 80, currents: [[0.4, 0.1, 40_000]] }), how).bins).toHaveLength(
      80
    );
  });

  test('bins of unequal width are drawn per unit', () => {
    expect(shapeNumeric(numeric({ feature: 'x', unequal: true }), how).perUnit).toBe(true);
    expect(shapeNumeric(numeric({ feature: 'x' }), how).perUnit).toBe(false);
  });

  test('a bin of one value has a width', () => {
    const plot = shapeNumeric(
      numeric({ feature: 'x', bins: 1, from: 7, to: 7, reference: [7, 0, 10], currents: [[7, 0, 10]] }),
      how
    );
    expect(plot.bins).toEqual([{ from: 6.5, to: 7.5 }]);
  });

  test('an answer without values has no bins, and still says what is missing', () => {
    const plot = shapeNumeric(numeric({ feature: 'x', bins: 0, missing: [1, 1] }), how);
    expect(plot.bins).toEqual([]);
    expect(plot.side.find((bar) => bar.key === 'missing')?.current?.share).toBe(1);
  });
});

describe('shapeCategories', () => {
  const spec = {
    feature: 'device',
    missing: [0, 0] as [number, number],
    categories: { b: [0.5, 0.45], a: [0.3, 0.1], c: [0.2, 0.2], d: [0, 0.25] } as Record<string, [number, number]>,
  };

  test('the most changed come first, new ones are marked', () => {
    const { bars } = shapeCategories(categorical(spec), { order: 'change', most: 10, back: 0 });
    expect(bars.map((bar) => bar.name)).toEqual(['d', 'a', 'b', 'c']);
    expect(bars.map((bar) => bar.isNew)).toEqual([true, false, false, false]);
    expect(bars[1].change).toBeCloseTo(-0.2, 2);
  });

  test('orders by share and name', () => {
    const names = (order: 'share' | 'name') =>
      shapeCategories(categorical(spec), { order, most: 10, back: 0 }).bars.map((bar) => bar.name);
    expect(names('share')).toEqual(['b', 'a', 'd', 'c']);
    expect(names('name')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('what does not fit is joined, nothing is lost', () => {
    const { bars } = shapeCategories(categorical(spec), { order: 'change', most: 2, back: 0 });
    expect(bars.map((bar) => bar.name)).toEqual(['d', '3 others']);
    expect(sum(bars.map((bar) => bar.current!.share))).toBeCloseTo(1, 3);
  });

  test('the source’s own rest stays last and is joined with more', () => {
    const joined = categorical({ ...spec, categories: { ...spec.categories, '(37 others)': [0.1, 0.9] } });
    expect(shapeCategories(joined, { order: 'change', most: 10, back: 0 }).bars.at(-1)).toMatchObject({
      name: '37 others',
      of: 37,
      isNew: false,
    });
    expect(shapeCategories(joined, { order: 'change', most: 3, back: 0 }).bars.at(-1)).toMatchObject({
      name: '39 others',
      of: 39,
    });
  });
});

describe('findSpikes', () => {
  test('cuts the few bars that would hide the rest', () => {
    const plot = shapeNumeric(numeric({ feature: 'x', zeros: 0.6 }), { maxBins: 200, cutTails: false, back: 0 });
    const { ceiling, bins } = findSpikes(plot, [plot.pairs.map((pair) => pair.reference!.share)]);
    expect(bins).toEqual([0]);
    expect(ceiling).toBeLessThan(0.1);
  });

  test('leaves a bell alone', () => {
    const plot = shapeNumeric(numeric({ feature: 'x' }), { maxBins: 200, cutTails: false, back: 0 });
    expect(findSpikes(plot, [plot.pairs.map((pair) => pair.reference!.share)]).ceiling).toBeNull();
  });
});

describe('gridOf', () => {
  test('one plot takes the panel', () =>
    expect(gridOf(1, 700, 300)).toMatchObject({ columns: 1, tileWidth: 700, tileHeight: 300 }));
  test('six fit a large panel without scrolling', () =>
    expect(gridOf(6, 1100, 540)).toMatchObject({ columns: 3, scrolls: false }));
  test('many scroll, and stay readable', () => {
    const grid = gridOf(60, 1100, 540);
    expect(grid.scrolls).toBe(true);
    expect(grid.tileHeight).toBeGreaterThanOrEqual(190);
    expect(grid.columns * grid.tileWidth + (grid.columns - 1) * grid.gap).toBeLessThanOrEqual(1100);
  });
  test('a narrow panel has one column', () => expect(gridOf(4, 300, 200).columns).toBe(1));
});
