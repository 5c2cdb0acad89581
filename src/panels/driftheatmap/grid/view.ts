// The heatmap at a size: lines, columns, marks and where they stand. All that draws, and all that finds what is at a place, looks at this.
import { Cells } from '../shape/cells';
import { clusterMarks, Mark, MarkCluster, markKinds } from '../shape/annotations';
import { cellsInColumns, Columns, columnsOf } from '../shape/columns';
import { Heatmap, unknownStep } from '../shape/heatmap';
import { Line, linesOf } from '../shape/lines';
import { Layout, layOut, LayoutOptions } from './layout';

export interface View {
  heatmap: Heatmap;
  layout: Layout;
  lines: Line[];
  /** Number of each line by its key. */
  lineNumbers: Map<string, number>;
  columns: Columns;
  marks: Mark[];
  /** Marks by their place, ascending in time. */
  clusters: MarkCluster[];
  /** The time axis [from, to): the windows, and what the range has after them, so that it ends where the charts beside it do. */
  from: number;
  to: number;
  /** px of a time, and the time of a px, on the time axis. */
  x: (time: number) => number;
  timeAt: (px: number) => number;
  /** A line's cells as the columns show them. */
  cellsOf: (line: Line) => Cells;
}

export interface ViewInput {
  heatmap: Heatmap;
  marks: Mark[];
  isOpen: (key: string) => boolean;
  /** End of the dashboard's range, epoch ms. */
  until: number;
  width: number;
  height: number;
  options: LayoutOptions;
}

/** Moments closer than this share a flag, px. */
const flagWidth = 11;

export function viewOf({ heatmap, marks, isOpen, until, width, height, options }: ViewInput): View {
  const lines = linesOf(heatmap, isOpen);
  const { from } = heatmap;
  const to = heatmap.step === unknownStep ? heatmap.to : Math.max(heatmap.to, until);
  const inside = clusterMarks(marks, from, to, 0);
  const layout = layOut({
    width,
    height,
    heatmap,
    lines,
    marks: {
      tracks: markKinds.filter((kind) => inside.some((mark) => mark.to !== null && mark.kind === kind)),
      flags: inside.some((mark) => mark.to === null),
    },
    options,
  });
  const perPx = (to - from) / layout.plotWidth;
  const columns = columnsOf(heatmap.windows, layout.plotWidth, to - from, heatmap.step);
  const known = new WeakMap<Cells, Cells>();
  return {
    heatmap,
    layout,
    lines,
    lineNumbers: new Map(lines.map(({ key }, number) => [key, number])),
    columns,
    marks,
    clusters: layout.marksHeight === 0 ? [] : clusterMarks(marks, from, to, flagWidth * perPx),
    from,
    to,
    x: (time) => (time - from) / perPx,
    timeAt: (px) => from + px * perPx,
    cellsOf: ({ cells, window }) => {
      let shown = known.get(cells);
      if (!shown) {
        shown = cellsInColumns(cells, window, columns);
        known.set(cells, shown);
      }
      return shown;
    },
  };
}
