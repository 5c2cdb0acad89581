// Which window is shown.
import { Drift } from '../../../frames/drift';
import { CurrentSample, Distribution } from '../../../frames/samples';

/** The position of the window `back` windows before the newest, as far as there are any; −1 when the frame has only a reference. */
export function chosenIndex({ currents }: Distribution, back: number): number {
  return currents.length === 0 ? -1 : Math.max(0, currents.length - 1 - back);
}

export function chosenSample(distribution: Distribution, back: number): CurrentSample | null {
  return distribution.currents[chosenIndex(distribution, back)] ?? null;
}

export function driftOf(distribution: Distribution, back: number): Drift | null {
  return chosenSample(distribution, back)?.drift ?? null;
}
