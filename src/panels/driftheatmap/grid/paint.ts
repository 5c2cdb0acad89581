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
  /** A severity or value in words, for cells that are wide enough. */
  numberOf: (line: Line, cell: number, severity: number) => string;
}

// Room for a sign and a number such as 0.123, and for a number of rows in a group's line, px.
const numberedCell = 64;
const countedCell = 11;
const numberedHeight = 14;
/** Rows this high have a gap between them, and cells this wide, px. */
const gapped = { height: 8, width: 4 };
const groupInset = 2;

export function paint(pen: Pen, painting: Painting): void {
  const { lines, first, last, rowHeight } = painting;
  const gap = rowHeight >= gapped.height ? 1 : 0;
  for (let i = first; i < last; i++) {
    const line = lines[i];
    const inset = line.kind === 'group' ? groupInset : 0;
    if (line.kind === 'group') {
      pen.band(i * rowHeight, rowHeight - gap);
    }
    paintLine(pen, painting, i, i * rowHeight + inset, rowHeight - gap - 2 * inset);
  }
}

function paintLine(pen: Pen, painting: Painting, number: number, y: number, height: number): void {
  const { lines, cellsOf, x, lookOf, numberOf } = painting;
  const line = lines[number];
  const { from, to, severity, state, drifted } = cellsOf(line);
  const [series] = line.kind === 'group' ? line.group.rows[0].series : line.row.series;
  const counts = line.kind === 'group' ? drifted : null;
  for (let cell = 0; cell < state.length; cell++) {
    const left = x(from[cell]);
    const full = Math.max(1, x(to[cell]) - left);
    const width = full - (full >= gapped.width ? 1 : 0);
    const look = lookOf(series, state[cell], severity[cell]);
    pen.box(left, y, width, height, look, number, cell);
    const coloured = look.fill !== null && look.fill !== 'hatch';
    if (counts && counts[cell] > 0 && width >= countedCell) {
      pen.text(String(counts[cell]), left + width / 2, y + height / 2 + 4, look.ink);
      continue;
    }
    const numbered = coloured && !counts && width >= numberedCell && height >= numberedHeight;
    if (numbered) {
      pen.text(numberOf(line, cell, severity[cell]), left + width / 2, y + height / 2 + 4, look.ink);
    }
    if (look.sign && full < narrowCell) {
      pen.sign('line', left + width / 2, y + height - 3, full / 2, look.ink);
    } else if (look.sign) {
      const middle = left + width / 2 - (numbered ? 20 : 0);
      pen.sign(look.sign, middle, y + height / 2, signRadius(width, height), look.ink);
    }
  }
}
