import { FieldType, toDataFrame } from '@grafana/data';
import { DriftSeries, unpackState } from './driftSeries';
import { isSeries, readSeries, seriesLabels } from './severitySeries';

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

const outcomes = (of: DriftSeries): string[] => [...of.state].map((state) => unpackState(state).outcome);

it('turns labels into feature and segment', () => {
  const frame = series({ model: 'digits', device: 'pixel 9', feature: 'brightness' }, [0.2, 1.4, null]);
  expect(isSeries(frame)).toBe(true);
  const [read] = readSeries(frame, [frame]);
  expect(outcomes(read)).toEqual(['fine', 'drifted', 'not_enough']);
  expect(read).toMatchObject({
    model: 'digits',
    feature: 'brightness',
    segment: { device: 'pixel 9' },
    named: 'feature',
    measure: 'severity',
    line: 1,
  });
  expect([...read.time]).toEqual([0, 1000, 2000]);
  expect([...read.severity]).toEqual([0.2, 1.4, NaN]);
  expect(read.detail(1)).toMatchObject({ time: 1000, severity: 1.4, outcome: 'drifted', windowEnd: null });
});

it('keeps the order of segments that the question had', () => {
  const frame = series({ a: '1', b: '2', feature: 'x' }, [0], { segments: ['b', 'a'] });
  expect(Object.keys(readSeries(frame, [frame])[0].segment)).toEqual(['b', 'a']);
});

const wide = toDataFrame({
  fields: [
    { name: 'Time', type: FieldType.time, values: [1, 2, null, 3] },
    { name: 'cpu', type: FieldType.number, values: [70, null, 99, 85] },
    { name: 'host', type: FieldType.string, values: ['a', 'a', 'a', 'a'] },
    { name: 'memory', type: FieldType.number, config: { displayName: 'Memory' }, values: [90, 10, 20, 30] },
  ],
});

it('reads series of any source, every numeric field a series, without a line of their own', () => {
  const all = readSeries(wide, [wide]);
  expect(all.map(({ feature, measure, line, named }) => [feature, measure, line, named])).toEqual([
    ['cpu', 'value', null, 'whole'],
    ['Memory', 'value', null, 'whole'],
  ]);
  expect(all.flatMap(outcomes)).not.toContain('drifted');
  expect(wide.fields[all[1].valueField].name).toBe('memory');
});

it('takes a gap for a gap in values, and leaves out points without a time', () => {
  const [cpu, memory] = readSeries(wide, [wide]);
  expect([...cpu.time]).toEqual([1, 3]);
  expect([...cpu.rows]).toEqual([0, 3]);
  expect([...memory.severity]).toEqual([90, 10, 30]);
});

it('judges values by the line that somebody set, and severities never by another than 1', () => {
  const [cpu] = readSeries(wide, [wide], () => 80);
  expect(cpu.line).toBe(80);
  expect(outcomes(cpu)).toEqual(['fine', 'drifted']);
  const severities = series({ feature: 'x' }, [0.6, 1]);
  expect(outcomes(readSeries(severities, [severities], () => 0.5)[0])).toEqual(['fine', 'drifted']);
});

it('judges effects by the threshold that the source sends', () => {
  const frame = toDataFrame({
    meta: { custom: { threshold: 0.1 } },
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2] },
      { name: 'effect', type: FieldType.number, labels: { feature: 'x' }, values: [0.09, 0.1] },
    ],
  });
  expect(outcomes(readSeries(frame, [frame])[0])).toEqual(['fine', 'drifted']);
});

it('puts points in the order of their times', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [30, 10, 20] },
      { name: 'v', type: FieldType.number, values: [3, 1, 2] },
    ],
  });
  const [read] = readSeries(frame, [frame]);
  expect([...read.severity]).toEqual([1, 2, 3]);
  expect(read.detail(read.rows[2])).toMatchObject({ time: 30, severity: 3 });
});

it('knows a severity by the name of its metric, and lists the labels that tell series apart', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: [1] },
      {
        name: 'Value',
        type: FieldType.number,
        labels: { __name__: 'drift_severity', job: 'a', pod: 'b' },
        values: [2],
      },
    ],
  });
  expect(readSeries(frame, [frame])[0]).toMatchObject({ measure: 'severity', named: 'labels' });
  expect(seriesLabels(frame)).toEqual(['job', 'pod']);
});

it('has nothing to say without time', () => {
  const frame = toDataFrame({ fields: [{ name: 'a', type: FieldType.number, values: [1] }] });
  expect(isSeries(frame)).toBe(false);
  expect(readSeries(frame, [frame])).toEqual([]);
});

test('a label that joining adds is no segment', () => {
  const joined = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1] },
      {
        name: 'severity',
        type: FieldType.number,
        values: [2],
        labels: { model: 'digits', feature: 'sharpness', name: 'sharpness' },
      },
    ],
  });
  expect(readSeries(joined, [joined])[0].segment).toEqual({});
});

test('a table of rows is no series', () => {
  const rows = toDataFrame({
    meta: { type: 'table' as never },
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2] },
      { name: 'brightness', type: FieldType.number, values: [0.4, 0.5] },
    ],
  });
  expect(isSeries(rows)).toBe(false);
});
