// What a user can set on the drift heatmap. Units, thresholds, colours and data links come from Grafana's field options.

export type View = 'heatmap' | 'table';

export type RowOrder = 'recent' | 'worst' | 'firstDrift' | 'name' | 'importance';

/** By what rows are put into groups; a segment is named by its column, `segment` is the first that the query groups by. */
export type Grouping = 'none' | 'prefix' | 'feature' | 'segment' | `segment:${string}`;

export interface HeatmapOptions {
  view: View;
  order: RowOrder;
  grouping: Grouping;
  /** Groups begin closed: only their header lines are shown. */
  groupsClosed: boolean;
  /** Show the first so many rows; 0: all. */
  maxRows: number;
  /** What is wrong now and since when, in one line above the grid. */
  showHeadline: boolean;
  /** Share of drifted features per window, above the grid. */
  showShare: boolean;
  /** Rows of the log per window, above the grid. */
  showRows: boolean;
  /** The dashboard's annotations. */
  showMarks: boolean;
  showLegend: boolean;
  /** Dashboard variable that a click sets to the feature; '' sets none. */
  variable: string;
  /** Also set the variables that are named as the segment columns. */
  segmentVariables: boolean;
}

export const defaultOptions: HeatmapOptions = {
  view: 'heatmap',
  order: 'recent',
  grouping: 'none',
  groupsClosed: false,
  maxRows: 0,
  showHeadline: true,
  showShare: true,
  showRows: false,
  showMarks: true,
  showLegend: true,
  variable: 'feature',
  segmentVariables: false,
};

const segmentPrefix = 'segment:';

export function groupingBySegment(name: string): Grouping {
  return `${segmentPrefix}${name}` as Grouping;
}

/** The segment that rows are grouped by, null where it is something else. */
export function segmentOfGrouping(grouping: Grouping): string | null {
  return grouping.startsWith(segmentPrefix) ? grouping.slice(segmentPrefix.length) : null;
}
