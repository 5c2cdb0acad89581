import { heatmapOf } from '../testing/given';
import { remembered, tallyRows, worstOf } from './tally';

const severities = [0.2, 3, 1.5, 0.9, 7, 2, 0.1, null];
const heatmap = heatmapOf(
  severities.map((severity, i) => ({ feature: `f${i}`, severities: [severity, i === 2 ? 9 : 0.5] })),
  { order: 'name' }
);
const names = (first: number, count: number) =>
  worstOf(heatmap.windows.tally, heatmap.all, first, count).map(({ row, cell }) => [
    row.feature,
    row.cells.severity[cell],
  ]);

test('remembers the worst rows of a window, worst first', () => {
  expect(names(0, 1)).toEqual([
    ['f4', 7],
    ['f1', 3],
    ['f5', 2],
    ['f2', 1.5],
    ['f3', 0.9],
  ]);
  expect(remembered).toBe(5);
});

test('of several windows, each row once with its worst', () => {
  expect(names(0, 2).slice(0, 3)).toEqual([
    ['f2', 9],
    ['f4', 7],
    ['f1', 3],
  ]);
});

test('undecided rows are there, but neither counted nor remembered', () => {
  const { present, decided, drifted } = heatmap.windows.tally;
  expect([present[0], decided[0], drifted[0]]).toEqual([8, 7, 4]);
});

test('whatever the order of rows, the same worst', () => {
  const backwards = [...heatmap.all].reverse();
  const tally = tallyRows(backwards, 2);
  expect(worstOf(tally, backwards, 0, 1).map(({ row }) => row.feature)).toEqual(['f4', 'f1', 'f5', 'f2', 'f3']);
});

test('an error is worse than a fine window and less than a drifted one', () => {
  const rows = heatmapOf([
    { feature: 'a', severities: [0.3, 0.3] },
    { feature: 'b', severities: [2, null] },
  ]).all;
  const error = 4;
  rows.find(({ feature }) => feature === 'a')!.cells.state.fill(error);
  const { severity, state } = tallyRows(rows, 2);
  expect([severity[0], state[0] & 7]).toEqual([2, 0]);
  expect(state[1] & 7).toBe(error);
});
