// Shapes a categorical feature into bars: the most changed, the most frequent or by name, the rest joined, missing values apart. It knows nothing of drawing.
import { CategoricalDistribution } from '../../../frames/samples';
import { t } from '../../parts/text';
import { CategoryOrder } from '../options';
import { categoryContribution, Contribution } from './contributions';
import { Noise, noiseOf } from './noise';
import { changeOf, Pair, pairMaker, totalOf } from './pairs';
import { chosenSample } from './windows';

export interface CategoryShape {
  bars: CategoryBar[];
  missing: Pair;
  noise: Noise | null;
  contribution: Contribution | null;
}

export interface CategoryBar extends Pair {
  name: string;
  /** Current share minus reference share, in [−1, 1]; 0 without one of the two. */
  change: number;
  isNew: boolean;
  /** How many categories the bar stands for, and where they are in the distribution. */
  of: number;
  at: number[];
  /** Its part of the distance, in [0, 1]; null where there is none. */
  share: number | null;
}

export interface CategoryHow {
  order: CategoryOrder;
  /** At most so many bars; the rest is joined. */
  most: number;
  back: number;
}

export function shapeCategories(
  distribution: CategoricalDistribution,
  { order, most, back }: CategoryHow
): CategoryShape {
  const { reference, categories, referenceWindows } = distribution;
  const current = chosenSample(distribution, back);
  const noise = noiseOf(distribution, current, 'rows');
  const contribution = categoryContribution(distribution, current);
  const make = pairMaker(reference, current, noise);
  const pairAt = (at: number[]): Pair => {
    const over = (counts: number[] | undefined): number => totalOf(at.map((i) => counts?.[i] ?? 0));
    return make(
      over(reference?.counts),
      over(current?.counts),
      referenceWindows.map(({ counts }) => over(counts))
    );
  };
  const barOf = (name: string, at: number[], of: number): CategoryBar => {
    const pair = pairAt(at);
    const isNew = of === 1 && pair.reference?.count === 0 && (pair.current?.count ?? 0) > 0;
    const share = contribution && totalOf(at.map((i) => contribution.segments[i].share));
    return { name, ...pair, change: changeOf(pair), isNew, of, at, share };
  };
  const bars = categories
    .map((name, i) =>
      barOf(name, [i], distribution.joined > 0 && i === categories.length - 1 ? distribution.joined : 1)
    )
    .filter((bar) => (bar.reference?.count ?? 0) > 0 || (bar.current?.count ?? 0) > 0);
  const single = bars.filter((bar) => bar.of === 1).sort(comparators[order]);
  const kept = bars.length <= most ? single : single.slice(0, Math.max(1, most - 1));
  const rest = [...single.slice(kept.length), ...bars.filter((bar) => bar.of > 1)];
  const many = totalOf(rest.map((bar) => bar.of));
  return {
    bars:
      rest.length === 0
        ? kept
        : [
            ...kept,
            barOf(
              t('category.others', '{{many}} others', { many }),
              rest.flatMap(({ at }) => at),
              many
            ),
          ],
    missing: make(
      reference?.missing ?? 0,
      current?.missing ?? 0,
      referenceWindows.map(({ missing }) => missing)
    ),
    noise,
    contribution,
  };
}

// Rounded, because equal changes differ in their last digits.
const changeSize = (bar: CategoryBar): number => Math.round(Math.abs(bar.change) * 1e6);
const size = (bar: CategoryBar): number => Math.max(bar.reference?.share ?? 0, bar.current?.share ?? 0);
const byName = (a: CategoryBar, b: CategoryBar): number => a.name.localeCompare(b.name, undefined, { numeric: true });

const comparators: Record<CategoryOrder, (a: CategoryBar, b: CategoryBar) => number> = {
  // What one category loses another wins: of equal changes the new category is the one to name first.
  change: (a, b) =>
    changeSize(b) - changeSize(a) || Number(b.isNew) - Number(a.isNew) || size(b) - size(a) || byName(a, b),
  share: (a, b) => size(b) - size(a) || byName(a, b),
  name: byName,
};
