// Lays the cells of some lines out for a pen, which draws them as SVG or on canvas: the same picture by either.
import { Cells } from '../shape/cells';
import { Line } from '../shape/lines';
import { Look, LookOf } from './looks';
import { narrowCell, Sign, signRadius } from './signs';

export interface Pen {
  /** Behind the cells of a group's line, over the whole width. */
  band: (y: number, height: number) => void;
  /** A cell; `line` and `cell` are its numbers, for whoever needs a key. */
  box: (x: number, y: number, width: number, height: number, look: Look, line: number, cell: number) => void;
  sign: (sign: Sign, x: number, y: number, radius: number, color: string) => void;
  text: (text: string, x: number, y: number, color: string) => void;
}

export interface Painting {
  lines: Line[];
  /** Lines [first, last) are drawn. */
  first: number;
  last: number;
  cellsOf: (line: Line) => Cells;
  /** px of a time. */
  x: (time: number) => number;
  rowHeight: number;
  lookOf: LookOf;
  /** A severity or value in words, for cells that are wide enough; '' for one that needs none. */
  numberOf: (line: Line, severity: number) => string;
}

// Room for a sign and a number such as 0.123, and for a number of rows in a group's line, px.
const numberedCell = 64;
const countedCell = 11;
const numberedHeight = 14;
/** How far a sign stands left of the middle where there is a number, px. */
const besideNumber = 20;
/** Rows this high have a gap between them, and cells this wide, px. */
const gapped = { height: 8, width: 4 };
/** A group's cells are a little lower than their line, px; of low lines they are not. */
const groupInset = { px: 2, from: 18 };

export function paint(pen: Pen, painting: Painting): void {
  const { lines, first, last, rowHeight } = painting;
  const gap = rowHeight >= gapped.height ? 1 : 0;
  for (let i = first; i < last; i++) {
    const line = lines[i];
    const inset = line.kind === 'group' && rowHeight >= groupInset.from ? groupInset.px : 0;
    if (line.kind === 'group') {
      pen.band(i * rowHeight, rowHeight - gap);
    }
    paintLine(pen, painting, i, i * rowHeight + inset, rowHeight - gap - 2 * inset);
  }
}

function paintLine(pen: Pen, painting: Painting, lineNumber: number, y: number, height: number): void {
  const { lines, cellsOf, x, lookOf } = painting;
  const line = lines[lineNumber];
  const cells = cellsOf(line);
  const { from, to, severity, state } = cells;
  const [series] = line.kind === 'group' ? line.group.rows[0].series : line.row.series;
  for (let cell = 0; cell < state.length; cell++) {
    const left = x(from[cell]);
    const full = Math.max(1, x(to[cell]) - left);
    const width = full - (full >= gapped.width ? 1 : 0);
    const look = lookOf(series, state[cell], severity[cell]);
    pen.box(left, y, width, height, look, lineNumber, cell);
    const coloured = look.fill !== null && look.fill !== 'hatch';
    const text = coloured ? textOf(painting, line, cells, cell, width, height) : '';
    const middle = { x: left + width / 2, y: y + height / 2 };
    if (text !== '') {
      pen.text(text, middle.x, middle.y + 4, look.ink);
    }
    if (!look.sign || (text !== '' && line.kind === 'group')) {
      continue;
    }
    if (full < narrowCell) {
      pen.sign('line', middle.x, y + height - 3, full / 2, look.ink);
    } else {
      pen.sign(look.sign, middle.x - (text === '' ? 0 : besideNumber), middle.y, signRadius(width, height), look.ink);
    }
  }
}

// A group's cells say how many of their rows drifted, a row's how severe it is; '' where there is no room, or nothing to say.
function textOf(painting: Painting, line: Line, cells: Cells, cell: number, width: number, height: number): string {
  if (line.kind === 'group') {
    const drifted = cells.drifted?.[cell] ?? 0;
    return drifted > 0 && width >= countedCell ? String(drifted) : '';
  }
  return width >= numberedCell && height >= numberedHeight ? painting.numberOf(line, cells.severity[cell]) : '';
}
