import { HeatRow } from './data';
import { cellAt, moveCursor, startCursor } from './cursor';

const row = (...windows: Array<[number, number]>): HeatRow =>
  ({ cells: windows.map(([from, to]) => ({ from, to })) }) as unknown as HeatRow;
const rows = [row([0, 10], [10, 20], [20, 30]), row([0, 10], [25, 35])];

test('begins at the newest window', () => expect(startCursor(rows)).toEqual({ row: 0, cell: 2 }));

test('walks along windows, past the first one to the label, and no further', () => {
  expect(moveCursor(rows, { row: 0, cell: 1 }, 'ArrowLeft')).toEqual({ row: 0, cell: 0 });
  expect(moveCursor(rows, { row: 0, cell: 0 }, 'ArrowLeft')).toEqual({ row: 0, cell: -1 });
  expect(moveCursor(rows, { row: 0, cell: -1 }, 'ArrowLeft')).toEqual({ row: 0, cell: -1 });
  expect(moveCursor(rows, { row: 0, cell: 2 }, 'ArrowRight')).toEqual({ row: 0, cell: 2 });
  expect(moveCursor(rows, { row: 0, cell: 0 }, 'End')).toEqual({ row: 0, cell: 2 });
});

test('keeps the time between rows that have other windows', () => {
  expect(moveCursor(rows, { row: 0, cell: 2 }, 'ArrowDown')).toEqual({ row: 1, cell: 1 });
  expect(moveCursor(rows, { row: 0, cell: 0 }, 'ArrowDown')).toEqual({ row: 1, cell: 0 });
  expect(moveCursor(rows, { row: 1, cell: -1 }, 'ArrowUp')).toEqual({ row: 0, cell: -1 });
  expect(moveCursor(rows, { row: 1, cell: 1 }, 'PageDown')).toEqual({ row: 1, cell: 1 });
});

test('leaves other keys alone', () => expect(moveCursor(rows, { row: 0, cell: 0 }, 'a')).toBeNull());

test('finds the cell of a time; ends are not in it, gaps have none', () => {
  expect(cellAt(rows[0], 10)).toBe(1);
  expect(cellAt(rows[0], 29.9)).toBe(2);
  expect(cellAt(rows[1], 15)).toBe(-1);
  expect(cellAt(rows[1], 35)).toBe(-1);
});
