// Where the columns of shares over time go, px: the reference's first and apart, then a column for each window.

export interface StackColumns {
  left: number[];
  width: number;
}

// The reference is told apart by a gap of this many px at least.
const apart = 10;
const widestColumn = 64;
// Columns touch when there are many; a little air between few.
const airFrom = 6;

export function stackColumns(count: number, hasReference: boolean, from: number, to: number): StackColumns {
  const gap = hasReference && count > 1 ? Math.max(apart, (to - from) * 0.015) : 0;
  const step = Math.min(widestColumn, (to - from - gap) / Math.max(1, count));
  const air = step > airFrom ? 1 : 0;
  return {
    left: Array.from({ length: count }, (_, i) => from + i * step + (hasReference && i > 0 ? gap : 0)),
    width: Math.max(0.5, step - air),
  };
}

/** Lower and upper end of each layer's name, so that none covers another: as near to its middle as the others let it. */
export function spreadLabels(middles: number[], height: number, top: number, bottom: number): number[] {
  const placed = middles.map((middle) => middle);
  // From the top down, then back up from the bottom.
  for (let i = 0; i < placed.length; i++) {
    placed[i] = Math.max(placed[i], i === 0 ? top + height / 2 : placed[i - 1] + height);
  }
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i], i === placed.length - 1 ? bottom - height / 2 : placed[i + 1] - height);
  }
  return placed;
}
