import { DataFrame, DataFrameType, Field, FieldType, toDataFrame } from '@grafana/data';
import { readCountedSamples } from './countedSamples';

const numbers = (name: string, values: unknown[], labels?: Record<string, string>): Partial<Field> => ({
  name,
  type: FieldType.number,
  values,
  labels,
});
const frame = (refId: string, fields: Array<Partial<Field>>, type?: DataFrameType): DataFrame =>
  toDataFrame({ refId, fields: fields as Field[], meta: type && { type } });
const time = (values: number[]) => ({ name: 'Time', type: FieldType.time, values });

describe('Grafana’s histogram transformation', () => {
  const bins = [numbers('xMin', [10, 0]), numbers('xMax', [20, 10])];

  it('has the first count as reference', () => {
    const [read] = readCountedSamples([frame('A', [...bins, numbers('before', [1, 3]), numbers('after', [4, 0])])]);
    expect(read).toMatchObject({
      bins: [
        { from: 0, to: 10 },
        { from: 10, to: 20 },
      ],
      frameRows: [1, 0],
      reference: { counts: [3, 1], rows: 4, mean: 7.5 },
      judged: false,
    });
    expect(read.currents.map(({ counts }) => counts)).toEqual([[0, 4]]);
  });

  it('may have several to compare with it', () => {
    const counts = ['a', 'b', 'c'].map((name, i) => numbers(name, [i, 1]));
    const [read] = readCountedSamples([frame('A', [...bins, ...counts])]);
    expect(read.reference?.counts).toEqual([1, 0]);
    expect(read.currents.map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('is laid over other bins by sharing counts out evenly', () => {
    const other = frame('B', [numbers('xMin', [5]), numbers('xMax', [15]), numbers('count', [10])]);
    const [read] = readCountedSamples([frame('A', [...bins, numbers('count', [2, 4])]), other]);
    expect(read.bins.map(({ from }) => from)).toEqual([0, 5, 10, 15]);
    expect(read.reference?.counts).toEqual([2, 2, 1, 1]);
    expect(read.currents[0].counts).toEqual([0, 5, 5, 0]);
    expect(read.approximate).toBe(true);
  });
});

describe('Prometheus buckets', () => {
  it('as rows of a heatmap are windows, without a reference', () => {
    const [read] = readCountedSamples([
      frame(
        'A',
        [time([1, 2]), numbers('+Inf', [1, 0]), numbers('0.5', [3, 4]), numbers('1', [2, 2])],
        DataFrameType.HeatmapRows
      ),
    ]);
    expect(read.bins).toEqual([
      { from: 0, to: 0.5 },
      { from: 0.5, to: 1 },
    ]);
    expect(read.reference).toBeNull();
    expect(read.currents).toMatchObject([
      { counts: [3, 3], above: 1, rows: 6, from: 1, mean: null },
      { counts: [4, 2], above: 0, rows: 6, from: 2 },
    ]);
  });

  it('of two queries are summed over time and compared', () => {
    const rows = (refId: string, counts: number[]) =>
      frame(refId, [time([1, 2]), numbers('1', counts), numbers('2', [1, 1])], DataFrameType.HeatmapRows);
    const [read] = readCountedSamples([rows('A', [1, 2]), rows('B', [5, 5])]);
    expect(read.reference).toMatchObject({ counts: [3, 2], rows: 5 });
    expect(read.currents).toMatchObject([{ counts: [10, 2], name: 'B' }]);
  });

  it('as series are taken apart, segment by segment', () => {
    const bucket = (refId: string, le: string, upTo: number) =>
      frame(refId, [time([1, 2]), numbers('Value', [0, upTo], { le, path: '/x', __name__: 'seconds_bucket' })]);
    const [read] = readCountedSamples([
      bucket('A', '+Inf', 10),
      bucket('A', '0.1', 4),
      bucket('A', '0.5', 9),
      bucket('B', '0.1', 1),
      bucket('B', '0.5', 2),
      bucket('B', '+Inf', 2),
    ]);
    expect(read).toMatchObject({ segment: { path: '/x' }, reference: { counts: [4, 6], above: 1, rows: 10 } });
    expect(read.currents).toMatchObject([{ counts: [1, 1], above: 0, rows: 2 }]);
  });

  it('as a table, with bounds below zero and a counter that was reset', () => {
    const [read] = readCountedSamples([
      frame('A', [{ name: 'le', type: FieldType.string, values: ['-1', '1', '2'] }, numbers('Value', [2, 5, 4])]),
    ]);
    expect(read.bins).toEqual([
      { from: -1, to: 1 },
      { from: 1, to: 2 },
    ]);
    expect(read.currents[0]).toMatchObject({ counts: [5, 0], below: 2, rows: 5 });
  });
});

test('other frames are not histograms', () => {
  expect(readCountedSamples([frame('A', [time([1]), numbers('Value', [1])])])).toEqual([]);
  expect(readCountedSamples([])).toEqual([]);
});
