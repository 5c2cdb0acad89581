import { gridOf, placesInView } from './grid';
import { tilesOf } from './order';
import { findSpikes } from './spikes';
import { spreadLabels, stackColumns } from './stackColumns';
import { numeric } from './testing';

describe('the grid of tiles', () => {
  test('one plot takes the panel', () =>
    expect(gridOf(1, 700, 300)).toMatchObject({ columns: 1, tileWidth: 700, tileHeight: 300 }));
  test('six fit a large panel without scrolling', () =>
    expect(gridOf(6, 1100, 540)).toMatchObject({ columns: 3, scrolls: false }));
  test('many scroll, and stay readable', () => {
    const grid = gridOf(60, 1100, 540);
    expect(grid.scrolls).toBe(true);
    expect(grid.tileHeight).toBeGreaterThanOrEqual(190);
    expect(grid.columns * grid.tileWidth + (grid.columns - 1) * grid.gap).toBeLessThanOrEqual(1100);
  });
  test('a narrow panel has one column', () => expect(gridOf(4, 300, 200).columns).toBe(1));

  test('only what is in view is drawn', () => {
    const grid = gridOf(200, 1100, 540);
    const top = placesInView(grid, 200, 0, 540);
    expect(top[0].index).toBe(0);
    expect(top.length).toBeLessThan(20);
    const middle = placesInView(grid, 200, grid.height / 2, 540);
    expect(middle.length).toBeLessThan(24);
    expect(middle.some(({ top: at }) => at <= grid.height / 2 && at + grid.tileHeight >= grid.height / 2)).toBe(true);
    expect(placesInView(grid, 200, grid.height - 540, 540).at(-1)!.index).toBe(199);
  });
});

test('the worst tiles come first, undecided ones last, equals as they came', () => {
  const tile = (feature: string, verdict: string, severity: number | null) =>
    numeric({ feature, told: { verdict, severity } });
  const tiles = [
    tile('quiet', 'fine', 0.2),
    tile('few', 'not_enough', null),
    tile('worst', 'drifted', 8),
    numeric({ feature: 'nobody', told: null }),
    tile('failed', 'error', null),
    tile('bad', 'drifted', 2),
  ];
  expect(tilesOf(tiles, 'severity').map(({ distribution }) => distribution.feature)).toEqual([
    'worst',
    'bad',
    'quiet',
    'failed',
    'few',
    'nobody',
  ]);
  expect(tilesOf(tiles, 'given').map(({ distribution }) => distribution.feature)[0]).toBe('quiet');
});

test('tiles of one name have keys of their own', () => {
  const keys = tilesOf([numeric(), numeric()], 'given').map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
});

test('the few bars that would hide the rest are cut, a bell is left alone', () => {
  const bell = Array.from({ length: 40 }, (_, i) => Math.exp(-0.5 * ((i - 20) / 6) ** 2));
  expect(findSpikes([bell])).toEqual({ ceiling: null, bins: [] });
  expect(findSpikes([bell.map((height, i) => (i === 3 ? 9 : height))])).toMatchObject({ bins: [3] });
  expect(findSpikes([[9, 1, 1]])).toEqual({ ceiling: null, bins: [] });
  expect(findSpikes([])).toEqual({ ceiling: null, bins: [] });
});

test('columns fill the plot, the reference apart from the windows', () => {
  const { left, width } = stackColumns(51, true, 40, 640);
  expect(left[1] - left[0]).toBeGreaterThan(left[2] - left[1]);
  expect(left[50] + width).toBeLessThanOrEqual(640);
  expect(stackColumns(1, true, 0, 900).width).toBeLessThanOrEqual(64);
});

test('labels do not cover each other', () => {
  const placed = spreadLabels([10, 12, 14, 90, 91], 15, 0, 100);
  placed.slice(1).forEach((at, i) => expect(at - placed[i]).toBeGreaterThanOrEqual(15 - 1e-9));
  expect(placed.at(-1)!).toBeLessThanOrEqual(92.5);
});
