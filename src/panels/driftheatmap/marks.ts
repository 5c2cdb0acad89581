// The signs inside cells, so that colour is never the only signal. One path per sign serves SVG and canvas alike.
import { Drift } from '../../frames/drift';

export type Mark = 'dot' | 'ring' | 'plus' | 'dash' | 'cross' | 'line';

/** The sign of a cell; null for a fine one. "Not enough" is hatched and so has none. */
export function markOf(drift: Drift): Exclude<Mark, 'line'> | null {
  switch (drift.outcome) {
    case 'drifted':
      return drift.cause === 'missing' ? 'ring' : drift.cause === 'new values' ? 'plus' : 'dot';
    case 'no_reference':
      return 'dash';
    case 'error':
      return 'cross';
    default:
      return null;
  }
}

/** Below this width a cell has no room for its own sign: signs join to a line. */
export const narrowCell = 5;

export function markRadius(width: number, height: number): number {
  return Math.max(1.5, Math.min(3.8, Math.min(width, height) * 0.18));
}

/** An SVG path around (x, y). Everything but `dot` and `line` is to be stroked. */
export function markPath(mark: Mark, x: number, y: number, r: number): string {
  const n = (value: number): string => value.toFixed(1);
  switch (mark) {
    case 'dot':
    case 'ring':
      return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
    case 'plus':
      return `M${n(x - r)} ${n(y)}H${n(x + r)}M${n(x)} ${n(y - r)}V${n(y + r)}`;
    case 'dash':
      return `M${n(x - r)} ${n(y)}H${n(x + r)}`;
    case 'cross':
      return `M${n(x - r)} ${n(y - r)}L${n(x + r)} ${n(y + r)}M${n(x - r)} ${n(y + r)}L${n(x + r)} ${n(y - r)}`;
    case 'line':
      return `M${n(x - r)} ${n(y - 1)}h${n(2 * r)}v2h${n(-2 * r)}Z`;
  }
}

export function isFilled(mark: Mark): boolean {
  return mark === 'dot' || mark === 'line';
}
