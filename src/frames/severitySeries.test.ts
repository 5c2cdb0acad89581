import { FieldType, toDataFrame } from '@grafana/data';
import { isSeries, readSeries } from './severitySeries';

const series = (
  labels: Record<string, string> | undefined,
  values: Array<number | null>,
  custom?: Record<string, unknown>
) =>
  toDataFrame({
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, values: values.map((_, i) => i * 1000) },
      { name: 'severity', type: FieldType.number, labels, values },
    ],
  });

it('turns labels into feature and segment', () => {
  const frame = series({ model: 'digits', device: 'pixel 9', feature: 'brightness' }, [0.2, 1.4, null]);
  expect(isSeries(frame)).toBe(true);
  const rows = readSeries(frame, [frame]);
  expect(rows.map((row) => row.outcome)).toEqual(['fine', 'drifted', 'not_enough']);
  expect(rows[1]).toMatchObject({
    time: 1000,
    feature: 'brightness',
    segment: { device: 'pixel 9' },
    severity: 1.4,
    windowEnd: null,
  });
});

it('keeps the order of segments that the question had', () => {
  const frame = series({ a: '1', b: '2', feature: 'x' }, [0], { segments: ['b', 'a'] });
  expect(Object.keys(readSeries(frame, [frame])[0].segment)).toEqual(['b', 'a']);
});

it('reads series of any source, every numeric field a row, with a line of their own', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: [1] },
      { name: 'cpu', type: FieldType.number, values: [70] },
      { name: 'host', type: FieldType.string, values: ['a'] },
      { name: 'memory', type: FieldType.number, values: [90] },
    ],
  });
  const rows = readSeries(frame, [frame], 80);
  expect(rows.map(({ feature, outcome }) => [feature, outcome])).toEqual([
    ['cpu', 'fine'],
    ['memory', 'drifted'],
  ]);
  expect(frame.fields[rows[1].origin.valueField].name).toBe('memory');
});

it('has nothing to say without time', () => {
  const frame = toDataFrame({ fields: [{ name: 'a', type: FieldType.number, values: [1] }] });
  expect(isSeries(frame)).toBe(false);
  expect(readSeries(frame, [frame])).toEqual([]);
});
