// The ends of a value axis over its bins.
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
