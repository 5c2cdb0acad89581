import { setTimeZoneResolver } from '@grafana/data';
import { sayMoment } from './moment';

test('a moment is said by the reader’s clock, with its month by name', () => {
  setTimeZoneResolver(() => 'Europe/Copenhagen');
  expect(sayMoment('2026-11-21T23:01:05Z')).toBe('22 Nov 2026, 00:01:05');
});
