// Shapes distributions into what is drawn: shares of all rows per bin or category, side bars for what has no place on the axis, and the chosen window.
// It knows nothing of drawing.
import { DataFrame, Field } from '@grafana/data';
import { Drift } from '../../frames/drift';
import {
  CategoricalDistribution,
  CurrentSample,
  Distribution,
  NumericDistribution,
  readDistribution,
  Sample,
} from '../../frames/distribution';
import { readRawSamples } from '../../frames/rawSamples';
import { Bin, coreBins, equallyWide, mergeBins } from '../../statistics/binned';
import { formatField } from '../parts/numbers';
import { t } from '../parts/text';
import { CategoryOrder } from './options';

/** Reference and current of one bar. A share is of all rows of its sample; null where there is no such sample. */
export interface Pair {
  reference: Part | null;
  current: Part | null;
}

export interface Part {
  count: number;
  share: number;
}

export interface NumericPlot {
  kind: 'numeric';
  bins: Bin[];
  pairs: Pair[];
  /** Bars per unit of x instead of shares: needed where bins differ in width. */
  perUnit: boolean;
  /** Shares per bin of the windows before the chosen one, oldest first. */
  earlier: number[][];
  side: SideBar[];
  /** Counts left of the first bin, and of all rows that have a value: what cumulative shares begin with and are of. */
  below: { reference: number; current: number };
  valued: { reference: number; current: number };
}

export interface CategoryPlot {
  kind: 'categorical';
  bars: CategoryBar[];
  missing: Pair;
}

export interface CategoryBar extends Pair {
  name: string;
  /** Current share minus reference share, in [−1, 1]; 0 without one of the two. */
  change: number;
  isNew: boolean;
  /** How many categories the bar stands for. */
  of: number;
}

export interface SideBar extends Pair {
  key: 'below' | 'above' | 'infinite' | 'missing' | 'new';
  label: string;
  title: string;
}

export function readDistributions(frames: DataFrame[]): Distribution[] {
  const counted = frames.flatMap((frame) => readDistribution(frame) ?? []);
  return counted.length > 0 ? counted : readRawSamples(frames);
}

/** The window to show: `back` windows before the newest, as far as there are any. Null when the frame has only a reference. */
export function chosenSample(distribution: Distribution, back: number): CurrentSample | null {
  const last = distribution.currents.length - 1;
  return last < 0 ? null : distribution.currents[Math.max(0, last - back)];
}

export function driftOf(distribution: Distribution, back: number): Drift | null {
  return chosenSample(distribution, back)?.drift ?? null;
}

export interface NumericShape {
  maxBins: number;
  cutTails: boolean;
  back: number;
}

export function shapeNumeric(
  distribution: NumericDistribution,
  { maxBins, cutTails, back }: NumericShape
): NumericPlot {
  const { reference, currents, valueField } = distribution;
  const current = chosenSample(distribution, back);
  const index = current ? currents.indexOf(current) : -1;
  const before = currents.slice(Math.max(0, index - maxEarlier), Math.max(0, index));
  const sides = [reference, current, ...before];
  const samples = sides.map((sample) => (sample ? withinBins(sample) : distribution.bins.map(() => 0)));
  const whole = { bins: widened(distribution.bins), samples };
  const cut =
    cutTails && distribution.bins.length > 0
      ? coreBins(whole)
      : { ...whole, below: samples.map(() => 0), above: samples.map(() => 0) };
  // What the source has cut off already lies further out than what is cut here.
  const core = {
    ...cut,
    below: cut.below.map((count, s) => count + (sides[s]?.below ?? 0)),
    above: cut.above.map((count, s) => count + (sides[s]?.above ?? 0)),
  };
  const merged = mergeBins(core, Math.min(maxBins, binsFor(reference, current)));
  const [ofReference, ofCurrent, ...ofEarlier] = merged.samples;
  return {
    kind: 'numeric',
    bins: merged.bins,
    pairs: merged.bins.map((_, i) => pairOf(reference, current, ofReference[i], ofCurrent[i])),
    perUnit: merged.bins.length > 0 && !equallyWide(merged.bins),
    earlier: ofEarlier.map((counts, s) => counts.map((count) => ratio(count, before[s].rows))),
    side: sideBars(reference, current, core, valueField),
    below: { reference: core.below[0], current: core.below[1] },
    valued: { reference: total(reference?.counts ?? []), current: total(current?.counts ?? []) },
  };
}

// The source counts what lies beyond its bins in the first and the last one; here it has bars of its own.
function withinBins({ counts, below, above }: Sample): number[] {
  return counts.map((count, i) => count - (i === 0 ? below : 0) - (i === counts.length - 1 ? above : 0));
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

// A bin that holds one value has no width; it is drawn as wide as the narrowest that has one.
function widened(bins: Bin[]): Bin[] {
  const narrowest = bins.reduce((least, { from, to }) => (to > from ? Math.min(least, to - from) : least), Infinity);
  const width = Number.isFinite(narrowest) ? narrowest : 1;
  return bins.map((bin) => (bin.to > bin.from ? bin : { from: bin.from - width / 2, to: bin.from + width / 2 }));
}

// Twice the bins of Rice's rule (2·∛n) for the smaller sample: finer ones show its noise.
function binsFor(...samples: Array<Sample | null>): number {
  const least = Math.min(
    ...samples.flatMap((sample) => (sample && sample.rows > 0 ? [sample.rows - sample.missing] : []))
  );
  return Number.isFinite(least) ? Math.max(fewestBins, Math.round(4 * Math.cbrt(least))) : Infinity;
}

const fewestBins = 12;

// More outlines than this are a tangle.
const maxEarlier = 4;

function sideBars(
  reference: Sample | null,
  current: Sample | null,
  core: { bins: Bin[]; below: number[]; above: number[] },
  field: Field
): SideBar[] {
  const bars: SideBar[] = [];
  const low = core.bins[0]?.from;
  const high = core.bins[core.bins.length - 1]?.to;
  if (core.below.some((count) => count > 0)) {
    const edge = formatField(field, low);
    bars.push({
      key: 'below',
      label: `< ${edge}`,
      title: t('side.below', 'below {{edge}}', { edge }),
      ...pairOf(reference, current, core.below[0], core.below[1]),
    });
  }
  if (core.above.some((count) => count > 0)) {
    const edge = formatField(field, high);
    bars.push({
      key: 'above',
      label: `> ${edge}`,
      title: t('side.above', 'above {{edge}}', { edge }),
      ...pairOf(reference, current, core.above[0], core.above[1]),
    });
  }
  if ((reference?.infinite ?? 0) + (current?.infinite ?? 0) > 0) {
    bars.push({
      key: 'infinite',
      label: '±∞',
      title: t('side.infinite', 'infinite values'),
      ...pairOf(reference, current, reference?.infinite ?? 0, current?.infinite ?? 0),
    });
  }
  bars.push({
    key: 'missing',
    label: t('side.missing', 'missing'),
    title: t('side.missing-title', 'missing values'),
    ...pairOf(reference, current, reference?.missing ?? 0, current?.missing ?? 0),
  });
  if (current?.newRows !== null && current?.newRows !== undefined) {
    bars.push({
      key: 'new',
      label: t('side.new', 'new'),
      title: t('side.new-title', 'outside the reference’s range'),
      ...pairOf(reference, current, 0, current.newRows),
    });
  }
  return bars;
}

export interface CategoryShape {
  order: CategoryOrder;
  /** At most so many bars; the rest is joined. */
  most: number;
  back: number;
}

export function shapeCategories(
  distribution: CategoricalDistribution,
  { order, most, back }: CategoryShape
): CategoryPlot {
  const { reference, categories } = distribution;
  const current = chosenSample(distribution, back);
  const bars = categories
    .map((name, i): CategoryBar => {
      const pair = pairOf(reference, current, reference?.counts[i] ?? 0, current?.counts[i] ?? 0);
      const of = distribution.joined > 0 && i === categories.length - 1 ? distribution.joined : 1;
      return { name, ...pair, change: changeOf(pair), isNew: of === 1 && isNew(pair), of };
    })
    .filter((bar) => (bar.reference?.count ?? 0) > 0 || (bar.current?.count ?? 0) > 0);
  const single = bars.filter((bar) => bar.of === 1).sort(comparators[order]);
  const kept = bars.length <= most ? single : single.slice(0, Math.max(1, most - 1));
  const rest = [...single.slice(kept.length), ...bars.filter((bar) => bar.of > 1)];
  return {
    kind: 'categorical',
    bars: rest.length === 0 ? kept : [...kept, joined(rest, reference, current)],
    missing: pairOf(reference, current, reference?.missing ?? 0, current?.missing ?? 0),
  };
}

function joined(bars: CategoryBar[], reference: Sample | null, current: Sample | null): CategoryBar {
  const of = (side: 'reference' | 'current'): number => total(bars.map((bar) => bar[side]?.count ?? 0));
  const pair = pairOf(reference, current, of('reference'), of('current'));
  const many = total(bars.map((bar) => bar.of));
  return {
    name: t('category.others', '{{many}} others', { many }),
    ...pair,
    change: changeOf(pair),
    isNew: false,
    of: many,
  };
}

export function changeOf({ reference, current }: Pair): number {
  return reference && current ? current.share - reference.share : 0;
}

function isNew({ reference, current }: Pair): boolean {
  return reference !== null && current !== null && reference.count === 0 && current.count > 0;
}

function pairOf(reference: Sample | null, current: Sample | null, ofReference: number, ofCurrent: number): Pair {
  return {
    reference: reference && { count: ofReference, share: ratio(ofReference, reference.rows) },
    current: current && { count: ofCurrent, share: ratio(ofCurrent, current.rows) },
  };
}

function ratio(count: number, rows: number): number {
  return rows > 0 ? Math.min(1, count / rows) : 0;
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
