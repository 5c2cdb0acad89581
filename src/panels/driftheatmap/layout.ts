// Where everything of the heatmap goes, for a panel of a given size. Pure numbers, all in px.
import { textWidth } from '../parts/fitText';
import { Heatmap, HeatRow } from './data';

export interface Layout {
  labelWidth: number;
  /** Width of the time axis and of every row of cells. */
  plotWidth: number;
  stripHeight: number;
  /** The reference's band between strip and grid. */
  bandHeight: number;
  rowHeight: number;
  /** Height of the part that scrolls, and of all rows in it. */
  bodyHeight: number;
  rowsHeight: number;
  scrolls: boolean;
  axisHeight: number;
  legendHeight: number;
  fontSize: number;
}

// Rows that just fit may be this low; where they scroll anyway they are as high as reads well.
const tightRowHeight = 13;
const minRowHeight = 15;
const maxRowHeight = 36;
// One or two rows may grow, so that they do not hang in an empty panel.
const maxRowHeightOfFew = 72;
const scrollbarWidth = 12;
/** Height of the one line of legend; what does not fit in it is left out. */
export const legendLine = 22;

export interface LayoutInput {
  width: number;
  height: number;
  heatmap: Heatmap;
  showShare: boolean;
  showLegend: boolean;
}

export function layOut({ width, height, heatmap, showShare, showLegend }: LayoutInput): Layout {
  const rows = heatmap.rows.length;
  const fontSize = width < 360 ? 11 : 12;
  const longest = heatmap.rows.reduce((max, row) => Math.max(max, labelLength(row.label, fontSize)), 0);
  const labelWidth = Math.round(Math.min(Math.max(longest + 18, 64), width * (width < 480 ? 0.34 : 0.28), 300));
  const axisHeight = height < 90 ? 0 : 22;
  const legendHeight = !showLegend || height < 190 || width < 240 ? 0 : legendLine + 6;
  const stripHeight = !showShare || height < 130 || rows < 2 ? 0 : Math.min(34, Math.max(18, Math.round(height * 0.1)));
  const bandHeight = heatmap.windows.some((window) => window.inReference) ? 13 : 4;
  const room = Math.max(minRowHeight, height - axisHeight - legendHeight - stripHeight - bandHeight);
  const fair = Math.floor(room / rows);
  const most = rows <= 2 ? maxRowHeightOfFew : maxRowHeight;
  const rowHeight = fair >= tightRowHeight ? Math.min(most, fair) : minRowHeight;
  const rowsHeight = rowHeight * rows;
  const scrolls = rowsHeight > room;
  return {
    labelWidth,
    plotWidth: Math.max(20, width - labelWidth - (scrolls ? scrollbarWidth : 0) - 1),
    stripHeight,
    bandHeight,
    rowHeight,
    bodyHeight: Math.min(room, rowsHeight),
    rowsHeight,
    scrolls,
    axisHeight,
    legendHeight,
    fontSize,
  };
}

function labelLength({ main, quiet }: HeatRow['label'], fontSize: number): number {
  return textWidth(main, fontSize) + (quiet === '' ? 0 : textWidth(quiet, fontSize) + 8);
}
