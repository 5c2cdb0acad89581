import { formatPairs, parsePairs } from './pairs';

test('pairs are read as they are written', () => {
  const pairs = { '0': 'negative', sepal_length: 'sepal length (cm)', empty: '', formula: 'a = b' };
  expect(parsePairs(formatPairs(pairs))).toEqual(pairs);
});

test('spaces around do not matter, lines without a pair fall out, nothing is nothing', () => {
  expect(parsePairs('0=no\n\n  1 =  yes \n= nobody\nno sign')).toEqual({ '0': 'no', '1': 'yes' });
  expect(parsePairs(' \n')).toBeUndefined();
});
