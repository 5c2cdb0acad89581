// What of a numeric plot can be pointed at, from left to right: bars beside the plot, and its bins. And several of them taken together.
import { Bin } from '../../../statistics/binned';
import { formatShare, formatShares } from '../../parts/numbers';
import { t } from '../../parts/text';
import { NumericShape } from './numeric';
import { isBeyondNoise, Pair, totalOf } from './pairs';
import { SideBar } from './sideBars';

export interface Target {
  title: string;
  pair: Pair;
  bin: Bin | null;
  side: SideBar['key'] | null;
  /** Counts in each sample, to take several together: reference, current, then the reference's windows. */
  counts: number[];
}

export interface Targets {
  list: Target[];
  /** First and last target that a stretch of values may reach: the bins, and what lies beyond their ends. */
  range: [number, number];
  /** Position of the first bin. */
  firstBin: number;
}

export function targetsOf(shape: NumericShape, format: (value: number) => string): Targets {
  const sideOf = (bar: SideBar): Target => ({
    title: bar.title,
    pair: bar,
    bin: null,
    side: bar.key,
    counts: bar.counts,
  });
  const bins = shape.bins.map((bin, i) => ({
    title: shape.constant === null ? rangeText(bin, format) : format(shape.constant),
    pair: shape.pairs[i],
    bin,
    side: null,
    counts: shape.counts.map((counts) => counts[i]),
  }));
  const before = shape.side.filter(({ key }) => key === 'below').map(sideOf);
  const after = shape.side.filter(({ key }) => key !== 'below').map(sideOf);
  const beyond = after[0]?.side === 'above' ? 1 : 0;
  return {
    list: [...before, ...bins, ...after],
    range: [0, before.length + bins.length + beyond - 1],
    firstBin: before.length,
  };
}

/** A bin as people read it: a whole number in the middle of its bin by itself, else both ends. */
export function rangeText({ from, to }: Bin, format: (value: number) => string): string {
  const middle = (from + to) / 2;
  return Number.isInteger(middle) && Math.abs(to - from - 1) < 1e-9
    ? format(middle)
    : `${format(from)} – ${format(to)}`;
}

export interface Selection {
  title: string;
  pair: Pair;
  /** Ends of a stretch of values; null for an open end, and both null where it is none. */
  from: number | null;
  to: number | null;
  /** What is selected beside values: missing ones, new ones, infinite ones. */
  side: SideBar['key'] | null;
}

export function selectionOf(
  targets: Target[],
  shape: NumericShape,
  format: (value: number) => string
): Selection | null {
  const [first, last] = [targets[0], targets[targets.length - 1]];
  if (!first) {
    return null;
  }
  const counts = first.counts.map((_, s) => totalOf(targets.map((target) => target.counts[s])));
  const pair = targets.length === 1 ? first.pair : shape.pairOf(counts[0], counts[1], counts.slice(2));
  const bins = targets.flatMap(({ bin }) => (bin ? [bin] : []));
  const edge = (key: SideBar['key']): number | null => shape.side.find((bar) => bar.key === key)?.edge ?? null;
  const [lowOpen, highOpen] = [first.side === 'below', last.side === 'above'];
  if (bins.length === 0 && !lowOpen && !highOpen) {
    return { title: first.title, pair, from: null, to: null, side: first.side };
  }
  const from = lowOpen ? null : (bins[0]?.from ?? edge('above'));
  const to = highOpen ? null : (bins[bins.length - 1]?.to ?? edge('below'));
  const title =
    targets.length === 1
      ? first.title
      : from === null
        ? t('side.below', 'below {{edge}}', { edge: format(to!) })
        : to === null
          ? t('selection.from', '{{edge}} and above', { edge: format(from) })
          : rangeText({ from, to }, format);
  return { title, pair, from, to, side: null };
}

export function readOut({ title, pair }: { title: string; pair: Pair }): string {
  const parts = [title];
  const { reference, current } = pair;
  const shares = reference && current ? formatShares(reference.share, current.share) : null;
  if (reference) {
    parts.push(t('read.reference', 'reference {{share}}', { share: shares?.before ?? formatShare(reference.share) }));
  }
  if (current) {
    parts.push(t('read.current', 'current {{share}}', { share: shares?.after ?? formatShare(current.share) }));
  }
  if (shares) {
    parts.push(t('read.change', 'change {{points}}', { points: shares.change }));
    const beyond = isBeyondNoise(pair);
    if (beyond !== null) {
      parts.push(beyond ? t('noise.beyond', 'more than noise') : t('noise.within', 'within noise'));
    }
  }
  return parts.join(', ');
}
