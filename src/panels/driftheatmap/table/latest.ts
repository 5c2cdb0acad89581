// The newest verdict of a row, read from its frame once.
import { Drift } from '../../../frames/drift';
import { HeatRow, originOf } from '../shape/rows';

const known = new WeakMap<HeatRow, Drift>();

/** Of the last window that was decided, else of the last window; null where the row has none. */
export function latestDrift(row: HeatRow): Drift | null {
  const cell = latestCell(row);
  if (cell < 0) {
    return null;
  }
  let drift = known.get(row);
  if (!drift) {
    const { series, row: frameRow } = originOf(row, cell);
    drift = series.detail(frameRow);
    known.set(row, drift);
  }
  return drift;
}

export function latestCell(row: HeatRow): number {
  return row.latest >= 0 ? row.latest : row.cells.from.length - 1;
}
