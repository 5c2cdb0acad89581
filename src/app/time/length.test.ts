import { ownWindows, windowLength } from './length';

test('the length of a window as settings write it', () => {
  expect(['1d', '6h', '1h30m', 'week', '1M', '', 'often'].map((text) => windowLength(text) / 3_600_000)).toEqual([
    24, 6, 1.5, 168, 720, 24, 24,
  ]);
});

test('windows are the model’s own, unless they are too many', () => {
  const year = 365 * 24 * 3_600_000;
  expect(ownWindows('1d', 0, year)).toEqual({ mode: 'duration', every: '1d' });
  expect(ownWindows('month', 0, year)).toEqual({ mode: 'calendar', unit: 'month' });
  expect(ownWindows('1h', 0, year)).toEqual({ mode: 'auto' });
});
