// A smooth density of binned values: a Gaussian kernel over the bins' middles.
import { sum } from 'simple-statistics';
import { Bin, quantile } from './binned';

export interface DensityPoint {
  x: number;
  /** Per unit of x; the curve encloses 1 where it is not cut off. */
  y: number;
}

/**
 * Silverman's rule, 0.9 · min(sd, IQR / 1.34) · n^(−1/5) (Silverman 1986, 3.31), at least half a typical bin, because bins know no finer shape.
 * 0 for an empty sample.
 */
export function bandwidth(bins: Bin[], counts: number[]): number {
  const n = sum(counts);
  if (n <= 0) {
    return 0;
  }
  const middles = bins.map(({ from, to }) => (from + to) / 2);
  const mean = sum(middles.map((x, i) => x * counts[i])) / n;
  const sd = Math.sqrt(sum(middles.map((x, i) => (x - mean) ** 2 * counts[i])) / n);
  const iqr = quantile(bins, counts, 0.75)! - quantile(bins, counts, 0.25)!;
  const spread = iqr > 0 ? Math.min(sd, iqr / 1.34) : sd;
  const bin = (bins[bins.length - 1].to - bins[0].from) / bins.length;
  return Math.max(0.9 * spread * n ** -0.2, bin / 2);
}

/** The density at `points` places from the first bin to the last. `total` divides the counts: rows outside the bins lower the curve. */
export function kernelDensity(bins: Bin[], counts: number[], points: number, total = sum(counts)): DensityPoint[] {
  const h = bandwidth(bins, counts);
  const [from, to] = [bins[0].from, bins[bins.length - 1].to];
  const scale = total > 0 && h > 0 ? 1 / (total * h * Math.sqrt(2 * Math.PI)) : 0;
  return Array.from({ length: points }, (_, k) => {
    const x = from + ((to - from) * k) / Math.max(1, points - 1);
    const y =
      scale === 0
        ? 0
        : scale * sum(bins.map((bin, i) => counts[i] * Math.exp(-0.5 * ((x - (bin.from + bin.to) / 2) / h) ** 2)));
    return { x, y };
  });
}
