// What has no place on the value axis: values beyond its ends, infinite, missing and new ones.
import { Field } from '@grafana/data';
import { ReferenceWindow, Sample } from '../../../frames/samples';
import { Bin } from '../../../statistics/binned';
import { formatField } from '../../parts/numbers';
import { t } from '../../parts/text';
import { Pair, PairMaker } from './pairs';

export interface SideBar extends Pair {
  key: 'below' | 'above' | 'infinite' | 'missing' | 'new';
  label: string;
  title: string;
  /** Where values beyond the plot begin; null for the other bars. */
  edge: number | null;
  /** Reference, current, then the reference's windows; [] for bars that no selection takes together with others. */
  counts: number[];
}

export interface Beyond {
  bins: Bin[];
  /** Per sample: reference, current, …, then the reference's windows. */
  below: number[];
  above: number[];
  /** Bars that are shown even where nothing lies beyond: other pictures have them, and plots should line up. */
  always: { below: boolean; above: boolean };
}

/** `firstWindow` is where the reference's windows begin in the lists of `beyond`. */
export function sideBars(
  reference: Sample | null,
  current: Sample | null,
  windows: ReferenceWindow[],
  beyond: Beyond,
  firstWindow: number,
  field: Field,
  pair: PairMaker
): SideBar[] {
  const bars: SideBar[] = [];
  const of = (counts: number[]): Pair & { counts: number[] } => ({
    ...pair(counts[0], counts[1], counts.slice(firstWindow)),
    counts: [counts[0], counts[1], ...counts.slice(firstWindow)],
  });
  const low = beyond.bins[0]?.from ?? null;
  const high = beyond.bins[beyond.bins.length - 1]?.to ?? null;
  if (beyond.always.below || beyond.below.slice(0, firstWindow).some((count) => count > 0)) {
    const edge = formatField(field, low);
    const title = t('side.below', 'below {{edge}}', { edge });
    bars.push({ key: 'below', label: `< ${edge}`, title, edge: low, ...of(beyond.below) });
  }
  if (beyond.always.above || beyond.above.slice(0, firstWindow).some((count) => count > 0)) {
    const edge = formatField(field, high);
    const title = t('side.above', 'above {{edge}}', { edge });
    bars.push({ key: 'above', label: `> ${edge}`, title, edge: high, ...of(beyond.above) });
  }
  if ((reference?.infinite ?? 0) + (current?.infinite ?? 0) > 0) {
    const title = t('side.infinite', 'infinite values');
    const both = pair(reference?.infinite ?? 0, current?.infinite ?? 0, []);
    bars.push({ key: 'infinite', label: '±∞', title, edge: null, ...both, noise: null, counts: [] });
  }
  bars.push({
    key: 'missing',
    label: t('side.missing', 'missing'),
    title: t('side.missing-title', 'missing values'),
    edge: null,
    ...pair(
      reference?.missing ?? 0,
      current?.missing ?? 0,
      windows.map(({ missing }) => missing)
    ),
    counts: [],
  });
  if (current?.newRows !== null && current?.newRows !== undefined) {
    bars.push({
      key: 'new',
      label: t('side.new', 'new'),
      title: t('side.new-title', 'outside the reference’s range'),
      edge: null,
      ...pair(0, current.newRows, []),
      // Where none of the reference's rows lies, what chance explains is not known from it.
      noise: null,
      counts: [],
    });
  }
  return bars;
}
