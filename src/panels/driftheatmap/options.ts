// What a user can set on the drift heatmap. Units, thresholds, colours and data links come from Grafana's field options.

export type RowOrder = 'recent' | 'worst' | 'name' | 'firstDrift';

export interface HeatmapOptions {
  order: RowOrder;
  /** Show the first so many rows; 0: all. */
  maxRows: number;
  /** Share of drifted features per window, above the grid. */
  showShare: boolean;
  showLegend: boolean;
  /** Dashboard variable that a click sets to the feature; '' sets none. */
  variable: string;
  /** Also set the variables that are named as the segment columns. */
  segmentVariables: boolean;
}

export const defaultOptions: HeatmapOptions = {
  order: 'recent',
  maxRows: 0,
  showShare: true,
  showLegend: true,
  variable: 'feature',
  segmentVariables: false,
};
