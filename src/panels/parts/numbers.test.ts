import { FieldType, getDisplayProcessor, createTheme } from '@grafana/data';
import { formatCount, formatField, formatNumber, formatP, formatPoints, formatShare, formatShares } from './numbers';

test.each([
  [0, '0'],
  [0.0421, '0.0421'],
  [0.3, '0.3'],
  [-1.2345, '−1.23'],
  [12345.6, '12,346'],
  [0.00001234, '1.23e−5'],
  [1.2e9, '1.2e+9'],
  [null, '–'],
  [NaN, '–'],
])('number %p is %p', (value, text) => expect(formatNumber(value)).toBe(text));

test('thousands are set apart however many digits are asked for', () =>
  expect([formatNumber(1000, 4), formatNumber(10_000, 4), formatNumber(1234.5, 5)]).toEqual([
    '1,000',
    '10,000',
    '1,234.5',
  ]));

test.each([
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.042, '4.2 %'],
  [0.37, '37 %'],
  [0.9995, '> 99.9 %'],
  [0.985, '98.5 %'],
  [1, '100 %'],
  [null, '–'],
])('share %p is %p', (value, text) => expect(formatShare(value)).toBe(text));

test.each([
  [0.123, '+12 pp'],
  [-0.0456, '−4.6 pp'],
  [0.07, '+7 pp'],
  [0, '0 pp'],
  [0.0001, '±0 pp'],
])('difference %p is %p', (value, text) => expect(formatPoints(value)).toBe(text));

test.each([
  [0.0864, 0.0986, '8.6 %', '9.9 %', '+1.3 pp'], // the difference is 1.22
  [0.304, 0.306, '30.4 %', '30.6 %', '+0.2 pp'],
  [0.304, 0.214, '30.4 %', '21.4 %', '−9 pp'],
  [0.704, 0.457, '70 %', '46 %', '−24 pp'],
  [0, 0.342, '0 %', '34 %', '+34 pp'],
  [1, 0.342, '100 %', '34 %', '−66 pp'],
  [0.5, 0.50001, '50 %', '50 %', '±0 pp'],
  [0.5, 0.5, '50 %', '50 %', '0 pp'],
])('%p and %p are %p, %p and %p apart', (was, is, before, after, change) =>
  expect(formatShares(was, is)).toEqual({ before, after, change })
);

test('p-values stop at what can be believed', () => {
  expect(formatP(1e-30)).toBe('< 0.0001');
  expect(formatP(0.0134)).toBe('0.013');
  expect(formatP(null)).toBe('–');
});

test('counts have no decimals', () => expect(formatCount(1234567.4)).toBe('1,234,567'));

test('fields are shown in their unit once they have one', () => {
  const field = { name: 'x', type: FieldType.number, config: {}, values: [] };
  const theme = createTheme();
  expect(formatField({ ...field, display: getDisplayProcessor({ field, theme }) }, 1.23456)).toBe('1.23');
  const inMs = { ...field, config: { unit: 'ms', decimals: 1 } };
  expect(formatField({ ...inMs, display: getDisplayProcessor({ field: inMs, theme }) }, 12.34)).toBe('12.3 ms');
  expect(formatField(null, null)).toBe('–');
});
