// The ends of a value axis over its bins.
import { Field } from '@grafana/data';
import { Bin } from '../../../statistics/binned';
import { Transform } from '../../../statistics/transform';

// A single bin stands in the middle of its axis, this many widths from either end: from end to end it would look like everything there is.
const aroundOne = 5;

export function axisEnds(bins: Bin[], { forward, back }: Transform): [number, number] {
  const [first, last] = [bins[0], bins[bins.length - 1]];
  if (!first || bins.length > 1) {
    return [first?.from ?? 0, last?.to ?? 1];
  }
  const room = aroundOne * (forward(first.to) - forward(first.from));
  return [back(forward(first.from) - room), back(forward(first.to) + room)];
}

export interface GivenEnds {
  from: number | null;
  to: number | null;
}

/** Min and Max of the field's options, as far as the axis has a place for them: a log axis has none for 0, and an axis does not run backwards. */
export function givenEnds({ config }: Field, { forward }: Transform): GivenEnds {
  const placed = (end: number | null | undefined): number | null =>
    end !== null && end !== undefined && Number.isFinite(forward(end)) ? end : null;
  const [from, to] = [placed(config.min), placed(config.max)];
  return from !== null && to !== null && from >= to ? { from: null, to: null } : { from, to };
}
