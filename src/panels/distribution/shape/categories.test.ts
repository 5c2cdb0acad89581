import { categoryRows } from './categoryRows';
import { shapeCategories } from './categories';
import { pairOfCategories } from './categoryPair';
import { shapeStack } from './stack';
import { categorical, sum } from './testing';

const spec = {
  categories: { b: [0.5, 0.45], a: [0.3, 0.1], c: [0.2, 0.2], d: [0, 0.25] } as Record<string, [number, number]>,
};
const how = { order: 'change' as const, most: 10, back: 0 };

test('the most changed come first, new ones are marked', () => {
  const { bars } = shapeCategories(categorical(spec), how);
  expect(bars.map((bar) => bar.name)).toEqual(['d', 'a', 'b', 'c']);
  expect(bars.map((bar) => bar.isNew)).toEqual([true, false, false, false]);
  expect(bars[1].change).toBeCloseTo(-0.2, 2);
});

test('orders by share and name', () => {
  const names = (order: 'share' | 'name') =>
    shapeCategories(categorical(spec), { ...how, order }).bars.map((bar) => bar.name);
  expect(names('share')).toEqual(['b', 'a', 'd', 'c']);
  expect(names('name')).toEqual(['a', 'b', 'c', 'd']);
});

test('what does not fit is joined, nothing is lost', () => {
  const { bars } = shapeCategories(categorical(spec), { ...how, most: 2 });
  expect(bars.map((bar) => bar.name)).toEqual(['d', '3 others']);
  expect(sum(bars.map((bar) => bar.current!.share))).toBeCloseTo(1, 3);
  expect(sum(bars.map((bar) => bar.share!))).toBeCloseTo(1, 9);
});

test('the source’s own rest stays last and is joined with more', () => {
  const joined = categorical({ ...spec, categories: { ...spec.categories, '(37 others)': [0.1, 0.9] } });
  expect(shapeCategories(joined, how).bars.at(-1)).toMatchObject({ name: '37 others', of: 37, isNew: false });
  expect(shapeCategories(joined, { ...how, most: 3 }).bars.at(-1)).toMatchObject({ name: '39 others', of: 39 });
});

test('missing values have a row in any case, and can be taken together with categories', () => {
  const distribution = categorical({ ...spec, missing: [0, 0.1] });
  const rows = categoryRows(shapeCategories(distribution, how));
  expect(rows.at(-1)).toMatchObject({ key: 'missing', at: [] });
  const [a, d] = ['a', 'd'].map((name) => distribution.categories.indexOf(name));
  expect(pairOfCategories(distribution, 0, [a, d], true).current!.share).toBeCloseTo(0.9 * 0.35 + 0.1, 3);
});

describe('shares over time', () => {
  const before = [0, 0.1, 0.2].map((d) => ({ b: 0.5, a: 0.3 - d, c: 0.2, d }));

  it('has the reference first, then the windows, oldest first', () => {
    const stack = shapeStack(categorical({ ...spec, before }), 7);
    expect(stack.columns.map(({ window }) => window)).toEqual([-1, 0, 1, 2, 3]);
    expect(stack.layers.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['b', false],
      ['a', false],
      ['c', false],
      ['d', true],
    ]);
    expect(stack.layers[3].shares.map((share) => Math.round(share * 100))).toEqual([0, 0, 10, 20, 25]);
  });

  it('keeps what is large or moves, joins the rest, and loses nothing', () => {
    const { layers, columns } = shapeStack(categorical({ ...spec, before }), 2);
    expect(layers.map(({ name }) => name)).toEqual(['a', 'd', '2 others']);
    columns.forEach((column, c) =>
      expect(sum(layers.map(({ shares }) => shares[c])) + column.missing).toBeCloseTo(1, 2)
    );
  });

  it('keeps what has moved until now before what once moved as far', () => {
    const categories: Record<string, [number, number]> = {
      p: [0.2, 0.2],
      q: [0.2, 0.2],
      r: [0.2, 0.2],
      x: [0.15, 0.25],
      y: [0.25, 0.15],
    };
    const once = { p: 0.31, q: 0.2, r: 0.09, x: 0.15, y: 0.25 };
    const distribution = categorical({ categories, before: [once] });
    const names = shapeStack(distribution, 2).layers.map(({ name }) => name);
    expect(names).toEqual(['y', 'x', '3 others']);
  });

  it('does without a reference', () => {
    const distribution = { ...categorical({ ...spec, before }), reference: null };
    expect(shapeStack(distribution, 7).columns.map(({ window }) => window)).toEqual([0, 1, 2, 3]);
  });
});
