// Choosing a stretch of a log on its windows: by pointer, by keys and by presets. Pure: times in, times out.
import type { Timeline, TimelineWindow } from '../../../resources';
import { say } from '../../../text';
import { addDays, showInstant } from '../../../time/instants';

export interface Stretch {
  from: number;
  to: number;
}

/** Positions of the first and the last window of a stretch. */
export interface Span {
  first: number;
  last: number;
}

/** Whether a window lies in a stretch whole. */
const liesIn =
  (stretch: Stretch) =>
  ({ from, to }: TimelineWindow): boolean =>
    from >= stretch.from && to <= stretch.to;

/** The windows that lie in a stretch whole; null where none does. */
export function spanOf(stretch: Stretch, windows: TimelineWindow[]): Span | null {
  const isWithin = liesIn(stretch);
  const within = windows.flatMap((window, i) => (isWithin(window) ? [i] : []));
  return within.length === 0 ? null : { first: within[0], last: within[within.length - 1] };
}

export const stretchOf = ({ first, last }: Span, windows: TimelineWindow[]): Stretch => ({
  from: windows[first].from,
  to: windows[last].to,
});

const clamp = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index));

/** Moved as a whole, as far as there are windows. */
export function move({ first, last }: Span, by: number, count: number): Span {
  const step = Math.max(-first, Math.min(count - 1 - last, by));
  return { first: first + step, last: last + step };
}

/** With its end moved; at least one window stays. */
export function extend({ first, last }: Span, by: number, count: number): Span {
  return { first, last: Math.max(first, clamp(last + by, count)) };
}

/** What a key does to what is chosen; undefined where it means nothing here. Nothing chosen: the first window. */
export function pressed(key: string, shift: boolean, chosen: Span | null, count: number): Span | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowDown: -1,
    ArrowUp: 1,
    PageDown: -7,
    PageUp: 7,
  };
  const by = key in steps ? steps[key] : key === 'Home' ? -count : key === 'End' ? count : undefined;
  if (by === undefined || count === 0) {
    return undefined;
  }
  if (chosen === null) {
    return { first: 0, last: 0 };
  }
  return shift ? extend(chosen, by, count) : move(chosen, by, count);
}

const weeks = 4;

/** What a log begins with, from its first whole window on: four weeks, or half of a log that would have less than a week left to be judged. */
export function beginning(windows: TimelineWindow[], zone: string): { stretch: Stretch; half: boolean } | null {
  if (windows.length < 2) {
    return null;
  }
  // A log mostly begins in the middle of a window.
  const whole = windows.slice(windows[0].rows < windows[1].rows / 2 ? 1 : 0);
  const { from } = whole[0];
  const end = whole[whole.length - 1].to;
  const to = addDays(from, 7 * weeks, zone);
  const half = addDays(to, 7, zone) > end;
  const within = half ? whole.slice(0, Math.floor(whole.length / 2)) : whole.filter(liesIn({ from, to }));
  return within.length === 0 ? null : { stretch: { from, to: within[within.length - 1].to }, half };
}

/** Whether a stretch leaves nothing of the log to be judged. */
export const takesAll = ({ to }: Stretch, windows: TimelineWindow[]): boolean =>
  windows.length > 0 && to >= windows[windows.length - 1].to;

/** Everything but the newest week and the newest window, which may have just begun: what happened seven days ago is not in it. */
export function allButLastWeek(windows: TimelineWindow[], zone: string): Stretch | null {
  if (windows.length === 0) {
    return null;
  }
  const until = addDays(windows[windows.length - 1].from, -7, zone);
  const within = windows.filter(({ to }) => to <= until);
  return within.length === 0 ? null : { from: within[0].from, to: within[within.length - 1].to };
}

export interface Amount {
  windows: number;
  filled: number;
  rows: number;
}

/** How much lies in a stretch. */
export function amountIn(stretch: Stretch, windows: TimelineWindow[]): Amount {
  const within = windows.filter(liesIn(stretch));
  return {
    windows: within.length,
    filled: within.filter(({ rows }) => rows > 0).length,
    rows: within.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** That a stretch lies outside the log, in words; undefined where it does not. */
export function outside(stretch: Stretch, { windows }: Timeline, zone: string): string | undefined {
  if (windows.length === 0) {
    return undefined;
  }
  const log = { from: windows[0].from, to: windows[windows.length - 1].to };
  if (stretch.from < log.to && log.from < stretch.to) {
    return undefined;
  }
  return say('reference.outside', 'It lies outside the log, which goes from {{from}} to {{to}}', {
    from: showInstant(log.from, zone),
    to: showInstant(log.to, zone),
  });
}
