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

/**
 * How many windows before the newest is the newest that has rows in any of several distributions: a log that lags behind leaves empty windows at the end.
 * 0 where none has.
 */
export function newestWithRows(distributions: Distribution[]): number {
  const backs = distributions.flatMap(({ currents }) => {
    const back = [...currents].reverse().findIndex(({ rows }) => rows > 0);
    return back < 0 ? [] : [back];
  });
  return backs.length === 0 ? 0 : Math.min(...backs);
}
