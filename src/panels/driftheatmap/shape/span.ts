// Where values stand between a least and a greatest one, as a share. The distance of two numbers may be more than any number: it is then taken of halves.

/** 0 at the least, 1 at the greatest, beyond them less and more; 0 where the two are the same. */
export function shareOf([least, greatest]: [number, number]): (value: number) => number {
  const span = greatest - least;
  if (Number.isFinite(span)) {
    return (value) => (value - least) / (span || 1);
  }
  const half = greatest / 2 - least / 2;
  return (value) => (value / 2 - least / 2) / half;
}

/** The value at a share of the way from the least to the greatest. */
export function valueAt([least, greatest]: [number, number], share: number): number {
  return least * (1 - share) + greatest * share;
}
