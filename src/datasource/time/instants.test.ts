import { addDays, readInstant, showInstant, startOfDay, writeInstant } from './instants';

const zone = 'Europe/Copenhagen';
const midnight = Date.parse('2026-11-19T23:00:00Z'); // of 20 November there

test.each([
  ['2026-11-20', midnight],
  [' 2026-11-20 ', midnight],
  ['2026-11-20T06:30', midnight + 6.5 * 3_600_000],
  ['2026-11-20 06:30:15', midnight + 6.5 * 3_600_000 + 15_000],
  ['2026-11-20T06:30:00Z', midnight + 7.5 * 3_600_000],
  ['2026-11-20T06:30:00+01:00', midnight + 6.5 * 3_600_000],
])('%s is a time, as the backend reads it', (text, at) => {
  expect(readInstant(text, zone)).toBe(at);
});

test.each(['', 'yesterday', '20.11.2026', '2026-13-01', '2026-11-20T6:30', undefined, '1763593200000'])(
  '%s is no time',
  (text) => expect(readInstant(text, zone)).toBeNull()
);

test('settings have a date at midnight of the model’s zone, and else an instant that means the same everywhere', () => {
  expect(writeInstant(midnight, zone)).toBe('2026-11-20');
  expect(writeInstant(midnight, 'UTC')).toBe('2026-11-19T23:00:00Z');
  expect(writeInstant(midnight + 1, zone)).toBe('2026-11-19T23:00:00.001Z');
  expect(showInstant(midnight + 60_000, zone)).toBe('2026-11-20 00:01');
  for (const at of [midnight, midnight + 60_000, midnight + 1]) {
    expect(readInstant(writeInstant(at, zone), zone)).toBe(at);
  }
});

test('days are those of the local calendar, also where clocks change', () => {
  const before = Date.parse('2026-10-24T22:00:00Z'); // midnight of the day with 25 hours
  expect(addDays(before, 1, zone) - before).toBe(25 * 3_600_000);
  expect(startOfDay(before + 24.5 * 3_600_000, zone)).toBe(before);
});
