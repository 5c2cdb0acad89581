// How far shares may differ when nothing changed, from the best that the source tells: the reference's own windows, else effective rows, else rows.
import { CurrentSample, Distribution, Sample } from '../../../frames/samples';
import { fewestWindows, samplingNoise, windowNoise } from '../../../statistics/noise';

export interface Noise {
  basis: 'windows' | 'effective' | 'rows';
  /** Windows of the reference, where they are the basis. */
  windows: number;
  /**
   * Half the width of the 95 % band for the difference of two shares. `parts` are the counts of the reference's windows in the same place, in their order.
   */
  half: (reference: number, current: number, parts: number[]) => number;
}

/** What shares are of: all rows, or rows that have a value. */
export type Base = 'rows' | 'values';

export function noiseOf(
  { reference, referenceWindows }: Distribution,
  current: CurrentSample | null,
  base: Base
): Noise | null {
  if (!reference || !current) {
    return null;
  }
  const size = ({ rows, missing }: Sample): number => (base === 'rows' ? rows : rows - missing);
  const effective = current.drift?.effectiveRows ?? null;
  const valued = current.rows - current.missing;
  // Effective rows are of values; missing ones count in proportion.
  const n = effective !== null && valued > 0 ? (effective * size(current)) / valued : size(current);
  const m = size(reference);
  if (!(n > 0) || !(m > 0)) {
    return null;
  }
  const sampling = (before: number, now: number): number => samplingNoise((before * m + now * n) / (m + n), n, m);
  const rows = referenceWindows.map((window) => (base === 'rows' ? window.rows : window.rows - window.missing));
  if (rows.length < fewestWindows || rows.some((count) => count <= 0)) {
    return { basis: effective === null ? 'rows' : 'effective', windows: 0, half: sampling };
  }
  return {
    basis: 'windows',
    windows: rows.length,
    half: (before, now, parts) =>
      // Windows may agree better than chance would have them; what sampling explains is noise in any case.
      Math.max(sampling(before, now), windowNoise({ rows, shares: parts.map((count, i) => count / rows[i]) }, n)),
  };
}
