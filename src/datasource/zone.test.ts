import { zoneName } from './zone';

test.each([
  ['browser', Intl.DateTimeFormat().resolvedOptions().timeZone],
  ['utc', 'UTC'],
  ['America/New_York', 'America/New_York'],
  ['model', 'model'],
  ['', ''],
])('%s is %s', (zone, name) => {
  expect(zoneName(zone)).toBe(name);
});
