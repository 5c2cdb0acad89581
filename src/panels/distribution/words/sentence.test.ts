import { FieldType } from '@grafana/data';
import { readRawSamples } from '../../../frames/rawSamples';
import { readDistribution } from '../../../frames/distribution';
import {
  categoryFrame,
  CategorySpec,
  numericFrame,
  NumericSpec,
  rawFrame,
} from '../../../../tests/gallery/distributionFixture';
import { wordsOf } from './sentence';

const numeric = (spec: Partial<NumericSpec>) =>
  wordsOf(readDistribution(numericFrame({ feature: 'brightness', ...spec }))!, 0);
const categorical = (spec: Partial<CategorySpec>) =>
  wordsOf(readDistribution(categoryFrame({ feature: 'device', categories: {}, missing: [0, 0], ...spec }))!, 0);
const fine = { verdict: 'fine', severity: 0.1, effect: 0.01 };

test('a shift of the mean, and how it was judged', () => {
  const { change, judgement } = numeric({});
  expect(change).toBe('brightness is 0.92 sd lower: mean 0.41, was 0.52');
  expect(judgement).toEqual([
    'effect 0.31 sd (0.27 – 0.35), threshold 0.1 sd',
    'noise 0.05 sd (in 28 reference windows)',
    '3,902 rows vs 112,345 reference rows',
  ]);
});

test('higher', () =>
  expect(numeric({ currents: [[0.58, 0.12, 10_000]] }).change).toBe(
    'brightness is 0.5 sd higher: mean 0.58, was 0.52'
  ));

test('the same mean is not called a shift', () => {
  expect(numeric({ currents: [[0.521, 0.12, 10_000]] }).change).toBe(
    'brightness has about the same mean (0.52, now 0.521)'
  );
  expect(numeric({ currents: [[0.521, 0.24, 10_000]] }).change).toBe(
    'brightness has the same mean, but 2 times the spread'
  );
});

test('a source that judges says what changed, and is not put right', () => {
  const sentence = 'brightness fell by 0.11 (0.92 sd) on average, from 0.52 to 0.41; spread unchanged.';
  expect(numeric({ told: { ...fine, sentence } }).change).toBe(sentence);
  const currents = [0.5, 0.51, 0.41].map((mean): [number, number, number] => [mean, 0.12, 4000]);
  const read = readDistribution(numericFrame({ feature: 'brightness', currents, told: { ...fine, sentence } }))!;
  expect(wordsOf(read, 0).change).toBe(sentence);
  expect(wordsOf(read, 1).change).toBe('brightness is 0.083 sd lower: mean 0.51, was 0.52');
});

test('no row has a value', () =>
  expect(numeric({ bins: 0, missing: [0, 1] }).change).toBe('no row of this window has a value'));

test('a constant', () => {
  const constant = { bins: 1, from: 4000, to: 4100, reference: [4032, 0, 100] as [number, number, number], told: fine };
  expect(numeric({ ...constant, currents: [[4032, 0, 100]] }).change).toBe('brightness is always 4,032');
  expect(numeric({ ...constant, currents: [[4050, 0, 100]] }).change).toBe('brightness: mean 4,050, was 4,032');
});

test('without a verdict there are still the sizes', () => {
  expect(numeric({ told: null }).judgement).toEqual(['3,902 rows vs 112,345 reference rows']);
});

test('what no source judged is described, and said to be no verdict', () => {
  const frames = [rawFrame('A', 'x', [1, 2, 3, 4, 5, 6]), rawFrame('B', 'x', [4, 5, 6, 7])];
  expect(wordsOf(readRawSamples(frames)[0], 0)).toEqual({
    change: 'x is 1.2 sd higher: mean 5.5, was 3.5',
    judgement: [
      'Kolmogorov–Smirnov 0.5, Wasserstein 1.2 sd, PSI 0.32',
      'no verdict: the data source does not judge',
      '4 rows vs 6 reference rows',
    ],
  });
  const texts = [rawFrame('A', 'x', ['a', 'b'], FieldType.string), rawFrame('B', 'x', ['a', 'a'], FieldType.string)];
  expect(wordsOf(readRawSamples(texts)[0], 0).judgement[0]).toBe(
    '50 % of rows would have to change category (total variation)'
  );
});

test('categories', () => {
  expect(categorical({ categories: { a: [1, 0.66], b: [0, 0.34] } }).change).toBe('“b” is new: 34 % of rows');
  expect(categorical({ categories: { a: [0.6, 0.5], b: [0.4, 0.5] } }).change).toMatch(
    /“a” −10 pp: 50 % of rows, was 60 %/
  );
  expect(categorical({ categories: { a: [0.6, 0.601], b: [0.4, 0.399] }, told: fine }).change).toBe(
    'no category changed by more than 0.1 pp'
  );
  expect(categorical({ categories: {} }).change).toBe('');
});

test('windows without a reference: those that have rows are counted', () => {
  const currents = [0, 1, 2, 3].map((i): [number, number, number] => [0.5, 0.1, i < 2 ? 0 : 900]);
  const read = readDistribution(numericFrame({ feature: 'brightness', currents }))!;
  expect(wordsOf({ ...read, reference: null, referenceWindows: [] }, 0).change).toBe(
    'brightness in 2 windows, without a reference'
  );
});
