// The bins that are drawn, of the finest that are known: as many as the picture carries, so many, so wide, or with equal shares of the reference. Single
// values are counted anew between the wished edges; what was counted already is merged, its edges moved to the nearest known ones.
import { Binned, mergeAt, mergeBins } from '../../../statistics/binned';
import { binnedQuantileEdges, decadeEdges, evenEdges, multiplesOf, quantileEdges } from '../../../statistics/edges';
import { binsBetween, countBetween, firstAtLeast, Sorted } from '../../../statistics/histogram';
import { Transform } from '../../../statistics/transform';

export type BinMode = 'auto' | 'count' | 'width' | 'quantiles';

export interface Wish {
  mode: BinMode;
  /** Of count and quantiles. */
  count: number;
  /** Of width, in the feature's unit. */
  width: number;
  /** As many as the picture and the smaller sample carry: what auto keeps to. */
  most: number;
}

export interface Binning extends Binned {
  /** Wished edges lie inside bins that the source counted, and were moved. */
  moved: boolean;
  /** Bins of the wished width would be too many: these are automatic. */
  refused: boolean;
}

/** `samples[0]` is the reference. `values`, where given, are the same samples value by value. */
export function binned(fine: Binned, values: Sorted[] | null, wish: Wish, transform: Transform): Binning {
  if (fine.bins.length === 0) {
    return { ...fine, moved: false, refused: false };
  }
  const edges = wishedEdges(fine, values, wish, transform);
  const refused = wish.mode === 'width' && wish.width > 0 && edges === null;
  if (edges === null) {
    return { ...automatic(fine, values, wish.most, transform), refused };
  }
  return values
    ? { ...counted(fine, values, edges), moved: false, refused }
    : { ...mergeAt(fine, edges, transform.forward), refused };
}

function wishedEdges(fine: Binned, values: Sorted[] | null, wish: Wish, transform: Transform): number[] | null {
  const [from, to] = [fine.bins[0].from, fine.bins[fine.bins.length - 1].to];
  switch (wish.mode) {
    case 'auto':
      return null;
    case 'count':
      return evenEdges(from, to, wish.count, transform);
    case 'width': {
      const edges = wish.width > 0 ? multiplesOf(wish.width, from, to) : [];
      return edges.length >= 2 ? edges : null;
    }
    case 'quantiles': {
      // Without a reference, of what there is.
      const s = fine.samples.findIndex((counts) => counts.some((count) => count > 0));
      return s < 0
        ? null
        : values && values[s]?.length > 0
          ? quantileEdges(values[s], wish.count, from, to)
          : binnedQuantileEdges(fine.bins, fine.samples[s], wish.count);
    }
  }
}

function automatic(
  fine: Binned,
  values: Sorted[] | null,
  most: number,
  transform: Transform
): Omit<Binning, 'refused'> {
  if (transform.kind === 'linear') {
    return { ...mergeBins(fine, most), moved: false };
  }
  const edges = decadeEdges(fine.bins[0].from, fine.bins[fine.bins.length - 1].to, most, transform);
  return values
    ? { ...counted(fine, values, edges), moved: false }
    : { ...mergeAt(fine, edges, transform.forward), moved: false };
}

// Only what lies in the fine bins' range: the rest has bars of its own.
function counted(fine: Binned, values: Sorted[], edges: number[]): Binned {
  const [from, to] = [fine.bins[0].from, fine.bins[fine.bins.length - 1].to];
  return {
    bins: binsBetween(edges),
    samples: fine.samples.map((_, s) => {
      const all = values[s] ?? new Float64Array();
      const inside = all.subarray(firstAtLeast(all, from), firstAtLeast(all, to, true));
      const { counts, below, above } = countBetween(edges, inside);
      // Wished edges may lie within the range by a rounding error.
      counts[0] += below;
      counts[counts.length - 1] += above;
      return counts;
    }),
  };
}
