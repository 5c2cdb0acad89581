import { migrate } from './migration';

const old = {
  view: 'density' as const,
  maxBins: 0,
  cutTails: false,
  categoryOrder: 'name' as const,
  maxCategories: 7,
  showVerdict: false,
  showLegend: true,
};

test('what was chosen stays chosen', () => {
  const { maxBins, ...rest } = old;
  expect(migrate({ options: old })).toEqual({ ...rest, bins: 'auto', scale: 'linear', tileOrder: 'given' });
  expect(maxBins).toBe(0);
});

test('a number of bins is a number of bins', () => {
  expect(migrate({ options: { ...old, maxBins: 30 } })).toMatchObject({ bins: 'count', binCount: 30 });
});

test('options of this version, and none, are left alone', () => {
  expect(migrate({ options: { view: 'ridgeline', scale: 'log' } })).toEqual({ view: 'ridgeline', scale: 'log' });
  expect(migrate({ options: {} })).toEqual({});
});
