// The middle of a sample, as it is marked on the value axis: the mean on a straight one, the median where the axis stretches small values, because there the
// mean stands far from where rows are.
import { Sample } from '../../../frames/samples';
import { TransformKind } from '../../../statistics/transform';

export type Centre = 'mean' | 'median';

export function centreOn(kind: TransformKind): Centre {
  return kind === 'linear' ? 'mean' : 'median';
}

export function centreOf(sample: Sample | null, centre: Centre): number | null {
  if (centre === 'mean') {
    return sample?.mean ?? null;
  }
  return sample?.quantiles.find(({ p }) => p === 0.5)?.value ?? null;
}
