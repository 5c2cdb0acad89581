// Cells as shapes ready to draw, on SVG or canvas: where, which fill, which sign in which colour. Signs of one colour are joined to few paths.
import { GrafanaTheme2 } from '@grafana/data';
import { ScaleLinear } from 'd3-scale';
import { formatSeverity } from '../parts/verdict';
import { CellColor } from './colors';
import { HeatRow } from './data';
import { isFilled, Mark, markOf, markPath, markRadius, narrowCell } from './marks';

export interface CellShape {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** 'hatch' for not enough data, 'none' where there is nothing to colour. */
  fill: string;
  stroke: string | null;
  dashed: boolean;
  opacity: number;
}

export interface MarkShape {
  color: string;
  filled: boolean;
  path: string;
}

export interface NumberShape {
  key: string;
  x: number;
  y: number;
  text: string;
  color: string;
}

export interface Shapes {
  cells: CellShape[];
  marks: MarkShape[];
  /** Severities, where cells are wide enough to carry them. */
  numbers: NumberShape[];
}

export interface ShapeInput {
  rows: HeatRow[];
  x: ScaleLinear<number, number>;
  rowHeight: number;
  theme: GrafanaTheme2;
  color: CellColor;
}

export function shapeCells({ rows, x, rowHeight, theme, color }: ShapeInput): Shapes {
  const cells: CellShape[] = [];
  const numbers: NumberShape[] = [];
  const marks = new Map<string, { color: string; filled: boolean; parts: string[] }>();
  const rowGap = rowHeight >= 8 ? 1 : 0;
  rows.forEach((row, r) => {
    const y = r * rowHeight;
    const height = rowHeight - rowGap;
    for (const cell of row.cells) {
      const { drift } = cell;
      const left = x(cell.from);
      const full = Math.max(1, x(cell.to) - left);
      const width = full - (full >= 4 ? 1 : 0);
      const coloured = drift.outcome === 'drifted' || drift.outcome === 'fine';
      const fill = coloured ? color(drift) : drift.outcome === 'not_enough' ? 'hatch' : 'none';
      cells.push({
        key: `${r}:${cell.from}`,
        x: left,
        y,
        width,
        height,
        fill,
        stroke:
          drift.outcome === 'error'
            ? theme.colors.error.border
            : coloured && !drift.partial
              ? null
              : theme.colors.border.medium,
        dashed: drift.partial || drift.outcome === 'no_reference',
        opacity: drift.partial && coloured ? 0.62 : 1,
      });
      const numbered = coloured && drift.severity !== null && width >= numberedCell && height >= 14;
      if (numbered) {
        numbers.push({
          key: `${r}:${cell.from}`,
          x: left + width / 2,
          y: y + height / 2 + 4,
          text: formatSeverity(drift.severity!),
          color: contrast(fill, theme),
        });
      }
      const mark = markOf(drift);
      if (mark) {
        const narrow = full < narrowCell;
        const sign: Mark = narrow ? 'line' : mark;
        const signColor = coloured
          ? contrast(fill, theme)
          : drift.outcome === 'error'
            ? theme.colors.error.text
            : theme.colors.text.disabled;
        const filled = isFilled(sign);
        const group = `${signColor} ${filled}`;
        const radius = narrow ? full / 2 : markRadius(width, height);
        const entry = marks.get(group) ?? { color: signColor, filled, parts: [] };
        entry.parts.push(
          markPath(sign, left + width / 2 - (numbered ? 20 : 0), narrow ? y + height - 3 : y + height / 2, radius)
        );
        marks.set(group, entry);
      }
    }
  });
  return {
    cells,
    numbers,
    marks: [...marks.values()].map(({ color, filled, parts }) => ({ color, filled, path: parts.join('') })),
  };
}

// Room for a sign and a number such as 0.123.
const numberedCell = 64;

const contrasts = new Map<string, string>();

function contrast(fill: string, theme: GrafanaTheme2): string {
  const key = `${theme.name} ${fill}`;
  let color = contrasts.get(key);
  if (color === undefined) {
    color =
      theme.colors.getContrastText(fill) === '#ffffff' || theme.colors.getContrastText(fill).startsWith('rgb(247')
        ? '#ffffff'
        : '#14171c';
    contrasts.set(key, color);
  }
  return color;
}
