// Several categories taken together.
import { CategoricalDistribution } from '../../../frames/samples';
import { noiseOf } from './noise';
import { Pair, pairMaker, totalOf } from './pairs';
import { chosenSample } from './windows';

/** Rows of all these categories, and of missing values if they belong to them. */
export function pairOfCategories(
  distribution: CategoricalDistribution,
  back: number,
  at: number[],
  missing: boolean
): Pair {
  const { reference, referenceWindows } = distribution;
  const current = chosenSample(distribution, back);
  const over = (side: { counts: number[]; missing: number } | null): number =>
    side ? totalOf(at.map((i) => side.counts[i])) + (missing ? side.missing : 0) : 0;
  const make = pairMaker(reference, current, noiseOf(distribution, current, 'rows'));
  return make(over(reference), over(current), referenceWindows.map(over));
}
