// Where everything of the heatmap goes, for a panel of a given size. Pure numbers, all in px.
import { inReferenceIn } from '../../../frames/driftSeries';
import { textWidth } from '../../parts/fitText';
import { HeatmapOptions } from '../options';
import { MarkKind } from '../shape/annotations';
import { Heatmap } from '../shape/heatmap';
import { Line } from '../shape/lines';
import { nameText } from '../words/names';

/** What stands above the grid, from top to bottom; 0 high where it is left out. */
export interface Layout {
  labelWidth: number;
  /** Width of the time axis and of every row of cells. */
  plotWidth: number;
  headlineHeight: number;
  /** Share of drifted features per window. */
  shareHeight: number;
  /** Rows of the log per window. */
  countHeight: number;
  /** Annotations: flags of moments, and a track for each kind of stretch. */
  marksHeight: number;
  flagHeight: number;
  tracks: MarkKind[];
  /** The reference's bracket. */
  bandHeight: number;
  rowHeight: number;
  /** Height of the part that scrolls, and of all lines in it. */
  bodyHeight: number;
  linesHeight: number;
  scrolls: boolean;
  axisHeight: number;
  legendHeight: number;
  fontSize: number;
  /** Room for the bar of importance beside a label; 0 where none is shown. */
  importanceWidth: number;
}

// Rows that just fit may be this low; where they scroll anyway they are as high as reads well.
const tightRowHeight = 13;
const minRowHeight = 15;
const maxRowHeight = 36;
// A few rows may grow, so that they do not hang in an empty panel.
const few = 6;
const maxRowHeightOfFew = 72;
const scrollbarWidth = 12;
const headline = 24;
const flag = 13;
/** Height of the track of one kind of stretches, with the gap below it. */
export const trackHeight = 6;
/** Height of the one line of legend; what does not fit in it is left out. */
export const legendLine = 22;
/** Room before a label for what opens a group, and before the rows of a group. */
export const caretWidth = 14;
export const importanceBar = 34;

// From this height of the panel on, each part has its place: what says most stays longest.
const from = { axis: 90, headline: 120, marks: 140, share: 170, legend: 230, count: 250 };
const legendFromWidth = 240;

export type LayoutOptions = Pick<HeatmapOptions, 'order' | 'showHeadline' | 'showShare' | 'showRows' | 'showLegend'>;

export interface LayoutInput {
  width: number;
  height: number;
  heatmap: Heatmap;
  lines: Line[];
  /** Kinds of stretches among the marks, and whether there are moments. */
  marks: { tracks: MarkKind[]; flags: boolean };
  options: LayoutOptions;
}

export function layOut({ width, height, heatmap, lines, marks, options }: LayoutInput): Layout {
  const fontSize = width < 360 ? 11 : 12;
  const importanceWidth = options.order === 'importance' && heatmap.weighted && width >= 480 ? importanceBar + 8 : 0;
  const longest = longestLabel(heatmap, fontSize) + importanceWidth + (heatmap.groups ? caretWidth : 0);
  const labelWidth = Math.round(Math.min(Math.max(longest + 18, 64), width * (width < 480 ? 0.34 : 0.28), 320));
  const strip = Math.min(34, Math.max(26, Math.round(height * 0.1)));
  const shown = (wanted: boolean, least: number, size: number): number => (wanted && height >= least ? size : 0);
  const axisHeight = shown(true, from.axis, 22);
  const headlineHeight = shown(options.showHeadline, from.headline, headline);
  const shareHeight = shown(
    options.showShare && heatmap.judged && heatmap.range !== null && heatmap.rows.length > 1,
    from.share,
    strip
  );
  const countHeight = shown(options.showRows && heatmap.windows.counted !== null, from.count, strip);
  const flagHeight = shown(marks.flags, from.marks, flag);
  const tracks = height >= from.marks ? marks.tracks : [];
  const marksHeight = flagHeight + tracks.length * trackHeight + (flagHeight + tracks.length > 0 ? 2 : 0);
  const legendHeight = width < legendFromWidth ? 0 : shown(options.showLegend, from.legend, legendLine + 6);
  const bandHeight = hasReference(heatmap) ? 13 : 4;
  const above = headlineHeight + shareHeight + countHeight + marksHeight + bandHeight;
  const room = Math.max(minRowHeight, height - above - axisHeight - legendHeight);
  const fair = Math.floor(room / Math.max(1, lines.length));
  const most = lines.length <= few ? maxRowHeightOfFew : maxRowHeight;
  const rowHeight = fair >= tightRowHeight ? Math.min(most, fair) : minRowHeight;
  const linesHeight = rowHeight * lines.length;
  const scrolls = linesHeight > room;
  return {
    labelWidth,
    plotWidth: Math.max(20, width - labelWidth - (scrolls ? scrollbarWidth : 0) - 1),
    headlineHeight,
    shareHeight,
    countHeight,
    marksHeight,
    flagHeight,
    tracks,
    bandHeight,
    rowHeight,
    bodyHeight: Math.min(room, linesHeight),
    linesHeight,
    scrolls,
    axisHeight,
    legendHeight,
    fontSize,
    importanceWidth,
  };
}

function hasReference({ windows: { tally } }: Heatmap): boolean {
  return tally.state.some(inReferenceIn);
}

// Of all rows, also of those in closed groups, so that nothing moves sideways when a group is opened.
function longestLabel({ rows, groups }: Heatmap, fontSize: number): number {
  let longest = 0;
  for (const { label } of rows) {
    const quiet = label.quiet === '' ? 0 : textWidth(label.quiet, fontSize) + 8;
    longest = Math.max(longest, textWidth(nameText(label.main), fontSize) + quiet);
  }
  for (const { name } of groups ?? []) {
    longest = Math.max(longest, textWidth(name, fontSize) + 50);
  }
  return longest;
}
