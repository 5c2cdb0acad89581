import { fitText, textWidth } from './fitText';

test('what fits stays', () => expect(fitText('brightness', 200)).toBe('brightness'));

test('what does not fit loses its middle and keeps both ends', () => {
  const short = fitText('customer_lifetime_value_normalised_v2', 120);
  expect(short).toMatch(/^customer_.*….*_v2$/);
  expect(textWidth(short)).toBeLessThanOrEqual(120);
});

test('wide letters are reckoned as wide as they are', () => {
  expect(fitText('W'.repeat(40), 130).length).toBeLessThanOrEqual(11);
});

test('there is always something to see', () => {
  expect(fitText('brightness', 1)).toBe('b…');
  expect(fitText('', 0)).toBe('');
});
