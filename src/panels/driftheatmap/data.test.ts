import { toDataFrame, FieldType } from '@grafana/data';
import { shapeHeatmap } from './data';
import { RowOrder } from './options';

const day = 86_400_000;

interface Given {
  feature: string;
  /** Severities by day; null is "not enough". */
  severities: Array<number | null>;
  device?: string;
  reference?: number;
}

function frameOf(given: Given[]) {
  const rows = given.flatMap(({ feature, severities, device, reference = 0 }) =>
    severities.map((severity, i) => ({
      time: i * day,
      window_end: (i + 1) * day,
      feature,
      ...(device === undefined ? {} : { device }),
      verdict: severity === null ? 'not_enough' : severity >= 1 ? 'drifted' : 'fine',
      severity,
      in_reference: i < reference,
      partial: false,
    }))
  );
  const frame = toDataFrame(rows);
  frame.fields
    .filter(({ name }) => name === 'time' || name === 'window_end')
    .forEach((field) => (field.type = FieldType.time));
  return frame;
}

const shape = (given: Given[], order: RowOrder = 'recent', maxRows = 0) =>
  shapeHeatmap([frameOf(given)], { order, maxRows })!;

test('nothing to shape is null', () => expect(shapeHeatmap([], { order: 'recent', maxRows: 0 })).toBeNull());

describe('order of rows', () => {
  const given = [
    { feature: 'b_quiet', severities: [0.1, 0.1, 0.1] },
    { feature: 'a_old', severities: [9, 0.1, 0.1] },
    { feature: 'c_new', severities: [0.1, 0.1, 3] },
    { feature: 'd_gone', severities: [0.1, 2, null] },
  ];
  const names = (order: RowOrder): string[] => shape(given, order).rows.map((row) => row.feature);

  test('recent severity counts, and undecided windows do not', () =>
    expect(names('recent')).toEqual(['c_new', 'a_old', 'd_gone', 'b_quiet']));
  test('worst', () => expect(names('worst')).toEqual(['a_old', 'c_new', 'd_gone', 'b_quiet']));
  test('first to drift, the quiet ones last', () =>
    expect(names('firstDrift')).toEqual(['a_old', 'd_gone', 'c_new', 'b_quiet']));
  test('name', () => expect(names('name')).toEqual(['a_old', 'b_quiet', 'c_new', 'd_gone']));
});

test('numbers in names sort as numbers', () => {
  const given = ['x10', 'x9', 'x1'].map((feature) => ({ feature, severities: [0] }));
  expect(shape(given, 'name').rows.map((row) => row.feature)).toEqual(['x1', 'x9', 'x10']);
});

test('windows say how many features were decided and drifted', () => {
  const { windows, from, to } = shape([
    { feature: 'a', severities: [0.2, 2], reference: 1 },
    { feature: 'b', severities: [null, 0.3] },
  ]);
  expect(windows).toEqual([
    { from: 0, to: day, decided: 1, drifted: 0, inReference: true, partial: false },
    { from: day, to: 2 * day, decided: 2, drifted: 1, inReference: false, partial: false },
  ]);
  expect([from, to]).toEqual([0, 2 * day]);
});

test('what drifted inside the reference is not a first drift', () => {
  expect(shape([{ feature: 'a', severities: [3, 0, 2], reference: 1 }]).rows[0].firstDrift).toBe(2 * day);
});

test('a row for each segment, windows still counted over all of them', () => {
  const heatmap = shape(
    [
      { feature: 'a', severities: [0.1], device: 'old' },
      { feature: 'a', severities: [4], device: 'new' },
    ],
    'recent',
    1
  );
  expect(heatmap.rows.map((row) => row.segmentText)).toEqual(['new']);
  expect(heatmap.hidden).toBe(1);
  expect(heatmap.windows[0]).toMatchObject({ decided: 2, drifted: 1 });
});

test('overlapping windows end where the next one begins', () => {
  const frame = toDataFrame(
    [0, 1, 2].map((i) => ({ time: i * 100, window_end: i * 100 + 600, feature: 'a', verdict: 'fine', severity: 0 }))
  );
  frame.fields[0].type = FieldType.time;
  const { rows } = shapeHeatmap([frame], { order: 'recent', maxRows: 0 })!;
  expect(rows[0].cells.map(({ from, to }) => [from, to])).toEqual([
    [0, 100],
    [100, 200],
    [200, 800],
  ]);
});

test('series without ends of windows take the usual distance, and keep their gaps', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [0, 10, 20, 50] },
      { name: 'severity', type: FieldType.number, labels: { feature: 'a' }, values: [0, 0, 0, 0] },
    ],
  });
  const { rows } = shapeHeatmap([frame], { order: 'recent', maxRows: 0 })!;
  expect(rows[0].cells.map(({ from, to }) => [from, to])).toEqual([
    [0, 10],
    [10, 20],
    [20, 30],
    [50, 60],
  ]);
});

test('rows of one feature are named by their segments', () => {
  const labels = (given: Given[]) => shape(given, 'name').rows.map((row) => row.label);
  const both = [
    { feature: 'a', severities: [0], device: 'new' },
    { feature: 'a', severities: [0], device: 'old' },
  ];
  expect(labels(both)).toEqual([
    { main: 'new', quiet: '' },
    { main: 'old', quiet: '' },
  ]);
  expect(labels([...both, { feature: 'b', severities: [0], device: 'old' }])[0]).toEqual({ main: 'a', quiet: 'new' });
});
