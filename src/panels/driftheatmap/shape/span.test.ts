import { shareOf, valueAt } from './span';

test('shares of a span, and values at them', () => {
  expect([20, 50, 80].map(shareOf([20, 80]))).toEqual([0, 0.5, 1]);
  expect([0, 0.5, 1].map((share) => valueAt([20, 80], share))).toEqual([20, 50, 80]);
  expect(shareOf([7, 7])(7)).toBe(0);
});

test('a span that is more than any number', () => {
  const range: [number, number] = [-1.7e308, 1.7e308];
  expect([-1.7e308, 1e-320, 1.7e308].map(shareOf(range))).toEqual([0, 0.5, 1]);
  expect([0, 0.5, 1].map((share) => valueAt(range, share))).toEqual([-1.7e308, 0, 1.7e308]);
});
