// The lines of the grid from top to bottom: rows, and the header lines of groups, whose rows are there only while the group is open.
import { Cells } from './cells';
import { Heatmap } from './heatmap';
import { HeatGroup, labelInGroup } from './groups';
import { HeatRow } from './rows';

export type Line = GroupLine | RowLine;

export interface GroupLine {
  kind: 'group';
  key: string;
  group: HeatGroup;
  open: boolean;
  cells: Cells;
  window: Uint32Array;
}

export interface RowLine {
  kind: 'row';
  key: string;
  row: HeatRow;
  label: HeatRow['label'];
  /** True below a group's header. */
  nested: boolean;
  cells: Cells;
  window: Uint32Array;
}

/** `isOpen` says of a group's key whether its rows are shown. */
export function linesOf({ rows, groups }: Heatmap, isOpen: (key: string) => boolean): Line[] {
  if (!groups) {
    return rows.map((row) => rowLine(row, row.label, false));
  }
  return groups.flatMap((group): Line[] => {
    const open = isOpen(group.key);
    const header: GroupLine = { kind: 'group', key: group.key, group, open, cells: group.cells, window: group.window };
    return open ? [header, ...group.rows.map((row) => rowLine(row, labelInGroup(row, group), true))] : [header];
  });
}

function rowLine(row: HeatRow, label: HeatRow['label'], nested: boolean): RowLine {
  return { kind: 'row', key: row.key, row, label, nested, cells: row.cells, window: row.window };
}
