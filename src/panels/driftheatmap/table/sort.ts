// In which order the table's rows stand when somebody sorts by a column.
import { isWorse } from '../shape/cells';
import { HeatRow } from '../shape/rows';
import { latestCell, latestDrift } from './latest';

export const columnKeys = [
  'feature',
  'segment',
  'importance',
  'verdict',
  'severity',
  'effect',
  'since',
  'worst',
  'trend',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

export interface Sort {
  by: ColumnKey;
  descending: boolean;
}

const names = new Intl.Collator(undefined, { numeric: true });

// A number to sort by; null sorts last in either direction.
const numbers: Partial<Record<ColumnKey, (row: HeatRow) => number | null>> = {
  importance: (row) => row.importance,
  severity: (row) => (row.latest < 0 ? null : row.cells.severity[row.latest]),
  effect: (row) => latestDrift(row)?.effect ?? null,
  since: (row) => (row.since < 0 ? null : row.cells.from[row.since]),
  worst: (row) => (row.worstCell < 0 ? null : row.worst),
  trend: (row) => row.recent,
};

/** Null: the order of the heatmap. */
export function sortRows(rows: HeatRow[], sort: Sort | null): HeatRow[] {
  if (!sort) {
    return rows;
  }
  const sign = sort.descending ? -1 : 1;
  const numberOf = numbers[sort.by];
  return [...rows].sort((a, b) => {
    if (!numberOf) {
      return sign * compareTexts(sort.by, a, b);
    }
    const [one, two] = [numberOf(a), numberOf(b)];
    return one === null || two === null ? Number(one === null) - Number(two === null) : sign * (one - two);
  });
}

function compareTexts(by: ColumnKey, a: HeatRow, b: HeatRow): number {
  if (by === 'verdict') {
    return verdictRank(a, b);
  }
  return by === 'segment'
    ? names.compare(a.label.quiet, b.label.quiet) || names.compare(a.feature, b.feature)
    : names.compare(a.feature, b.feature) || names.compare(a.label.quiet, b.label.quiet);
}

function verdictRank(a: HeatRow, b: HeatRow): number {
  const [one, two] = [latestCell(a), latestCell(b)];
  if (one < 0 || two < 0) {
    return Number(one >= 0) - Number(two >= 0);
  }
  const [x, y] = [a.cells, b.cells];
  if (isWorse(x.state[one], x.severity[one], y.state[two], y.severity[two])) {
    return 1;
  }
  return isWorse(y.state[two], y.severity[two], x.state[one], x.severity[one]) ? -1 : 0;
}

/** What a click on a column's title comes to: first as one reads it, then the other way round, then the heatmap's order again. */
export function nextSort(sort: Sort | null, by: ColumnKey): Sort | null {
  const first = by !== 'feature' && by !== 'segment';
  if (sort?.by !== by) {
    return { by, descending: first };
  }
  return sort.descending === first ? { by, descending: !first } : null;
}
