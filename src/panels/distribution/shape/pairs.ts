// The two sides of one bar: counts and shares of reference and current, and how far they may differ by chance.
import { Sample } from '../../../frames/samples';
import { Noise } from './noise';

export interface Part {
  count: number;
  share: number;
}

/** A share is of all rows of its sample; null where there is no such sample. */
export interface Pair {
  reference: Part | null;
  current: Part | null;
  /** Half the width of the noise band for the difference; null where there is nothing to compare, or nothing is known. */
  noise: number | null;
}

/** Makes the pairs of a distribution: counts of both samples, and of the reference's windows. */
export type PairMaker = (ofReference: number, ofCurrent: number, ofWindows: number[]) => Pair;

export function pairMaker(reference: Sample | null, current: Sample | null, noise: Noise | null): PairMaker {
  return (ofReference, ofCurrent, ofWindows) => {
    const [before, now] = [partOf(reference, ofReference), partOf(current, ofCurrent)];
    return {
      reference: before,
      current: now,
      noise: noise && before && now ? noise.half(before.share, now.share, ofWindows) : null,
    };
  };
}

function partOf(sample: Sample | null, count: number): Part | null {
  return sample && { count, share: ratio(count, sample.rows) };
}

export function ratio(count: number, rows: number): number {
  return rows > 0 ? Math.min(1, count / rows) : 0;
}

/** Current share minus reference share, in [−1, 1]; 0 without one of the two. */
export function changeOf({ reference, current }: Pair): number {
  return reference && current ? current.share - reference.share : 0;
}

/** The change is more than noise explains; null where that is not known. */
export function isBeyondNoise(pair: Pair): boolean | null {
  return pair.noise === null ? null : Math.abs(changeOf(pair)) > pair.noise;
}

/** Several bars as one; noise is for `maker` to say. */
export function totalOf(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
