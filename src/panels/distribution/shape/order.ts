// The order of small multiples: as the source gives them, or the worst first.
import { Drift, seriesKey } from '../../../frames/drift';
import { Distribution } from '../../../frames/samples';
import { TileOrder } from '../options';
import { driftOf, newestWithRows } from './windows';

export interface Tiled {
  key: string;
  distribution: Distribution;
}

/** By the newest window with rows, whatever window is shown: tiles must not move under who steps through windows. */
export function tilesOf(distributions: Distribution[], order: TileOrder): Tiled[] {
  const newest = newestWithRows(distributions);
  const seen = new Map<string, number>();
  const tiles = distributions.map((distribution): Tiled => {
    const name = seriesKey(distribution.feature, distribution.segment);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return { key: before === 0 ? name : `${name} ${before}`, distribution };
  });
  return order === 'given'
    ? tiles
    : tiles
        .map((tile, i) => ({ tile, i, rank: rankOf(driftOf(tile.distribution, newest)) }))
        .sort((a, b) => b.rank - a.rank || a.i - b.i)
        .map(({ tile }) => tile);
}

// What was decided by its severity; what failed before what had too few rows; what nobody judged as it came.
function rankOf(drift: Drift | null): number {
  if (drift === null) {
    return -3;
  }
  return drift.severity ?? (drift.outcome === 'error' ? -1 : -2);
}
