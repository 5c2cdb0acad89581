// What a user can set on the distribution panel. Units, decimals, ends of the axis, thresholds, colours and data links come from Grafana's field options.

export type View = 'auto' | 'histogram' | 'density' | 'ecdf' | 'qq' | 'difference' | 'ridgeline';
export type CategoryView = 'auto' | 'bars' | 'difference' | 'stacked';
export type ScaleChoice = 'auto' | 'linear' | 'log' | 'symlog';
export type BinChoice = 'auto' | 'count' | 'width' | 'quantiles';
export type CategoryOrder = 'change' | 'share' | 'name';
export type TileOrder = 'given' | 'severity';

export interface DistributionOptions {
  /** How numeric features are drawn. */
  view: View;
  /** The value axis. */
  scale: ScaleChoice;
  bins: BinChoice;
  /** How many bins, where they are chosen by number or by the reference's quantiles. */
  binCount: number;
  /** How wide, in the feature's unit, where they are chosen by width; 0: automatic after all. */
  binWidth: number;
  /** Leave far tails out of the picture and show them as bars at its side. */
  cutTails: boolean;
  /** How categorical features are drawn. */
  categoryView: CategoryView;
  categoryOrder: CategoryOrder;
  /** Categories at most, the rest joined to "others"; 0: as many as the room carries. */
  maxCategories: number;
  /** Segments of one feature have the same axes. */
  sharedAxes: boolean;
  tileOrder: TileOrder;
  showVerdict: boolean;
  showLegend: boolean;
  /** A strip along the axis that shows where the distance comes from. */
  showContribution: boolean;
}

export const defaultOptions: DistributionOptions = {
  view: 'auto',
  scale: 'auto',
  bins: 'auto',
  binCount: 20,
  binWidth: 0,
  cutTails: true,
  categoryView: 'auto',
  categoryOrder: 'change',
  maxCategories: 0,
  sharedAxes: true,
  tileOrder: 'severity',
  showVerdict: true,
  showLegend: true,
  showContribution: true,
};
