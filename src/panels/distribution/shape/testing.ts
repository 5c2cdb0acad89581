// Distributions for tests of shaping, read from the gallery's frames as the panel reads them.
import { categoryFrame, CategorySpec, numericFrame, NumericSpec } from '../../../../tests/gallery/distributionFixture';
import { CategoricalDistribution, NumericDistribution } from '../../../frames/samples';
import { linear } from '../../../statistics/transform';
import { NumericHow } from './numeric';
import { readDistributions } from './read';

export const numeric = (spec: Partial<NumericSpec> = {}): NumericDistribution =>
  readDistributions([numericFrame({ feature: 'x', ...spec })])[0] as NumericDistribution;

export const categorical = (spec: Partial<CategorySpec> & Pick<CategorySpec, 'categories'>): CategoricalDistribution =>
  readDistributions([categoryFrame({ feature: 'device', missing: [0, 0], ...spec })])[0] as CategoricalDistribution;

export const plainly: NumericHow = {
  back: 0,
  axis: { transform: linear, fellBack: false },
  binning: { mode: 'auto', count: 20, width: 1 },
  most: 200,
  cutTails: true,
};

export const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
