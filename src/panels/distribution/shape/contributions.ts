// Which values or categories a verdict's distance comes from: the terms of the method that judged, over the bins that this method compares.
import { CategoricalDistribution, CurrentSample, NumericDistribution, Sample } from '../../../frames/samples';
import { Bin } from '../../../statistics/binned';
import {
  andersonTerms,
  areaTerms,
  cramerTerms,
  GapPath,
  gapPath,
  gapTerms,
  shareMethods,
  ShareMethodName,
  SharePair,
  shareTerms,
  Whole,
  wholeOf,
} from '../../../statistics/contributions';
import { tenthsOf } from '../../../statistics/tenths';
import { totalOf } from './pairs';

export interface Contribution {
  /** The method whose terms these are, by its name in a drift row. */
  method: string;
  /** Whether terms are parts of a whole; if not, only the largest counts. */
  additive: boolean;
  /** Stretches of values, ascending; for categories one each, in the distribution's order, without ends. */
  segments: Segment[];
  /** The distance that the terms make up, in the statistic's unit, as far as the bins tell. */
  distance: number;
}

export interface Segment {
  from: number;
  to: number;
  /** Of the whole, in [0, 1]; of the largest where the method is not additive. */
  share: number;
  current: 'more' | 'fewer';
}

const gapMethods: Record<string, { whole: Whole; terms: (path: GapPath) => number[] }> = {
  wasserstein: { whole: 'sum', terms: areaTerms },
  ks: { whole: 'largest', terms: gapTerms },
  cvm: { whole: 'root', terms: cramerTerms },
  ad: { whole: 'root', terms: andersonTerms },
};

function isShareMethod(method: string): method is ShareMethodName {
  return method in shareMethods;
}

/** What stands behind `auto`, and what is shown where nobody judged or a peer's method did. */
function methodOf(current: CurrentSample, fallback: string): string {
  const method = current.drift?.method ?? '';
  return isShareMethod(method) || method in gapMethods ? method : fallback;
}

export function numericContribution(
  { bins, reference }: NumericDistribution,
  current: CurrentSample | null
): Contribution | null {
  const pair = reference && current && sharePair(reference, current);
  if (!pair || bins.length === 0) {
    return null;
  }
  const method = methodOf(current, 'wasserstein');
  if (isShareMethod(method)) {
    const tenths = tenthsOf(reference.counts, current.counts);
    const join = (shares: number[]): number[] => tenths.map(({ start, end }) => totalOf(shares.slice(start, end)));
    const joined = { ...pair, reference: join(pair.reference), current: join(pair.current) };
    const ends = tenths.map(({ start, end }) => ({ from: bins[start].from, to: bins[end - 1].to }));
    return contribution(method, shareMethods[method].whole, shareTerms(method, joined), ends, joined);
  }
  // What lies beyond the bins is counted in the end ones: the functions begin with it.
  const within = (sample: Sample, shares: number[]): number[] =>
    shares.map(
      (share, i) =>
        share - ((i === 0 ? sample.below : 0) + (i === bins.length - 1 ? sample.above : 0)) / totalOf(sample.counts)
    );
  const inside = { ...pair, reference: within(reference, pair.reference), current: within(current, pair.current) };
  const path = gapPath(bins, inside, {
    reference: reference.below / totalOf(reference.counts),
    current: current.below / totalOf(current.counts),
  });
  const { whole, terms } = gapMethods[method];
  const found = contribution(method, whole, terms(path), bins, inside);
  return method === 'wasserstein' ? { ...found, distance: found.distance / (reference.sd || NaN) } : found;
}

export function categoryContribution(
  { reference }: CategoricalDistribution,
  current: CurrentSample | null
): Contribution | null {
  const pair = reference && current && sharePair(reference, current);
  if (!pair) {
    return null;
  }
  const wanted = methodOf(current, 'tv');
  const method = isShareMethod(wanted) ? wanted : 'tv';
  const none = pair.reference.map(() => ({ from: NaN, to: NaN }));
  return contribution(method, shareMethods[method].whole, shareTerms(method, pair), none, pair);
}

function contribution(method: string, whole: Whole, terms: number[], ends: Bin[], pair: SharePair): Contribution {
  const all = whole === 'largest' ? wholeOf(whole, terms) : totalOf(terms);
  return {
    method,
    additive: whole !== 'largest',
    distance: wholeOf(whole, terms),
    segments: terms.map((term, i) => ({
      ...ends[i],
      share: all > 0 ? term / all : 0,
      current: pair.current[i] >= pair.reference[i] ? 'more' : 'fewer',
    })),
  };
}

// Of rows with a value; null where a side has none.
function sharePair(reference: Sample, current: Sample): SharePair | null {
  const [before, now] = [totalOf(reference.counts), totalOf(current.counts)];
  return before > 0 && now > 0
    ? {
        reference: reference.counts.map((count) => count / before),
        current: current.counts.map((count) => count / now),
        rows: { reference: before, current: now },
      }
    : null;
}

/** What a stretch of values adds: of terms that are finer than it the sum, else the one that it lies in, with its own ends. */
export function contributionAt({ segments, additive }: Contribution, { from, to }: Bin): Segment | null {
  const middle = (from + to) / 2;
  const at = segments.find((segment) => segment.from <= middle && middle <= segment.to);
  if (!at) {
    return null;
  }
  const slack = 1e-9 * (to - from);
  if (!additive || at.from < from - slack || at.to > to + slack) {
    return at;
  }
  const within = segments.filter((segment) => segment.from >= from - slack && segment.to <= to + slack);
  return { from, to, share: totalOf(within.map(({ share }) => share)), current: at.current };
}
