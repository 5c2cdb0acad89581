import { DataFrame, Field, FieldType, toDataFrame } from '@grafana/data';
import { readRawSamples } from './rawSamples';

const numbers = (name: string, values: unknown[]): Partial<Field> => ({ name, type: FieldType.number, values });
const texts = (name: string, values: unknown[]): Partial<Field> => ({ name, type: FieldType.string, values });
const frame = (refId: string, ...fields: Array<Partial<Field>>): DataFrame =>
  toDataFrame({ refId, fields: fields as Field[] });
const sum = (counts: number[]): number => counts.reduce((a, b) => a + b, 0);

test('two columns of a frame, the shorter padded with nulls', () => {
  const [read] = readRawSamples([
    frame(
      'latency',
      numbers('Reference', [1, 2, null, 3, NaN, 4, Infinity, 2]),
      numbers('current', [2, 3, 4, null, null])
    ),
  ]);
  expect(read).toMatchObject({ kind: 'numeric', feature: 'latency', judged: false });
  expect(read.reference).toMatchObject({ rows: 8, missing: 2, infinite: 1, mean: 2.4, min: 1, max: 4 });
  expect(read.currents[0]).toMatchObject({ rows: 3, missing: 0, mean: 3, newRows: 0, drift: null });
  expect(read.currents[0].quantiles).toEqual([{ p: 0.5, value: 3 }]);
  expect(sum(read.currents[0].counts)).toBe(3);
});

test('in a frame of its own, a null at the end is missing', () => {
  const [read] = readRawSamples([frame('A', numbers('x', [1, 2, 3])), frame('B', numbers('x', [1, null, null]))]);
  expect(read.currents[0]).toMatchObject({ rows: 3, missing: 2 });
});

test('two queries: columns of one name belong together, others have nothing to compare them with', () => {
  const of = (refId: string, device: string[], size: number[]) =>
    frame(
      refId,
      { name: 'time', type: FieldType.time, values: size },
      texts('device', device),
      numbers('size', size),
      numbers(`only ${refId}`, size)
    );
  const read = readRawSamples([of('current', ['a', 'b', 'b'], [1, 2, 3]), of('reference', ['a', 'a'], [4, 5])]);
  expect(
    read.map(({ feature, kind, reference, currents }) => [feature, kind, reference !== null, currents.length])
  ).toEqual([
    ['device', 'categorical', true, 1],
    ['size', 'numeric', true, 1],
    ['only reference', 'numeric', true, 0],
    ['only current', 'numeric', false, 1],
  ]);
  expect(read[0]).toMatchObject({ categories: ['a', 'b'], reference: { counts: [2, 0] } });
  expect(read[0].currents[0].counts).toEqual([1, 2]);
});

test('values keep their order for exact bins, and far ones are told apart', () => {
  const bulk = Array.from({ length: 1000 }, (_, i) => (i * 7) % 100);
  const [read] = readRawSamples([frame('A', numbers('x', [...bulk, 1e6])), frame('B', numbers('x', bulk))]);
  if (read.kind !== 'numeric') {
    throw new Error(read.kind);
  }
  expect(read.raw?.reference?.[1000]).toBe(1e6);
  expect(read.reference).toMatchObject({ above: 1, below: 0 });
  const [outside] = readRawSamples([frame('A', numbers('x', bulk)), frame('B', numbers('x', [...bulk, -1, 100, 1e6]))]);
  expect(outside.currents[0].newRows).toBe(3);
  expect(sum(read.reference!.counts)).toBe(1001);
});

test('booleans and enums are categories, of which the rarest are joined', () => {
  const flags = { name: 'ok', type: FieldType.boolean, values: [true, false, true, null] };
  const levels = {
    name: 'level',
    type: FieldType.enum,
    values: [0, 1, 1],
    config: { type: { enum: { text: ['low', 'high'] } } },
  };
  expect(readRawSamples([frame('A', flags)])[0]).toMatchObject({
    categories: ['true', 'false'],
    reference: null,
    currents: [{ counts: [2, 1], missing: 1 }],
  });
  expect(readRawSamples([frame('A', levels)])[0]).toMatchObject({ categories: ['high', 'low'] });
  const many = texts(
    'id',
    Array.from({ length: 600 }, (_, i) => `id ${i}`)
  );
  const [read] = readRawSamples([frame('A', many)]);
  expect(read).toMatchObject({ joined: 100 });
  expect(read.currents[0].counts.at(-1)).toBe(100);
});

test('nothing is nothing', () => {
  expect(readRawSamples([])).toEqual([]);
  expect(readRawSamples([frame('A', { name: 'time', type: FieldType.time, values: [1] })])).toEqual([]);
  expect(readRawSamples([frame('A', numbers('x', []), numbers('y', [null]))])[0]).toMatchObject({
    bins: [],
    reference: { rows: 0 },
  });
});

test('a hundred thousand values a side are read at once', () => {
  const values = (shift: number) => Array.from({ length: 100_000 }, (_, i) => Math.sin(i * 12.9898) * 43758.5 * shift);
  const frames = [frame('A', numbers('x', values(1))), frame('B', numbers('x', values(1.1)))];
  const start = performance.now();
  readRawSamples(frames);
  expect(performance.now() - start).toBeLessThan(1500); // some 100 ms; the machine may be busy
});

test('a column of flags beside one of texts: each by itself', () => {
  const read = readRawSamples([
    toDataFrame({
      refId: 'A',
      fields: [
        { name: 'host', type: FieldType.string, values: ['a', 'b'] },
        { name: 'up', type: FieldType.boolean, values: [true, false] },
      ],
    }),
  ]);
  expect(read.map(({ feature, reference }) => [feature, reference])).toEqual([
    ['host', null],
    ['up', null],
  ]);
});
