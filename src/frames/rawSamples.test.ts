import { FieldType, toDataFrame } from '@grafana/data';
import { readRawSamples } from './rawSamples';

test('two columns of a frame, the shorter padded with nulls', () => {
  const frame = toDataFrame({
    name: 'latency',
    fields: [
      { name: 'Reference', type: FieldType.number, values: [1, 2, null, 3, NaN, 4, Infinity, 2] },
      { name: 'current', type: FieldType.number, values: [2, 3, 4, null, null, null, null, null] },
    ],
  });
  const [read] = readRawSamples([frame]);
  expect(read).toMatchObject({ kind: 'numeric', feature: 'latency' });
  expect(read.reference).toMatchObject({ rows: 8, missing: 2, infinite: 1, mean: 2.4 });
  expect(read.currents[0]).toMatchObject({ rows: 3, missing: 0, mean: 3, drift: null });
  expect(read.currents[0].counts.reduce((a, b) => a + b, 0)).toBe(3);
});

test('two queries: columns of one name belong together', () => {
  const frame = (refId: string, device: string[], size: number[]) =>
    toDataFrame({
      refId,
      fields: [
        { name: 'time', type: FieldType.time, values: size },
        { name: 'device', type: FieldType.string, values: device },
        { name: 'size', type: FieldType.number, values: size },
        { name: `only_${refId}`, type: FieldType.number, values: size },
      ],
    });
  const read = readRawSamples([frame('current', ['a', 'b', 'b'], [1, 2, 3]), frame('reference', ['a', 'a'], [4, 5])]);
  expect(read.map(({ feature, kind }) => [feature, kind])).toEqual([
    ['device', 'categorical'],
    ['size', 'numeric'],
  ]);
  expect(read[0]).toMatchObject({ categories: ['a', 'b'], reference: { counts: [2, 0] } });
  expect(read[0].currents[0].counts).toEqual([1, 2]);
});

test('one column alone is nothing to compare', () => {
  expect(readRawSamples([toDataFrame({ fields: [{ name: 'current', type: FieldType.number, values: [1] }] })])).toEqual(
    []
  );
  expect(readRawSamples([])).toEqual([]);
});
