import { formatWindow, formatWindowShort } from './windows';

const copenhagen = 'Europe/Copenhagen';
const at = (text: string): number => Date.parse(text);

test('a local day is named by its date, also the day with 25 hours', () => {
  expect(formatWindow(at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'), copenhagen)).toBe('Sun 25 Oct 2026');
});

test('several days name the last one that is in them', () => {
  expect(formatWindow(at('2026-09-14T00:00:00Z'), at('2026-09-21T00:00:00Z'), 'utc')).toBe(
    'Mon 14 Sep – Sun 20 Sep 2026'
  );
  expect(formatWindow(at('2025-12-29T00:00:00Z'), at('2026-01-05T00:00:00Z'), 'utc')).toBe(
    'Mon 29 Dec 2025 – Sun 4 Jan 2026'
  );
});

test('hours are said in the dashboard’s zone', () => {
  expect(formatWindow(at('2026-11-22T10:00:00Z'), at('2026-11-22T11:00:00Z'), copenhagen)).toBe(
    '22 Nov 2026, 11:00 – 12:00'
  );
  expect(formatWindow(at('2026-11-22T10:00:00Z'), null, copenhagen)).toBe('22 Nov 2026, 11:00');
});

test('no time is no time', () => expect(formatWindow(null, null, 'utc')).toBe('–'));

test('short names', () => {
  expect(formatWindowShort(at('2026-09-15T00:00:00Z'), 'utc')).toBe('15 Sep');
  expect(formatWindowShort(at('2026-09-15T06:00:00Z'), 'utc')).toBe('15 Sep 06:00');
});
