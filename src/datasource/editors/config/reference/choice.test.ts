import { fakeWindows } from '../../../testing/fakes';
import { allButLastWeek, amountIn, firstWeeks, outside, pressed, spanOf, stretchOf } from './choice';

const windows = fakeWindows(40);
const day = (n: number) => Date.UTC(2026, 0, n);

test.each([
  ['ArrowRight', false, { first: 3, last: 6 }],
  ['ArrowLeft', false, { first: 1, last: 4 }],
  ['ArrowRight', true, { first: 2, last: 6 }],
  ['ArrowLeft', true, { first: 2, last: 4 }],
  ['PageUp', false, { first: 9, last: 12 }],
  ['PageDown', true, { first: 2, last: 2 }],
  ['Home', false, { first: 0, last: 3 }],
  ['End', false, { first: 36, last: 39 }],
  ['End', true, { first: 2, last: 39 }],
])('%s, with Shift: %s', (key, shift, expected) => {
  expect(pressed(key, shift, { first: 2, last: 5 }, windows.length)).toEqual(expected);
});

test('other keys mean nothing; with nothing chosen the first window is', () => {
  expect(pressed('Tab', false, { first: 2, last: 5 }, 40)).toBeUndefined();
  expect(pressed('ArrowRight', false, null, 40)).toEqual({ first: 0, last: 0 });
  expect(pressed('ArrowRight', false, null, 0)).toBeUndefined();
});

test('a stretch and its windows are the same thing', () => {
  const span = { first: 2, last: 5 };
  expect(spanOf(stretchOf(span, windows), windows)).toEqual(span);
  expect(spanOf({ from: day(3) + 1, to: day(4) }, windows)).toBeNull();
});

test('the first four weeks begin with the first whole window', () => {
  expect(firstWeeks(windows, 'UTC')).toEqual({ from: day(1), to: day(29) });
  const begun = [{ ...windows[0], rows: 3 }, ...windows.slice(1)];
  expect(firstWeeks(begun, 'UTC')).toEqual({ from: day(2), to: day(30) });
  expect(firstWeeks(windows.slice(0, 5), 'UTC')).toEqual({ from: day(1), to: day(6) });
  expect(firstWeeks([], 'UTC')).toBeNull();
});

test('all but the last week; a log of less has none', () => {
  expect(allButLastWeek(windows, 'UTC')).toEqual({ from: day(1), to: day(34) });
  expect(allButLastWeek(windows.slice(0, 7), 'UTC')).toBeNull();
});

test('what lies in a stretch is counted', () => {
  const some = windows.slice(0, 3).map((window, i) => ({ ...window, rows: [5, 0, 7][i] }));
  expect(amountIn({ from: day(1), to: day(4) }, some)).toEqual({ windows: 3, filled: 2, rows: 12 });
});

test('a stretch outside the log is said to be', () => {
  const timeline = { window: '1d', timezone: 'UTC', rows: 1, windows };
  expect(outside({ from: day(-30), to: day(1) }, timeline, 'UTC')).toBe(
    'It lies outside the log, which goes from 2026-01-01 to 2026-02-10'
  );
  expect(outside({ from: day(-30), to: day(2) }, timeline, 'UTC')).toBeUndefined();
});
