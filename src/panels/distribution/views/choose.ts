// What `auto` stands for: the view that says most of what there is.
import { CategoricalDistribution, Distribution, NumericDistribution } from '../../../frames/samples';
import { CategoryView, View } from '../options';

// Below so many single values a histogram is mostly chance; steps show every one of them.
const fewValues = 30;
// Where a source has no references at all, from so many windows on the change over time is what there is to see.
const manyWindows = 3;

function isSeries({ judged, reference, currents }: Distribution): boolean {
  return !judged && !reference && currents.length >= manyWindows && currents.every(({ from }) => from !== null);
}

export function numericViewOf(distribution: NumericDistribution, wanted: View): Exclude<View, 'auto'> {
  if (wanted !== 'auto') {
    return wanted;
  }
  const { raw } = distribution;
  if (isSeries(distribution)) {
    return 'ridgeline';
  }
  const sizes = raw ? [...(raw.reference ? [raw.reference] : []), ...raw.currents].map(({ length }) => length) : [];
  return sizes.length > 0 && Math.min(...sizes) < fewValues ? 'ecdf' : 'histogram';
}

export function categoryViewOf(
  distribution: CategoricalDistribution,
  wanted: CategoryView
): Exclude<CategoryView, 'auto'> {
  if (wanted !== 'auto') {
    return wanted;
  }
  return isSeries(distribution) ? 'stacked' : 'bars';
}
