// How long a model's windows are, as far as the browser must know: to ask for windows of the model's own, and to guess how many a period holds.
import type { WindowSpec } from '../../datasource/query/query';

const hour = 3_600_000;
const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: hour, d: 24 * hour, w: 7 * 24 * hour };
const calendar = { day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;

/** Usual length of a model's window, ms; a day where it cannot be read. */
export function windowLength(window: string): number {
  if (window in calendar) {
    return calendar[window as keyof typeof calendar];
  }
  if (window === '1M') {
    return calendar.month;
  }
  const parts = [...window.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * units[unit], 0) || calendar.day;
}

/** More windows than a person compares: then the backend chooses longer ones. */
const mostWindows = 500;

/** The model's own windows over a range, where they are not too many. */
export function ownWindows(window: string, from: number, to: number): WindowSpec {
  if ((to - from) / windowLength(window) > mostWindows) {
    return { mode: 'auto' };
  }
  if (window in calendar || window === '1M') {
    return { mode: 'calendar', unit: window === '1M' ? 'month' : (window as keyof typeof calendar) };
  }
  return { mode: 'duration', every: window };
}
