// The rows of a plot of categories: its bars, and one for missing values, which is always there.
import { t } from '../../parts/text';
import { categoryName } from '../words/categoryName';
import { CategoryShape } from './categories';
import { Pair } from './pairs';

export interface CategoryRow extends Pair {
  key: string;
  name: string;
  title: string;
  isNew: boolean;
  /** Not a category by itself: others joined, or missing. */
  quiet: boolean;
  /** Where its categories are in the distribution; [] for missing values. */
  at: number[];
  /** Part of the distance; null where there is none. */
  share: number | null;
}

export function categoryRows({ bars, missing }: CategoryShape): CategoryRow[] {
  return [
    ...bars.map((bar) => ({
      ...bar,
      key: bar.of > 1 ? 'others' : `category ${bar.name}`,
      name: categoryName(bar.name),
      title: categoryName(bar.name),
      quiet: bar.of > 1,
    })),
    {
      ...missing,
      key: 'missing',
      name: t('side.missing', 'missing'),
      title: t('side.missing-title', 'missing values'),
      isNew: false,
      quiet: true,
      at: [],
      share: null,
    },
  ];
}
