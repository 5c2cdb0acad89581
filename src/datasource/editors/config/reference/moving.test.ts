import { movingInWords } from './moving';

test('references that move are said as the backend takes them', () => {
  expect(movingInWords({ mode: 'previous' })).toBe('the window before');
  expect(movingInWords({ mode: 'trailing', windows: 28, skipDrifted: true })).toBe(
    'the 28 windows before, without drifted ones'
  );
  expect(movingInWords({ mode: 'trailing' })).toBe('the 7 windows before');
  expect(movingInWords({ mode: 'season' })).toBe('the same time of the 4 weeks before');
  expect(movingInWords({ mode: 'season', period: '24h', windows: 1 })).toBe('the same time of the 1 day before');
  expect(movingInWords({ mode: 'season', period: '12h', windows: 3 })).toBe(
    'the same time of the 3 periods of 12 hours before'
  );
});
