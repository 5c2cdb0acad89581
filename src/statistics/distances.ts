// How far two samples are apart, by numbers that describe and do not judge: the definitions of pkg/drift, for samples that only the browser has seen.
import { standardDeviation } from 'simple-statistics';
import { Bin } from './binned';
import { areaTerms, gapPath, gapTerms, shareMethods, SharePair, shareTerms, wholeOf } from './contributions';
import { Sorted } from './histogram';
import { tenthsOf } from './tenths';

export interface Distances {
  /** Kolmogorov–Smirnov: the largest gap between the distribution functions, in [0, 1]. */
  ks: number;
  /** Wasserstein, in standard deviations of the reference; null where the reference does not vary. */
  wasserstein: number | null;
  /** Population stability index over tenths of the reference. */
  psi: number;
}

/** Exactly, of all values; null where a sample has none. */
export function distancesOf(reference: Sorted, current: Sorted): Distances | null {
  const [n, m] = [reference.length, current.length];
  if (n === 0 || m === 0) {
    return null;
  }
  // Every value that occurs, with its counts in both samples, ascending.
  const before: number[] = [];
  const now: number[] = [];
  let [i, j, ks, area, last] = [0, 0, 0, 0, 0];
  while (i < n || j < m) {
    const value = j >= m || (i < n && reference[i] <= current[j]) ? reference[i] : current[j];
    area += before.length > 0 ? Math.abs(j / m - i / n) * (value - last) : 0;
    const [fromReference, fromCurrent] = [i, j];
    while (i < n && reference[i] === value) {
      i++;
    }
    while (j < m && current[j] === value) {
      j++;
    }
    before.push(i - fromReference);
    now.push(j - fromCurrent);
    ks = Math.max(ks, Math.abs(j / m - i / n));
    last = value;
  }
  const sd = standardDeviation(reference as unknown as number[]);
  return { ks, wasserstein: sd > 0 ? area / sd : null, psi: indexOf(before, now) };
}

/** As far as counts in common bins tell; null where a sample has none. `sd` is the reference's, null where it is not known. */
export function binnedDistances(
  bins: Bin[],
  reference: number[],
  current: number[],
  sd: number | null
): Distances | null {
  const pair = sharePair(reference, current);
  if (!pair || bins.length === 0) {
    return null;
  }
  const path = gapPath(bins, pair, { reference: 0, current: 0 });
  return {
    ks: wholeOf('largest', gapTerms(path)),
    wasserstein: sd ? wholeOf('sum', areaTerms(path)) / sd : null,
    psi: indexOf(reference, current),
  };
}

/** Total variation: the share of rows that would have to change category, in [0, 1]; null where a sample has none. */
export function categoryDistance(reference: number[], current: number[]): number | null {
  const pair = sharePair(reference, current);
  return pair && wholeOf(shareMethods.tv.whole, shareTerms('tv', pair));
}

function indexOf(reference: number[], current: number[]): number {
  const tenths = tenthsOf(reference, current);
  const join = (counts: number[]): number[] => tenths.map(({ start, end }) => total(counts.slice(start, end)));
  const pair = sharePair(join(reference), join(current))!;
  return wholeOf(shareMethods.psi.whole, shareTerms('psi', pair));
}

function sharePair(reference: number[], current: number[]): SharePair | null {
  const [n, m] = [total(reference), total(current)];
  return n > 0 && m > 0
    ? {
        reference: reference.map((count) => count / n),
        current: current.map((count) => count / m),
        rows: { reference: n, current: m },
      }
    : null;
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
