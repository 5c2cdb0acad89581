// Severities of a row as a small bar chart: a path of the calm windows, and one of the drifted.
import { isDrifted } from '../shape/cells';
import { cellsInColumns, Columns } from '../shape/columns';
import { HeatRow } from '../shape/rows';
import { shareOf } from '../shape/span';

export interface Spark {
  calm: string;
  drifted: string;
  /** Height of the line at which a window is drifted; null where the row has none, or it is out of sight. */
  line: number | null;
}

/** A scale up to here at least, so that a row that is calm looks calm: twice the line. */
const leastScale = 2;

export interface SparkSize {
  width: number;
  height: number;
}

export function sparkOf(row: HeatRow, columns: Columns, extent: { from: number; to: number }, size: SparkSize): Spark {
  const { from, to, severity, state } = cellsInColumns(row.cells, row.window, columns);
  const perPx = (extent.to - extent.from) / size.width;
  const least = row.measure === 'severity' ? 0 : Math.min(0, ...finite(severity));
  const greatest = Math.max(row.line === null ? -Infinity : row.line * leastScale, row.worst);
  const share = shareOf([least, greatest]);
  const parts: { calm: string[]; drifted: string[] } = { calm: [], drifted: [] };
  severity.forEach((value, i) => {
    if (Number.isNaN(value)) {
      return;
    }
    const left = (from[i] - extent.from) / perPx;
    const width = Math.max(1, (to[i] - from[i]) / perPx - 0.5);
    const high = Math.max(1, share(value) * size.height);
    const bar = `M${left.toFixed(1)} ${size.height}v${(-high).toFixed(1)}h${width.toFixed(1)}v${high.toFixed(1)}Z`;
    parts[isDrifted(state[i]) ? 'drifted' : 'calm'].push(bar);
  });
  return {
    calm: parts.calm.join(''),
    drifted: parts.drifted.join(''),
    line: row.line === null ? null : size.height - share(row.line) * size.height,
  };
}

function finite(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
