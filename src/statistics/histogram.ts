// Bins for raw values, so that samples of any source can be laid over each other.
import { tickStep } from 'd3-array';
import { interquartileRange, max, min } from 'simple-statistics';
import { Bin } from './binned';

const fewestBins = 12;
const mostBins = 80;

/**
 * Equal bins over all samples, with round edges: about as wide as 2·IQR·n^(−1/3) (Freedman and Diaconis 1981) of the first sample that has values, and
 * about 12 to 80 of them. Empty when no sample has a value. Values must be finite.
 */
export function commonBins(samples: number[][]): Bin[] {
  const filled = samples.filter((values) => values.length > 0);
  if (filled.length === 0) {
    return [];
  }
  const low = min(filled.map((values) => min(values)));
  const high = max(filled.map((values) => max(values)));
  if (low === high) {
    const half = Math.abs(low) / 20 || 0.5;
    return [{ from: low - half, to: low + half }];
  }
  const wished = (2 * interquartileRange(filled[0])) / Math.cbrt(filled[0].length);
  const many = wished > 0 ? (high - low) / wished : mostBins;
  const width = tickStep(low, high, Math.min(mostBins, Math.max(fewestBins, many)));
  const first = Math.floor(low / width);
  const count = Math.floor(high / width) - first + 1;
  return Array.from({ length: count }, (_, i) => ({ from: (first + i) * width, to: (first + i + 1) * width }));
}

/** How many values lie in each of the equal bins; what lies outside is counted at the ends. */
export function countInto(bins: Bin[], values: number[]): number[] {
  const counts = bins.map(() => 0);
  if (bins.length === 0) {
    return counts;
  }
  const width = (bins[bins.length - 1].to - bins[0].from) / bins.length;
  for (const value of values) {
    counts[Math.max(0, Math.min(bins.length - 1, Math.floor((value - bins[0].from) / width)))]++;
  }
  return counts;
}
