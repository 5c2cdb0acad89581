import { toDataFrame } from '@grafana/data';
import { zoneOfWindows } from './zone';

const frame = (timezone?: string) => toDataFrame({ fields: [], meta: { custom: { timezone } } });
const copenhagen = [Date.UTC(2026, 9, 20, 22), Date.UTC(2026, 10, 20, 23)]; // summer time, and not

test('days of the model’s zone are named there', () => {
  expect(zoneOfWindows([frame('Europe/Copenhagen')], copenhagen, 'utc')).toBe('Europe/Copenhagen');
  expect(zoneOfWindows([frame('UTC')], [Date.UTC(2026, 10, 20)], 'America/New_York')).toBe('UTC');
});

test('what the dashboard’s zone names as well, and what is no day anywhere, stays there', () => {
  expect(zoneOfWindows([frame('Europe/Copenhagen')], copenhagen, 'Europe/Paris')).toBe('Europe/Paris');
  expect(zoneOfWindows([frame('Europe/Copenhagen')], [Date.UTC(2026, 10, 20, 4)], 'utc')).toBe('utc');
  expect(zoneOfWindows([frame('Europe/Copenhagen')], [], 'utc')).toBe('utc');
  expect(zoneOfWindows([frame()], copenhagen, 'utc')).toBe('utc');
});
