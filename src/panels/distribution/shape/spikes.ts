// A value that holds much of a sample (zero, −1, a default) makes a bar so high that all others vanish. Such bars are cut and labelled.

export interface Spikes {
  /** Height at which bars are cut; null when none needs to be. */
  ceiling: number | null;
  /** Indices of the bins that are cut. */
  bins: number[];
}

// A bar is cut when it is this many times as high as the highest of the others, and when only few are.
const farAbove = 3;
const mostSpikes = 3;
const headroom = 1.35;
// Among fewer bars none can hide the others.
const fewestBars = 8;

/** `heights` has a list per sample, an entry for each bin. */
export function findSpikes(heights: number[][]): Spikes {
  const highest = (heights[0] ?? [])
    .map((_, bin) => ({ bin, height: Math.max(...heights.map((list) => list[bin])) }))
    .sort((a, b) => b.height - a.height);
  if (highest.length >= fewestBars) {
    for (let count = 1; count <= mostSpikes; count++) {
      const next = highest[count].height;
      if (next > 0 && highest[count - 1].height > farAbove * next) {
        return { ceiling: next * headroom, bins: highest.slice(0, count).map(({ bin }) => bin) };
      }
    }
  }
  return { ceiling: null, bins: [] };
}
