import { FieldType, toDataFrame } from '@grafana/data';
import { RowOrder } from '../options';
import { day, Given, heatmapOf, tableOf } from '../testing/given';
import { shapeHeatmap } from './heatmap';
import { HeatRow, originOf } from './rows';

const extents = ({ cells: { from, to } }: HeatRow): number[][] => [...from].map((start, i) => [start, to[i]]);
const shapeFrames = (frames: Parameters<typeof shapeHeatmap>[0], order: RowOrder = 'name') =>
  shapeHeatmap(frames, { order, maxRows: 0 })!;

test('nothing to shape is null', () => {
  expect(shapeHeatmap([], { order: 'recent', maxRows: 0 })).toBeNull();
  const empty = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2] },
      { name: 'v', type: FieldType.number, values: [null, null] },
    ],
  });
  expect(shapeHeatmap([empty], { order: 'recent', maxRows: 0 })).toBeNull();
});

describe('order of rows', () => {
  const given: Given[] = [
    { feature: 'b_quiet', severities: [0.1, 0.1, 0.1] },
    { feature: 'a_old', severities: [9, 0.1, 0.1] },
    { feature: 'c_new', severities: [0.1, 0.1, 3] },
    { feature: 'd_gone', severities: [0.1, 2, null] },
    { feature: 'e_undecided', severities: [null, null, null] },
  ];
  const custom = { importance: { b_quiet: 0.5, d_gone: 0.9, c_new: 0 } };
  const names = (order: RowOrder): string[] => heatmapOf(given, { order }, custom).rows.map((row) => row.feature);

  test('recent severity counts, and undecided windows do not', () =>
    expect(names('recent')).toEqual(['c_new', 'a_old', 'd_gone', 'b_quiet', 'e_undecided']));
  test('worst', () => expect(names('worst')).toEqual(['a_old', 'c_new', 'd_gone', 'b_quiet', 'e_undecided']));
  test('first to drift, the quiet ones last', () =>
    expect(names('firstDrift')).toEqual(['a_old', 'd_gone', 'c_new', 'b_quiet', 'e_undecided']));
  test('name', () => expect(names('name')).toEqual(['a_old', 'b_quiet', 'c_new', 'd_gone', 'e_undecided']));
  test('importance, those without one last', () =>
    expect(names('importance')).toEqual(['d_gone', 'b_quiet', 'c_new', 'a_old', 'e_undecided']));
  test('what lies long back weighs nothing', () => {
    const long = (last: number) => [5, ...Array<number>(80).fill(0), last];
    const rows = heatmapOf([
      { feature: 'old', severities: long(0.1) },
      { feature: 'new', severities: long(0.2) },
    ]).rows;
    expect(rows.map(({ feature }) => feature)).toEqual(['new', 'old']);
    expect(rows[1].recent).toBeCloseTo(0.1);
  });
});

test('numbers in names sort as numbers', () => {
  const given = ['x10', 'x9', 'x1'].map((feature) => ({ feature, severities: [0] }));
  expect(heatmapOf(given, { order: 'name' }).rows.map((row) => row.feature)).toEqual(['x1', 'x9', 'x10']);
});

test('windows say how many rows were decided and drifted, and the worst of them', () => {
  const { windows, from, to } = heatmapOf([
    { feature: 'a', severities: [0.2, 2], reference: 1 },
    { feature: 'b', severities: [null, 0.3] },
  ]);
  expect([...windows.from]).toEqual([0, day]);
  expect([...windows.to]).toEqual([day, 2 * day]);
  expect([...windows.tally.decided]).toEqual([1, 2]);
  expect([...windows.tally.drifted]).toEqual([0, 1]);
  expect([...windows.tally.severity]).toEqual([0.2, 2]);
  expect([from, to]).toEqual([0, 2 * day]);
});

describe('episodes', () => {
  const row = (given: Omit<Given, 'feature'>): HeatRow => heatmapOf([{ feature: 'a', ...given }]).rows[0];

  test('what drifted inside the reference is not a first drift', () =>
    expect(row({ severities: [3, 0, 2], reference: 1 }).firstDrift).toBe(2));
  test('a running one began after the last window that is fine; undecided ones do not end it', () => {
    expect(row({ severities: [0, 2, null, 3, null] }).since).toBe(1);
    expect(row({ severities: [2, 0, 2] }).since).toBe(2);
    expect(row({ severities: [2, 2, 0] }).since).toBe(-1);
  });
  test('an open window neither begins nor ends one', () => {
    expect(row({ severities: [0, 2, 0], open: true }).since).toBe(1);
    expect(row({ severities: [0, 0, 2], open: true }).since).toBe(-1);
  });
  test('counts and last', () =>
    expect(row({ severities: [2, 0, 5, 1, 0] })).toMatchObject({
      driftedCount: 3,
      lastDrift: 3,
      worst: 5,
      worstCell: 2,
      latest: 4,
    }));
});

test('a row for each segment, windows still counted over all of them', () => {
  const heatmap = heatmapOf(
    [
      { feature: 'a', severities: [0.1], device: 'old' },
      { feature: 'a', severities: [4], device: 'new' },
    ],
    { maxRows: 1 }
  );
  expect(heatmap.rows.map((row) => row.segmentText)).toEqual(['new']);
  expect(heatmap.hidden).toBe(1);
  expect([heatmap.windows.tally.decided[0], heatmap.windows.tally.drifted[0]]).toEqual([2, 1]);
});

test('overlapping windows end where the next one begins', () => {
  const frame = toDataFrame(
    [0, 1, 2].map((i) => ({ time: i * 100, window_end: i * 100 + 600, feature: 'a', verdict: 'fine', severity: 0 }))
  );
  frame.fields[0].type = FieldType.time;
  expect(extents(shapeFrames([frame]).rows[0])).toEqual([
    [0, 100],
    [100, 200],
    [200, 800],
  ]);
});

const series = (name: string, times: number[], labels?: Record<string, string>, refId?: string) =>
  toDataFrame({
    refId,
    fields: [
      { name: 'time', type: FieldType.time, values: times },
      { name, type: FieldType.number, labels, values: times.map(() => 0) },
    ],
  });

test('series without ends of windows take their usual distance, and keep their gaps', () => {
  expect(extents(shapeFrames([series('severity', [0, 10, 20, 50], { feature: 'a' })]).rows[0])).toEqual([
    [0, 10],
    [10, 20],
    [20, 30],
    [50, 60],
  ]);
});

test('series that are sampled apart keep their own distances, and share windows of the usual one', () => {
  const frames = ['a', 'b', 'c'].map((feature, i) =>
    series(
      'severity',
      [0, 60, 120, 180, 240].map((time) => time + 7 * i),
      { feature }
    )
  );
  const { rows, windows } = shapeFrames(frames);
  expect(extents(rows[1])[0]).toEqual([7, 67]);
  expect([...windows.from]).toEqual([0, 60, 120, 180, 240]);
  expect([...windows.tally.present]).toEqual([3, 3, 3, 3, 3]);
});

test('rows of the log by window: any feature’s, summed over segments, unknown where nobody knows', () => {
  const counted = heatmapOf([
    { feature: 'a', severities: [0, 0, 0], device: 'x', rows: [10, 20, NaN] },
    { feature: 'b', severities: [0, 0, 0], device: 'x', rows: [11, NaN, NaN] },
    { feature: 'a', severities: [0, 0, 0], device: 'y', rows: [1, 2, NaN] },
  ]).windows.counted;
  expect([...counted!]).toEqual([12, 22, NaN]);
  expect(heatmapOf([{ feature: 'a', severities: [0] }]).windows.counted).toBeNull();
});

describe('names', () => {
  const labels = (rows: HeatRow[]) => rows.map(({ label }) => label);
  const both: Given[] = [
    { feature: 'a', severities: [0], device: 'new' },
    { feature: 'a', severities: [0], device: 'old' },
  ];

  test('rows of one feature are named by their segments', () => {
    expect(labels(heatmapOf(both, { order: 'name' }).rows)).toEqual([
      { main: 'new', quiet: '' },
      { main: 'old', quiet: '' },
    ]);
    const more = heatmapOf([...both, { feature: 'b', severities: [0], device: 'old' }], { order: 'name' });
    expect(labels(more.rows)[0]).toEqual({ main: 'a', quiet: 'new' });
  });

  test('features of one segment alone do not say its name in every row', () => {
    const { rows } = heatmapOf(['a', 'b'].map((feature) => ({ feature, severities: [0], device: 'new' })));
    expect(labels(rows).map(({ quiet }) => quiet)).toEqual(['', '']);
  });

  test('the same feature of two queries is two rows, told apart by their letters', () => {
    const frames = ['A', 'B'].map((refId) => series('severity', [0, 10], { feature: 'x' }, refId));
    const { rows } = shapeFrames(frames);
    expect(labels(rows)).toEqual([
      { main: 'x', quiet: 'A' },
      { main: 'x', quiet: 'B' },
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });

  test('the same feature of two queries is named by what was set differently in them', () => {
    const asked = (...custom: object[]) =>
      labels(
        shapeFrames(
          custom.map((meta, i) => ({
            ...series('severity', [0, 10], { feature: 'x' }, 'ABC'[i]),
            meta: { custom: { method: 'ks', reference: 'January', window: '1d', ...meta } },
          }))
        ).rows
      ).map(({ quiet }) => quiet);
    expect(asked({ method: 'ks' }, { method: 'psi' })).toEqual(['Kolmogorov–Smirnov', 'PSI']);
    expect(asked({ reference: 'January' }, { reference: 'February' })).toEqual(['February', 'January']);
    expect(asked({ window: '1d' }, { window: '7d' })).toEqual(['1d', '7d']);
    expect(asked({}, { method: 'psi' }, { method: 'psi', window: '7d' })).toEqual([
      'Kolmogorov–Smirnov, 1d',
      'PSI, 1d',
      'PSI, 7d',
    ]);
    expect(asked({}, {})).toEqual(['A', 'B']);
  });

  test('the same feature of two models is two rows', () => {
    const frames = ['digits', 'flights'].map((model) => series('severity', [0, 10], { feature: 'x', model }));
    expect(labels(shapeFrames(frames).rows).map(({ quiet }) => quiet)).toEqual(['digits', 'flights']);
  });

  test('parts of one series are one row, whose cells know where they are from', () => {
    const frames = [series('severity', [20, 30], { feature: 'x' }), series('severity', [0, 10], { feature: 'x' })];
    const { rows } = shapeFrames(frames);
    expect(rows).toHaveLength(1);
    expect([...rows[0].cells.from]).toEqual([0, 10, 20, 30]);
    expect(originOf(rows[0], 1)).toMatchObject({ row: 1, series: { frame: frames[1] } });
    expect(originOf(rows[0], 2)).toMatchObject({ row: 0, series: { frame: frames[0] } });
  });

  test('series that say different things about the same windows are rows of their own', () => {
    const { rows } = shapeFrames([series('v', [0, 10]), series('v', [0, 10])]);
    expect(labels(rows)).toEqual([
      { main: 'v', quiet: '1' },
      { main: 'v', quiet: '2' },
    ]);
  });

  test('series that nobody named are named by the labels that tell them apart', () => {
    const of = (instance: string, job: string) =>
      series('Value', [0, 10], { __name__: 'cpu', cluster: 'c1', instance, job });
    const { rows } = shapeFrames([of('w1', 'a'), of('w2', 'a'), of('w3', 'b')]);
    expect(labels(rows)).toEqual([
      { main: 'w1', quiet: 'a' },
      { main: 'w2', quiet: 'a' },
      { main: 'w3', quiet: 'b' },
    ]);
  });
});

test('what is judged, its line and its range', () => {
  expect(heatmapOf([{ feature: 'a', severities: [0.5, 3] }])).toMatchObject({
    measure: 'severity',
    judged: true,
    line: 1,
    range: [0.5, 3],
    weighted: false,
  });
  const cpu = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2] },
      { name: 'cpu', type: FieldType.number, values: [40, 90] },
    ],
  });
  expect(shapeFrames([cpu])).toMatchObject({ measure: 'value', judged: false, line: null, range: [40, 90] });
  expect(shapeHeatmap([cpu], { order: 'name', maxRows: 0, lineOf: () => 80 })).toMatchObject({
    judged: true,
    line: 80,
  });
});

test('a series of nulls stands as a row without cells', () => {
  const frames = [series('a', [0, 10])];
  frames.push(series('b', [0, 10]));
  frames[1].fields[1].values = [null, null];
  const { rows } = shapeFrames(frames);
  expect(rows.map(({ feature, cells, latest }) => [feature, cells.from.length, latest])).toEqual([
    ['a', 2, 1],
    ['b', 0, -1],
  ]);
});

test('a table of fifty thousand rows is shaped in little time', () => {
  const features = Array.from({ length: 500 }, (_, i) => ({
    feature: `f${i}`,
    severities: Array<number>(100).fill(0.5),
  }));
  const table = tableOf(features);
  const began = performance.now();
  expect(shapeFrames([table]).rows).toHaveLength(500);
  // A bound against work that grows with the square of the rows, generous for busy machines.
  expect(performance.now() - began).toBeLessThan(5000);
});
