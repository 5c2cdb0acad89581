// Rows in groups: by the beginning of their names, by feature, or by a segment. A group has a line of its own that says the worst of its rows.
import { segmentLabel } from '../../../frames/drift';
import { Grouping, groupingBySegment, segmentOfGrouping } from '../options';
import { Cells } from './cells';
import { HeatRow } from './rows';
import { cellsOfTally, Tally, tallyRows } from './tally';

export interface HeatGroup {
  key: string;
  grouping: Grouping;
  /** '' for the rows that belong to no group. */
  name: string;
  /** In the order of the heatmap. */
  rows: HeatRow[];
  tally: Tally;
  cells: Cells;
  window: Uint32Array;
}

/** null where rows are not to be grouped, or nothing groups them. Groups stand in the order of their first rows, what belongs to none last. */
export function groupRows(rows: HeatRow[], by: Grouping, from: Float64Array, to: Float64Array): HeatGroup[] | null {
  const grouping = by === 'segment' ? bySegmentOf(rows) : by;
  const nameOf = namesOf(rows, grouping);
  if (!nameOf) {
    return null;
  }
  const members = new Map<string, HeatRow[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = members.get(name);
    if (group) {
      group.push(row);
    } else {
      members.set(name, [row]);
    }
  }
  const names = [...members.keys()].sort((a, b) => Number(a === '') - Number(b === ''));
  return names.map((name) => {
    const tally = tallyRows(members.get(name)!, from.length);
    return {
      key: `${grouping} ${name}`,
      grouping,
      name,
      rows: members.get(name)!,
      tally,
      ...cellsOfTally(tally, from, to),
    };
  });
}

/** What names a row below its group's header, which says a part of its name already. */
export function labelInGroup(
  { label, segment, segmentText, feature }: HeatRow,
  { grouping }: HeatGroup
): HeatRow['label'] {
  if (grouping === 'feature' && segmentText !== '' && label.main === feature) {
    return { main: segmentText, quiet: '' };
  }
  const grouped = segmentOfGrouping(grouping);
  if (grouped === null || label.main !== feature) {
    return label;
  }
  const rest = Object.entries(segment).filter(([name]) => name !== grouped);
  return label.quiet === segmentText ? { main: feature, quiet: segmentLabel(Object.fromEntries(rest)) } : label;
}

/** Whether rows are to be grouped by a segment, and the query asked for none. */
export function lacksSegments(rows: HeatRow[], by: Grouping): boolean {
  return by === 'segment' && rows.every(({ segmentText }) => segmentText === '');
}

// A header over one row, or over all of them, would say the same twice: of one feature the rows are the segments.
function bySegmentOf(rows: HeatRow[]): Grouping {
  const [segment] = rows.flatMap((row) => Object.keys(row.segment));
  const values = new Set(rows.map((row) => row.segment[segment]));
  return values.size === 1 || values.size === rows.length ? 'none' : groupingBySegment(segment);
}

function namesOf(rows: HeatRow[], grouping: Grouping): ((row: HeatRow) => string) | null {
  if (grouping === 'none') {
    return null;
  }
  if (grouping === 'feature') {
    return rows.some((row) => row.segmentText !== '') ? (row) => row.feature : null;
  }
  const segment = segmentOfGrouping(grouping);
  if (segment !== null) {
    return rows.some((row) => segment in row.segment) ? (row) => row.segment[segment] ?? '' : null;
  }
  const shared = sharedPrefixes(rows);
  return shared.size === 0
    ? null
    : (row) => {
        const prefix = prefixOf(row.feature);
        return shared.has(prefix) ? prefix : '';
      };
}

/** What stands before the first `_`, `.`, `/` or `:` of a name; '' where nothing does. */
export function prefixOf(name: string): string {
  return /^[^_./:]+(?=[_./:])/.exec(name)?.[0] ?? '';
}

// One feature alone makes no group, in however many segments it stands.
function sharedPrefixes(rows: HeatRow[]): Set<string> {
  const features = new Map<string, Set<string>>();
  for (const { feature } of rows) {
    const prefix = prefixOf(feature);
    if (prefix !== '') {
      features.set(prefix, (features.get(prefix) ?? new Set()).add(feature));
    }
  }
  return new Set([...features].filter(([, of]) => of.size > 1).map(([prefix]) => prefix));
}
