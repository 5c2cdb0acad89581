import { partialIn, unpackState } from '../../../frames/driftSeries';
import { day, heatmapOf } from '../testing/given';
import { cellsInColumns, columnsOf } from './columns';

const n = 1000;
const heatmapOfDrifts = (drifted: number[], undecided: number[] = []) =>
  heatmapOf([
    {
      feature: 'a',
      severities: Array.from({ length: n }, (_, i) =>
        drifted.includes(i) ? 2 + i / n : undecided.includes(i) ? null : 0.5
      ),
      open: true,
    },
  ]);
const columnsAt = (heatmap: ReturnType<typeof heatmapOf>, width: number) =>
  columnsOf(heatmap.windows, width, heatmap.to - heatmap.from, heatmap.step);

test('where there is room every window has a column, and cells are shown as they are', () => {
  const heatmap = heatmapOfDrifts([]);
  const columns = columnsAt(heatmap, 2000);
  expect(columns.together).toBe(1);
  expect(columns.from).toBe(heatmap.windows.from);
  const [row] = heatmap.rows;
  expect(cellsInColumns(row.cells, row.window, columns)).toBe(row.cells);
});

test('else neighbouring windows stand together, in columns that can be seen, none lost and none twice', () => {
  const heatmap = heatmapOfDrifts([]);
  const columns = columnsAt(heatmap, 850);
  expect(columns.together).toBe(3);
  expect(850 / columns.from.length).toBeGreaterThanOrEqual(2);
  expect(columns.count.reduce((sum, count) => sum + count, 0)).toBe(n);
  expect([...columns.columnOf]).toEqual([...columns.columnOf].sort((a, b) => a - b));
  columns.first.forEach((first, column) => {
    expect(columns.from[column]).toBe(first * day);
    expect(columns.to[column]).toBe((first + columns.count[column]) * day);
  });
});

test.each([850, 400, 150, 60, 20])('no drifted window is ever lost, at %i px', (width) => {
  const drifted = [0, 17, 18, 333, 999];
  const heatmap = heatmapOfDrifts(drifted, [16, 19]);
  const [row] = heatmap.rows;
  const columns = columnsAt(heatmap, width);
  const { from, to, severity, state, merged } = cellsInColumns(row.cells, row.window, columns);
  for (const i of drifted) {
    const at = [...from].findIndex((start, cell) => start <= i * day && i * day < to[cell]);
    expect(unpackState(state[at]).outcome).toBe('drifted');
    expect(severity[at]).toBeGreaterThanOrEqual(2 + i / n);
    expect(row.cells.severity[merged!.worst[at]]).toBe(severity[at]);
  }
  expect(merged!.drifted.reduce((sum, count) => sum + count, 0)).toBe(drifted.length);
  expect(merged!.count.reduce((sum, count) => sum + count, 0)).toBe(n);
});

test('a column of an open window is open', () => {
  const heatmap = heatmapOfDrifts([]);
  const [row] = heatmap.rows;
  const { state } = cellsInColumns(row.cells, row.window, columnsAt(heatmap, 100));
  expect(partialIn(state[state.length - 1])).toBe(true);
  expect(partialIn(state[0])).toBe(false);
});

test('a window more at the end cuts the columns before it as they were', () => {
  const before = columnsAt(heatmapOfDrifts([]), 850);
  const more = heatmapOf([{ feature: 'a', severities: Array<number>(n + 1).fill(0.5) }]);
  const after = columnsAt(more, 850);
  const same = before.from.length - 1;
  expect([...after.from.slice(0, same)]).toEqual([...before.from.slice(0, same)]);
});

test('the most drifted rows of a group stand for its column', () => {
  const heatmap = heatmapOf(
    ['a_x', 'a_y'].map((feature, f) => ({
      feature,
      severities: Array.from({ length: n }, (_, i) => (i === 500 || (i === 501 && f === 0) ? 3 : 0)),
    })),
    { grouping: 'prefix' }
  );
  const [group] = heatmap.groups!;
  const { drifted } = cellsInColumns(group.cells, group.window, columnsAt(heatmap, 100));
  expect(Math.max(...drifted!)).toBe(2);
});
