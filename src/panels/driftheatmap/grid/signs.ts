// The signs inside cells, so that colour is never the only signal: a dot for a changed distribution, a plus for new values, a ring for missing ones.
import { causeIn, outcomeCode, outcomeCodeIn } from '../../../frames/driftSeries';

export type Sign = 'dot' | 'ring' | 'plus' | 'dash' | 'cross' | 'line';

/** The sign of a cell by its state; null for a fine one. "Not enough" is hatched and so has none. */
export function signOf(state: number): Exclude<Sign, 'line'> | null {
  switch (outcomeCodeIn(state)) {
    case outcomeCode.drifted: {
      const cause = causeIn(state);
      return cause === 'missing' ? 'ring' : cause === 'new values' ? 'plus' : 'dot';
    }
    case outcomeCode.no_reference:
      return 'dash';
    case outcomeCode.error:
      return 'cross';
    default:
      return null;
  }
}

/** Below this width, px, a cell has no room for its own sign: signs join to a line. */
export const narrowCell = 5;

export function signRadius(width: number, height: number): number {
  return Math.max(1.5, Math.min(3.8, Math.min(width, height) * 0.18));
}

/** A path around (x, y), for SVG. Everything but `dot` and `line` is to be stroked. */
export function signPath(sign: Sign, x: number, y: number, r: number): string {
  const n = (value: number): string => value.toFixed(1);
  switch (sign) {
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

/** The same for a canvas: adds to a path. */
export function addSign(path: Path2D, sign: Sign, x: number, y: number, r: number): void {
  switch (sign) {
    case 'dot':
    case 'ring':
      path.moveTo(x + r, y);
      path.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 'plus':
      path.moveTo(x - r, y);
      path.lineTo(x + r, y);
      path.moveTo(x, y - r);
      path.lineTo(x, y + r);
      return;
    case 'dash':
      path.moveTo(x - r, y);
      path.lineTo(x + r, y);
      return;
    case 'cross':
      path.moveTo(x - r, y - r);
      path.lineTo(x + r, y + r);
      path.moveTo(x - r, y + r);
      path.lineTo(x + r, y - r);
      return;
    case 'line':
      path.rect(x - r, y - 1, 2 * r, 2);
  }
}

export function isFilled(sign: Sign): boolean {
  return sign === 'dot' || sign === 'line';
}
