import { heatmapOf } from '../testing/given';
import { columnsOf } from './columns';
import { countBars, referenceRuns, shareBars } from './strips';

const given = Array.from({ length: 10 }, (_, f) => ({
  feature: `f${f}`,
  severities: [0, f < 2 ? 3 : 0, f < 1 ? 3 : null, null],
  reference: 1,
  rows: [50, 100, 25, NaN],
  open: true,
}));
const heatmap = heatmapOf(given);
const columns = columnsOf(heatmap.windows, 600, heatmap.to - heatmap.from, heatmap.step);

test('shares of the decided rows, against a round full height', () => {
  const { heights, full, partial } = shareBars(heatmap.windows, columns);
  expect(full).toBe(1);
  expect([...heights]).toEqual([0, 0.2, 1, NaN]);
  expect([...partial]).toEqual([0, 0, 0, 1]);
  const few = heatmapOf(given.map(({ severities, ...rest }) => ({ ...rest, severities: severities.slice(0, 2) })));
  expect(shareBars(few.windows, columnsOf(few.windows, 600, few.to, few.step)).full).toBe(0.25);
  const calm = heatmapOf([{ feature: 'a', severities: [0, 0] }]);
  expect(shareBars(calm.windows, columnsOf(calm.windows, 600, calm.to, calm.step)).full).toBe(0);
});

test('rows against the most of any window, unknown where nobody knows', () => {
  const { heights, full } = countBars(heatmap.windows, columns);
  expect(full).toBe(100);
  expect([...heights]).toEqual([0.5, 1, 0.25, NaN]);
});

test('a column of several windows shows the largest share and the most rows of them', () => {
  const together = columnsOf(heatmap.windows, 3, heatmap.to - heatmap.from, heatmap.step);
  expect(together.together).toBeGreaterThan(1);
  const most = (heights: Float64Array) => Math.max(...heights.filter((height) => height >= 0));
  expect(most(shareBars(heatmap.windows, together).heights)).toBe(1);
  expect(most(countBars(heatmap.windows, together).heights)).toBe(1);
});

test('runs of reference windows', () => {
  const from = Float64Array.from([0, 1, 2, 3, 4]);
  const to = Float64Array.from([1, 2, 3, 4, 5]);
  expect(referenceRuns({ from, to }, (w) => w !== 2)).toEqual([
    [0, 2],
    [3, 5],
  ]);
  expect(referenceRuns({ from, to }, () => false)).toEqual([]);
});
