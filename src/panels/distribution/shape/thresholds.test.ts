import { Field, FieldType, ThresholdsConfig, ThresholdsMode } from '@grafana/data';
import { thresholdsOf } from './thresholds';

const field = (thresholds: ThresholdsConfig): Field => ({
  name: 'age',
  type: FieldType.number,
  values: [],
  config: { thresholds },
});
const steps = (color: string, value: number) => [
  { value: -Infinity, color: 'green' },
  { value, color },
];

test('a threshold begins at its value and goes on without end', () =>
  expect(thresholdsOf(field({ mode: ThresholdsMode.Absolute, steps: steps('red', 65) }), [0, 100])).toEqual([
    { from: 65, to: Infinity, color: 'red' },
  ]));

test('one in per cent is of the axis', () =>
  expect(thresholdsOf(field({ mode: ThresholdsMode.Percentage, steps: steps('red', 80) }), [0, 50])[0].from).toBe(40));

test('the two that Grafana gives to every panel are none', () =>
  expect(thresholdsOf(field({ mode: ThresholdsMode.Absolute, steps: steps('red', 80) }), [0, 100])).toEqual([]));
