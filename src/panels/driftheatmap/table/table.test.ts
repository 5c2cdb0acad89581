import { Given, heatmapOf } from '../testing/given';
import { columnsOf } from '../shape/columns';
import { tableColumns } from './columns';
import { nextSort, Sort, sortRows } from './sort';
import { sparkOf } from './spark';

const given: Given[] = [
  { feature: 'b2', severities: [0, 3, 3], device: 'x' },
  { feature: 'b10', severities: [0, 0, 9], device: 'y' },
  { feature: 'a', severities: [5, 0, 0.5], device: 'x' },
  { feature: 'c', severities: [null, null, null], device: 'x' },
];
const custom = { segments: ['device'], importance: { a: 0.5, b10: 0.1 } };
const heatmap = heatmapOf(given, {}, custom);
const order = (sort: Sort | null): string[] => sortRows(heatmap.rows, sort).map(({ feature }) => feature);

test('sorts by every column, what has no number last in either direction', () => {
  expect(order({ by: 'feature', descending: false })).toEqual(['a', 'b2', 'b10', 'c']);
  expect(order({ by: 'feature', descending: true })).toEqual(['c', 'b10', 'b2', 'a']);
  expect(order({ by: 'severity', descending: true })).toEqual(['b10', 'b2', 'a', 'c']);
  expect(order({ by: 'severity', descending: false })).toEqual(['a', 'b2', 'b10', 'c']);
  expect(order({ by: 'worst', descending: true })).toEqual(['b10', 'a', 'b2', 'c']);
  expect(order({ by: 'since', descending: false }).slice(0, 2)).toEqual(['b2', 'b10']);
  expect(order({ by: 'importance', descending: true }).slice(0, 2)).toEqual(['a', 'b10']);
  expect(order({ by: 'verdict', descending: true })).toEqual(['b10', 'b2', 'a', 'c']);
  expect(order({ by: 'segment', descending: false })[3]).toBe('b10');
  expect(order(null)).toEqual(heatmap.rows.map(({ feature }) => feature));
});

test('a title sorts, turns round, and goes back to the heatmap’s order', () => {
  const first = nextSort(null, 'severity');
  expect(first).toEqual({ by: 'severity', descending: true });
  const second = nextSort(first, 'severity');
  expect(second).toEqual({ by: 'severity', descending: false });
  expect(nextSort(second, 'severity')).toBeNull();
  expect(nextSort(first, 'feature')).toEqual({ by: 'feature', descending: false });
});

describe('columns', () => {
  const keys = (width: number, of = heatmap): string[] => tableColumns(of, width).map(({ key }) => key);

  test('all where there is room', () =>
    expect(keys(1400)).toEqual([
      'feature', 'segment', 'importance', 'verdict', 'severity', 'effect', 'since', 'worst', 'trend',
    ])); // prettier-ignore
  test('what says least goes first', () => {
    expect(keys(800)).toEqual(['feature', 'segment', 'verdict', 'severity', 'since']);
    expect(keys(300)).toEqual(['feature', 'segment', 'severity']);
    expect(keys(60)).toEqual(['feature']);
  });
  test('never wider than the panel', () => {
    for (let width = 200; width < 1500; width += 50) {
      const used = tableColumns(heatmap, width).reduce((sum, column) => sum + column.width, 0);
      expect(used).toBeLessThanOrEqual(width);
    }
  });
  test('none that says nothing', () => {
    const plain = heatmapOf(given.map(({ feature, severities }) => ({ feature, severities })));
    expect(keys(1400, plain)).not.toEqual(expect.arrayContaining(['segment']));
    expect(keys(1400, plain)).not.toEqual(expect.arrayContaining(['importance']));
  });
});

test('a sparkline has a bar for each decided window, the drifted ones apart, and the line', () => {
  const size = { width: 100, height: 20 };
  const spark = (feature: string) => {
    const row = heatmap.rows.find((one) => one.feature === feature)!;
    const columns = columnsOf(heatmap.windows, size.width, heatmap.to - heatmap.from, heatmap.step);
    return sparkOf(row, columns, heatmap, size);
  };
  const bars = (path: string): number => path.split('M').length - 1;
  expect([bars(spark('b2').calm), bars(spark('b2').drifted)]).toEqual([1, 2]);
  expect(spark('b10').line).toBeCloseTo(20 - 20 / 9);
  expect([bars(spark('c').calm), bars(spark('c').drifted)]).toEqual([0, 0]);
  expect(spark('c').line).toBe(10);
});
