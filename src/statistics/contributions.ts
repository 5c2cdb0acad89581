// Where a distance between two samples comes from: what each bin or category adds to it. The distances are those of pkg/drift, with its formulas and
// names; a term is never negative, so terms can be read as parts of a whole.
import { sum } from 'simple-statistics';
import { Bin } from './binned';

/** What terms make up: their sum, the root of their sum (distances whose square is additive), or the largest of them. */
export type Whole = 'sum' | 'root' | 'largest';

/** Two samples over the same bins or categories. Shares are of rows with a value, and each list adds up to 1. */
export interface SharePair {
  reference: number[];
  current: number[];
  /** Rows with a value of each sample, more than 0. */
  rows: { reference: number; current: number };
}

interface ShareMethod {
  whole: Whole;
  term: (reference: number, current: number, pair: SharePair) => number;
}

/** Methods that compare shares, by their names in pkg/drift. A bin that neither sample visits adds nothing. */
export const shareMethods = {
  // (c − r)·ln(c / r); a bin that one sample does not visit counts there as half a row. Lewis (1994), An Introduction to Credit Scoring.
  psi: {
    whole: 'sum',
    term: (r, c, { rows }) => {
      const [before, now] = [r > 0 ? r : 0.5 / rows.reference, c > 0 ? c : 0.5 / rows.current];
      return (now - before) * Math.log(now / before);
    },
  },
  // c·ln(c / r) − c + r, which sums to Σ c·ln(c / r) because shares add up to 1, and is never negative. Kullback & Leibler (1951), Annals of
  // Mathematical Statistics 22:79. Empty bins as for PSI.
  kl: {
    whole: 'sum',
    term: (r, c, { rows }) => {
      const [before, now] = [r > 0 ? r : 0.5 / rows.reference, c > 0 ? c : 0.5 / rows.current];
      return now * Math.log(now / before) - now + before;
    },
  },
  // T² = Σ ½ r·log₂(r / m) + ½ c·log₂(c / m), m = (r + c) / 2. Lin (1991), IEEE Transactions on Information Theory 37:145.
  js: {
    whole: 'root',
    term: (r, c) => {
      const middle = (r + c) / 2;
      return Math.max(0, ((r > 0 ? r * Math.log2(r / middle) : 0) + (c > 0 ? c * Math.log2(c / middle) : 0)) / 2);
    },
  },
  // T² = ½ Σ (√c − √r)². Hellinger (1909), J. für die reine und angewandte Mathematik 136:210.
  hellinger: { whole: 'root', term: (r, c) => (Math.sqrt(c) - Math.sqrt(r)) ** 2 / 2 },
  // T = ½ Σ |c − r|. Levin & Peres (2017), Markov Chains and Mixing Times, section 4.1.
  tv: { whole: 'sum', term: (r, c) => Math.abs(c - r) / 2 },
  // T = Σ (c − r)² / h, h the share in both samples together: Pearson's χ²·(1/n + 1/m). Pearson (1900), Philosophical Magazine 50:157.
  chi2: {
    whole: 'sum',
    term: (r, c, { rows }) => {
      const both = (r * rows.reference + c * rows.current) / (rows.reference + rows.current);
      return (c - r) ** 2 / both;
    },
  },
  // T = max |c − r|. Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, section 3.1.
  z: { whole: 'largest', term: (r, c) => Math.abs(c - r) },
} satisfies Record<string, ShareMethod>;

export type ShareMethodName = keyof typeof shareMethods;

/** What each bin or category adds, none negative, in the unit of the statistic (of its square where the whole is a root). */
export function shareTerms(method: ShareMethodName, pair: SharePair): number[] {
  const { term }: ShareMethod = shareMethods[method];
  return pair.reference.map((r, i) => (r > 0 || pair.current[i] > 0 ? term(r, pair.current[i], pair) : 0));
}

/** The statistic that terms make up. */
export function wholeOf(whole: Whole, terms: number[]): number {
  switch (whole) {
    case 'sum':
      return sum(terms);
    case 'root':
      return Math.sqrt(sum(terms));
    case 'largest':
      return terms.reduce((most, term) => Math.max(most, term), 0);
  }
}

/** Differences F_C − F_R of two cumulative distributions before and after each bin, and what both samples together hold in it. */
export interface GapPath {
  bins: Bin[];
  /** One more than there are bins: before the first, then after each. */
  gap: number[];
  /** Cumulative share of both samples together, likewise. */
  both: number[];
}

/** `below` is the share of each sample left of the first bin. */
export function gapPath(bins: Bin[], pair: SharePair, below: { reference: number; current: number }): GapPath {
  const weight = pair.rows.reference / (pair.rows.reference + pair.rows.current);
  let [before, now] = [below.reference, below.current];
  const gap = [now - before];
  const both = [weight * before + (1 - weight) * now];
  bins.forEach((_, i) => {
    before += pair.reference[i];
    now += pair.current[i];
    gap.push(now - before);
    both.push(weight * before + (1 - weight) * now);
  });
  return { bins, gap, both };
}

/**
 * ∫ |F_C − F_R| dx over each bin, rows spread evenly within it: divided by the reference's standard deviation they sum to the Wasserstein distance
 * W₁ / sd of pkg/drift. Vallender (1974), Theory of Probability and its Applications 18:784.
 */
export function areaTerms({ bins, gap }: GapPath): number[] {
  return bins.map(({ from, to }, i) => (to - from) * meanSize(gap[i], gap[i + 1]));
}

// The mean of |x| on a straight way from a to b.
function meanSize(a: number, b: number): number {
  return a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}

/** |F_C − F_R| after each bin; the largest is the Kolmogorov–Smirnov statistic as far as the bins tell. Smirnov (1939). */
export function gapTerms({ gap }: GapPath): number[] {
  return gap.slice(1).map(Math.abs);
}

/** 3·∫ (F_C − F_R)² dH over each bin, H of both samples: the root of their sum is the Cramér–von Mises T. Anderson (1962), Annals of Mathematical Statistics 33:1148. */
export function cramerTerms({ gap, both }: GapPath): number[] {
  return gap.slice(1).map((after, i) => (both[i + 1] - both[i]) * (gap[i] ** 2 + gap[i] * after + after ** 2));
}

/**
 * (F_C − F_R)² / (H(1 − H)) · h of each bin, its rows taken as tied (midranks): the root of their sum is the Anderson–Darling T. Scholz & Stephens (1987),
 * J. American Statistical Association 82:918.
 */
export function andersonTerms({ gap, both }: GapPath): number[] {
  return gap.slice(1).map((after, i) => {
    const middle = (both[i] + both[i + 1]) / 2;
    const variance = middle * (1 - middle);
    return variance > 0 ? ((both[i + 1] - both[i]) * ((gap[i] + after) / 2) ** 2) / variance : 0;
  });
}
