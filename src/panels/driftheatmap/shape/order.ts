// In which order rows stand.
import { driftLine } from '../../../frames/drift';
import { RowOrder } from '../options';
import { HeatRow } from './rows';

const names = new Intl.Collator(undefined, { numeric: true });

type Compare = (a: HeatRow, b: HeatRow) => number;

const byName: Compare = (a, b) =>
  names.compare(a.feature, b.feature) ||
  names.compare(a.segmentText, b.segmentText) ||
  names.compare(a.label.quiet, b.label.quiet);

// Differences would be NaN between two rows of −Infinity.
const descending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

const firstDrift = (row: HeatRow): number => (row.firstDrift < 0 ? Infinity : row.cells.from[row.firstDrift]);

// A segment that the reference does not know is to be looked at like one that is on the line.
const recent = (row: HeatRow): number => (row.isNew ? (row.line ?? driftLine) : row.recent);

/** Orders by what a row has; rows that have nothing of the kind come last. */
export const comparators: Record<RowOrder, Compare> = {
  recent: (a, b) => descending(recent(a), recent(b)) || descending(a.worst, b.worst) || byName(a, b),
  worst: (a, b) => descending(a.worst, b.worst) || descending(a.recent, b.recent) || byName(a, b),
  firstDrift: (a, b) => descending(firstDrift(b), firstDrift(a)) || descending(a.recent, b.recent) || byName(a, b),
  name: byName,
  importance: (a, b) =>
    descending(a.importance ?? -1, b.importance ?? -1) || descending(a.recent, b.recent) || byName(a, b),
};
