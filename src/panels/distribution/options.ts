// What a user can set on the distribution panel. Units, decimals, colours and data links come from Grafana's field options.

export type View = 'histogram' | 'density' | 'ecdf' | 'qq';
export type CategoryOrder = 'change' | 'share' | 'name';

export interface DistributionOptions {
  /** How numeric features are drawn. */
  view: View;
  /** Bins at most; 0: as many as the width carries. */
  maxBins: number;
  /** Leave far tails out of the picture and show them as bars at its side. */
  cutTails: boolean;
  categoryOrder: CategoryOrder;
  /** Categories at most, the rest joined to "others"; 0: as many as the height carries. */
  maxCategories: number;
  showVerdict: boolean;
  showLegend: boolean;
}

export const defaultOptions: DistributionOptions = {
  view: 'histogram',
  maxBins: 0,
  cutTails: true,
  categoryOrder: 'change',
  maxCategories: 0,
  showVerdict: true,
  showLegend: true,
};
