// Scales of a value axis as functions: how far apart two values are drawn, before there are any pixels. Areas over an axis mean shares only if heights
// are per unit of the transformed axis, so binning and densities need them too.

export type TransformKind = 'linear' | 'log' | 'symlog';

export interface Transform {
  kind: TransformKind;
  /** Increasing; finite wherever the axis is defined (log: above 0). */
  forward: (value: number) => number;
  back: (position: number) => number;
  /** symlog: around 0, up to about this size, the axis is linear; 0 for the others. */
  linearWithin: number;
}

export const linear: Transform = { kind: 'linear', forward: (x) => x, back: (x) => x, linearWithin: 0 };

/** Decades: a factor of ten is 1. */
export const log: Transform = { kind: 'log', forward: Math.log10, back: (t) => 10 ** t, linearWithin: 0 };

/** sign(x)·log₁₀(1 + |x| / c): decades far from 0, linear near it. Webber (2013), Measurement Science and Technology 24:027001. */
export function symlog(c: number): Transform {
  return {
    kind: 'symlog',
    forward: (x) => Math.sign(x) * Math.log10(1 + Math.abs(x) / c),
    back: (t) => Math.sign(t) * c * (10 ** Math.abs(t) - 1),
    linearWithin: c,
  };
}
