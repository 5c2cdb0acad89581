// Where the ridges of a plot go, px: the reference on top, then the windows, the newest last. Ridges may rise into the row above.

export interface RidgeRows {
  /** Base line of each ridge, the reference's first. */
  base: number[];
  /** From one base line to the next. */
  step: number;
  /** How high the highest ridge rises. */
  rise: number;
  /** Height of all together; more than the plot's where they scroll. */
  height: number;
  /** Every so many rows have a label. */
  labelEvery: number;
}

const leastStep = 3;
const mostStep = 44;
// How far a ridge rises, in rows: enough to see its shape, little enough not to hide the ones above; and in px at least, however narrow rows are.
const overlap = 1.9;
const leastRise = 18;
/** From one label to the next at least, px. */
export const leastLabel = 15;

export function ridgeRows(windows: number, hasReference: boolean, top: number, bottom: number): RidgeRows {
  const rows = windows + (hasReference ? 1 : 0);
  const room = bottom - top;
  // The first ridge needs room to rise, and the reference a little distance from the others.
  const apart = hasReference ? 0.4 : 0;
  const narrow = (room - 4 - leastRise) / Math.max(1, rows - 1 + apart);
  const wide = (room - 4) / Math.max(1, rows - 1 + overlap + apart);
  const fair = wide * overlap < leastRise ? narrow : wide;
  const step = Math.max(leastStep, Math.min(mostStep, fair));
  const rise = Math.max(leastRise, Math.min(step * overlap, Math.max(step, room - 4)));
  const first = top + rise;
  const base = Array.from({ length: rows }, (_, i) => first + i * step + (i > 0 ? apart * step : 0));
  return {
    base,
    step,
    rise,
    height: (base[base.length - 1] ?? first) + 3,
    labelEvery: Math.max(1, Math.ceil(leastLabel / step)),
  };
}
