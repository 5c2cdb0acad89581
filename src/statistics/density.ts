// A smooth density of binned values: a Gaussian kernel over the bins' middles.
import { sum } from 'simple-statistics';
import { Bin, quantile } from './binned';

export interface DensityPoint {
  x: number;
  /** Per unit of x; the curve encloses 1 where it is not cut off. */
  y: number;
}

/**
 * Silverman's rule, 0.9 · min(sd, IQR / 1.34) · n^(−1/5) (Silverman 1986, 3.31), at least half a typical bin, because bins know no finer shape. Curves that
 * are compared should be given the same n: with its own, the smaller sample is smoothed more, and looks different for that alone. 0 for an empty sample.
 */
export function bandwidth(bins: Bin[], counts: number[], n = sum(counts)): number {
  const total = sum(counts);
  if (total <= 0 || n <= 0) {
    return 0;
  }
  const middles = bins.map(({ from, to }) => (from + to) / 2);
  const mean = sum(middles.map((x, i) => x * counts[i])) / total;
  const sd = Math.sqrt(sum(middles.map((x, i) => (x - mean) ** 2 * counts[i])) / total);
  const iqr = quantile(bins, counts, 0.75)! - quantile(bins, counts, 0.25)!;
  const spread = iqr > 0 ? Math.min(sd, iqr / 1.34) : sd;
  const bin = (bins[bins.length - 1].to - bins[0].from) / bins.length;
  return Math.max(0.9 * spread * n ** -0.2, bin / 2);
}

/** Whether the axis ends where the values end: then what a kernel would lay beyond is mirrored back, and no mass is lost at a hard bound such as 0. */
export interface Closed {
  low: boolean;
  high: boolean;
}

const open: Closed = { low: false, high: false };

/** What every bin adds at every place: made once, and applied to as many samples as there are. */
export interface Kernel {
  x: number[];
  /** weights[k][i]: of a row in bin i, at place k, per unit of x. */
  weights: Float64Array[];
}

export function kernelOver(bins: Bin[], points: number, h: number, closed: Closed = open): Kernel {
  const [from, to] = [bins[0].from, bins[bins.length - 1].to];
  const x = Array.from({ length: points }, (_, k) => from + ((to - from) * k) / Math.max(1, points - 1));
  const scale = 1 / (h * Math.sqrt(2 * Math.PI));
  const bell = (distance: number): number => scale * Math.exp(-0.5 * (distance / h) ** 2);
  return {
    x,
    weights: x.map((place) =>
      Float64Array.from(bins, (bin) => {
        const middle = (bin.from + bin.to) / 2;
        return (
          bell(place - middle) +
          (closed.low ? bell(place - (2 * from - middle)) : 0) +
          (closed.high ? bell(place - (2 * to - middle)) : 0)
        );
      })
    ),
  };
}

/** The curve's heights at the kernel's places. `total` divides the counts: rows outside the bins lower the curve. */
export function smooth({ weights }: Kernel, counts: number[], total: number): number[] {
  return weights.map((row) => {
    let height = 0;
    for (let i = 0; i < row.length; i++) {
      height += row[i] * counts[i];
    }
    return total > 0 ? height / total : 0;
  });
}

export interface DensityOptions {
  total?: number;
  /** Rows that the bandwidth is for. */
  n?: number;
  closed?: Closed;
}

/** The density at `points` places from the first bin to the last; flat for an empty sample. */
export function kernelDensity(
  bins: Bin[],
  counts: number[],
  points: number,
  { total = sum(counts), n, closed }: DensityOptions = {}
): DensityPoint[] {
  const h = bandwidth(bins, counts, n);
  const kernel = kernelOver(bins, points, h > 0 ? h : 1, closed);
  const heights = smooth(kernel, counts, total);
  return kernel.x.map((x, k) => ({ x, y: heights[k] }));
}
