import { timeTicks } from './timeTicks';

const at = (text: string): number => Date.parse(text);

test('eight weeks of days: Mondays', () => {
  const ticks = timeTicks(at('2026-09-28T00:00:00Z'), at('2026-11-23T00:00:00Z'), 900, 'utc', 86_400_000);
  expect(ticks.map(({ label }) => label)).toEqual([
    '28 Sep',
    '5 Oct',
    '12 Oct',
    '19 Oct',
    '26 Oct',
    '2 Nov',
    '9 Nov',
    '16 Nov',
  ]);
});

test('years of months name both', () => {
  const ticks = timeTicks(at('2025-10-01T00:00:00Z'), at('2026-11-01T00:00:00Z'), 400, 'utc', 86_400_000);
  expect(ticks.map(({ label }) => label)).toEqual(['Oct 2025', 'Jan 2026', 'Apr 2026', 'Jul 2026', 'Oct 2026']);
});

test('ticks stand at local midnights, also across a change of the clock', () => {
  const ticks = timeTicks(at('2026-10-23T22:00:00Z'), at('2026-10-27T23:00:00Z'), 400, 'Europe/Copenhagen', 86_400_000);
  expect(ticks.map(({ time }) => new Date(time).toISOString())).toEqual([
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ]);
});

test('hours show the date at midnight', () => {
  const ticks = timeTicks(at('2026-11-22T18:00:00Z'), at('2026-11-23T06:00:00Z'), 300, 'utc');
  expect(ticks.map(({ label }) => label)).toEqual(['18:00', '21:00', '23 Nov', '03:00']);
});

test('never finer than a window', () => {
  const ticks = timeTicks(at('2026-11-20T00:00:00Z'), at('2026-11-23T00:00:00Z'), 2000, 'utc', 86_400_000);
  expect(ticks).toHaveLength(3);
});

test('never more than fit', () => {
  for (const start of ['2020-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '-200000-01-01T00:00:00Z']) {
    for (const width of [40, 120, 500, 1600]) {
      const ticks = timeTicks(at(start), at('2026-11-23T00:00:00Z'), width, 'utc');
      expect(ticks.length).toBeLessThanOrEqual(Math.max(2, width / 52 + 1));
    }
  }
});

test('two millennia: centuries', () => {
  const ticks = timeTicks(at('0001-01-01T00:00:00Z'), at('2026-11-23T00:00:00Z'), 300, 'utc');
  expect(ticks.map(({ time }) => new Date(time).getUTCFullYear())).toEqual([500, 1000, 1500, 2000]);
});

test('a window without a round time in it is named by its start', () => {
  const ticks = timeTicks(at('2026-11-22T13:00:00Z'), at('2026-11-22T23:00:00Z'), 100, 'utc', 36_000_000);
  expect(ticks).toEqual([{ time: at('2026-11-22T13:00:00Z'), label: '22 Nov 13:00' }]);
});
