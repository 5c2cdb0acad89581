// What of a numeric plot can be pointed at, from left to right: bars beside the plot, and its bins.
import { formatShare } from '../parts/numbers';
import { t } from '../parts/text';
import { NumericPlot, Pair } from './data';

export interface Target {
  title: string;
  pair: Pair;
  bin: { from: number; to: number } | null;
  side: string | null;
}

export function targetsOf(plot: NumericPlot, format: (value: number) => string): Target[] {
  const side = (keys: boolean): Target[] =>
    plot.side
      .filter((bar) => (bar.key === 'below') === keys)
      .map((bar) => ({ title: bar.title, pair: bar, bin: null, side: bar.key }));
  const bins = plot.bins.map((bin, i) => ({
    title: `${format(bin.from)} – ${format(bin.to)}`,
    pair: plot.pairs[i],
    bin,
    side: null,
  }));
  return [...side(true), ...bins, ...side(false)];
}

export function readOut({ title, pair }: Target): string {
  const parts = [title];
  if (pair.reference) {
    parts.push(t('read.reference', 'reference {{share}}', { share: formatShare(pair.reference.share) }));
  }
  if (pair.current) {
    parts.push(t('read.current', 'current {{share}}', { share: formatShare(pair.current.share) }));
  }
  return parts.join(', ');
}
