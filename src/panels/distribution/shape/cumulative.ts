// Shares at or below the edges of the drawn bins, of rows with a value, and where those of the two samples are furthest apart.
import { NumericShape } from './numeric';

export interface CumulativePair {
  reference: number | null;
  current: number | null;
}

export interface Gap {
  x: number;
  reference: number;
  current: number;
}

export function cumulativePairs({ pairs, below, valued }: NumericShape): CumulativePair[] {
  let [before, now] = [below.reference, below.current];
  return pairs.map(({ reference, current }) => {
    before += reference?.count ?? 0;
    now += current?.count ?? 0;
    return {
      reference: reference && valued.reference > 0 ? Math.min(1, before / valued.reference) : null,
      current: current && valued.current > 0 ? Math.min(1, now / valued.current) : null,
    };
  });
}

export function widestGap({ bins }: NumericShape, pairs: CumulativePair[]): Gap | null {
  return pairs.reduce<Gap | null>((widest, { reference, current }, i) => {
    if (reference === null || current === null) {
      return widest;
    }
    const found = { x: bins[i].to, reference, current };
    return widest && Math.abs(widest.reference - widest.current) >= Math.abs(reference - current) ? widest : found;
  }, null);
}
