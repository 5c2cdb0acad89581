import { toDataFrame } from '@grafana/data';
import { linear, log } from '../../../statistics/transform';
import { valueScale, valueTicks } from '../scale/valueScale';
import { tickFormat } from './Axes';

const [field] = toDataFrame({ fields: [{ name: 'x', values: [] }] }).fields;

const labels = (from: number, to: number, transform = linear): string[] => {
  const x = valueScale(transform, [from, to], [0, 400]);
  return valueTicks(x, 5)
    .filter(({ labelled }) => labelled)
    .map(({ value }) => tickFormat(x, field, 5)(value));
};

test('ticks have the same digits', () => expect(labels(0, 1)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']));

test.each([
  [1e15, 1e15 + 40],
  [1e8, 1e8 + 10],
  [1 - 2e-8, 1 + 2e-8],
  [-5e15, -5e15 + 1000],
  [0, 5e12],
])('every tick between %d and %d is written differently', (from, to) => {
  const all = labels(from, to);
  expect(all.length).toBeGreaterThan(2);
  expect(new Set(all).size).toBe(all.length);
});

test('large ticks have no more digits than tell them apart', () => {
  expect(labels(0, 5e12)).toEqual(['0', '1e+12', '2e+12', '3e+12', '4e+12', '5e+12']);
  expect(labels(1, 1e9, log)).toContain('1e+9');
});
