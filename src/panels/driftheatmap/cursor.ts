// Walking over the grid with the keyboard. A cursor stands on a row and on one of its cells, or on the row's label (cell −1).
import { HeatRow } from './data';

export interface Cursor {
  row: number;
  cell: number;
}

/** Where a walk begins: the newest window of the first row. */
export function startCursor(rows: HeatRow[]): Cursor {
  return { row: 0, cell: rows[0].cells.length - 1 };
}

/** The cursor after a key, or null when the key does not move it. Up and down keep the time, also where rows have other windows. */
export function moveCursor(rows: HeatRow[], cursor: Cursor, key: string): Cursor | null {
  const cells = rows[cursor.row].cells;
  switch (key) {
    case 'ArrowLeft':
      return { ...cursor, cell: Math.max(-1, cursor.cell - 1) };
    case 'ArrowRight':
      return { ...cursor, cell: Math.min(cells.length - 1, cursor.cell + 1) };
    case 'Home':
      return { ...cursor, cell: -1 };
    case 'End':
      return { ...cursor, cell: cells.length - 1 };
    case 'ArrowUp':
      return toRow(rows, cursor, cursor.row - 1);
    case 'ArrowDown':
      return toRow(rows, cursor, cursor.row + 1);
    case 'PageUp':
      return toRow(rows, cursor, cursor.row - 10);
    case 'PageDown':
      return toRow(rows, cursor, cursor.row + 10);
    default:
      return null;
  }
}

function toRow(rows: HeatRow[], cursor: Cursor, wanted: number): Cursor {
  const row = Math.max(0, Math.min(rows.length - 1, wanted));
  if (cursor.cell < 0) {
    return { row, cell: -1 };
  }
  return { row, cell: nearestCell(rows[row], rows[cursor.row].cells[cursor.cell].from) };
}

function nearestCell(row: HeatRow, time: number): number {
  return row.cells.reduce(
    (best, cell, i) => (Math.abs(cell.from - time) < Math.abs(row.cells[best].from - time) ? i : best),
    0
  );
}

/** Index of the cell of a row that covers a time, −1 for none. */
export function cellAt(row: HeatRow, time: number): number {
  let [low, high] = [0, row.cells.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const cell = row.cells[middle];
    if (time < cell.from) {
      high = middle - 1;
    } else if (time >= cell.to) {
      low = middle + 1;
    } else {
      return middle;
    }
  }
  return -1;
}
