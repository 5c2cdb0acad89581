import { fakeWindows } from '../../../testing/fakes';
import { allButLastWeek, amountIn, beginning, outside, pressed, spanOf, stretchOf, takesAll } from './choice';

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
  expect(beginning(windows, 'UTC')).toEqual({ stretch: { from: day(1), to: day(29) }, half: false });
  const begun = [{ ...windows[0], rows: 3 }, ...windows.slice(1)];
  expect(beginning(begun, 'UTC')).toEqual({ stretch: { from: day(2), to: day(30) }, half: false });
  expect(beginning([], 'UTC')).toBeNull();
});

test('of a log with less than a week after four weeks it is half', () => {
  expect(beginning(windows.slice(0, 35), 'UTC')).toMatchObject({ stretch: { to: day(29) }, half: false });
  expect(beginning(windows.slice(0, 34), 'UTC')).toEqual({ stretch: { from: day(1), to: day(18) }, half: true });
  expect(beginning(windows.slice(0, 5), 'UTC')).toEqual({ stretch: { from: day(1), to: day(3) }, half: true });
});

test('a stretch up to the end of the log leaves nothing to judge', () => {
  expect(takesAll({ from: day(1), to: windows[39].to }, windows)).toBe(true);
  expect(takesAll({ from: day(1), to: windows[38].to }, windows)).toBe(false);
  expect(takesAll({ from: day(1), to: day(2) }, [])).toBe(false);
});

test('all but the last week; a log of less has none', () => {
  expect(allButLastWeek(windows, 'UTC')).toEqual({ from: day(1), to: day(33) });
  expect(allButLastWeek(windows.slice(0, 8), 'UTC')).toBeNull();
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
