// How far a share may differ between two samples of which nothing changed: the band that 95 of 100 such differences stay in.
import { mean, sum } from 'simple-statistics';

// Two-sided 95 % of a normal law.
const z95 = 1.959963984540054;

/** Fewer windows than this say too little of how windows differ; pkg/drift draws the same line. */
export const fewestWindows = 4;

/**
 * Half the width of the band for c − r when rows are independent: z·√(p(1 − p)(1/n + 1/m)), p the share in both samples together, n and m their
 * (effective) rows. 0 without rows.
 */
export function samplingNoise(share: number, n: number, m: number): number {
  return n > 0 && m > 0 ? z95 * Math.sqrt(binomial(share) * (1 / n + 1 / m)) : 0;
}

function binomial(share: number): number {
  const p = Math.max(0, Math.min(1, share));
  return p * (1 - p);
}

/** The reference, window by window: rows of each, and the share of its rows that lies in one bin. */
export interface ReferenceWindows {
  rows: number[];
  shares: number[];
}

/**
 * Half the width of the band for c − r when windows differ by more than independent rows would: the variance s² of the share between the reference's R
 * windows, at least that of sampling, with Student's law of R − 1 degrees of freedom. A current window of other size than those (w rows, their harmonic
 * mean) has its own part of sampling, and a smaller one is given all of s²·w/n, because the reference cannot tell wandering windows from clustered rows:
 *
 *     max(s² − v, 0) + p(1 − p)/n  (n < w: at least max(s², v)·w/n)  +  max(s², v)/R,   v = p(1 − p)/w
 *
 * Source: docs/verdicts.md, "between windows"; the rule of pkg/drift for one coordinate.
 */
export function windowNoise({ rows, shares }: ReferenceWindows, n: number): number {
  const many = shares.length;
  if (many < fewestWindows || n <= 0) {
    return 0;
  }
  const centre = mean(shares);
  const between = sum(shares.map((share) => (share - centre) ** 2)) / (many - 1);
  const size = many / sum(rows.map((count) => 1 / count));
  const sampling = binomial(centre) / size;
  const typical = Math.max(between, sampling);
  let one = Math.max(between - sampling, 0) + binomial(centre) / n;
  if (n < size) {
    one = Math.max(one, (typical * size) / n);
  }
  return student95(many - 1) * Math.sqrt(one + typical / many);
}

/**
 * Two-sided 95 % of Student's law, within 0.2 % from 3 degrees of freedom on. Cornish–Fisher expansion: Abramowitz & Stegun (1964), 26.7.5.
 */
export function student95(df: number): number {
  const z = z95;
  return (
    z +
    (z ** 3 + z) / (4 * df) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * df ** 4)
  );
}
