// Times as settings write them and as people type them: a date, a date and time of the model's own clock, or RFC 3339. The backend reads the same.
import { dateTimeFormat, dateTimeForTimeZone } from '@grafana/data';

const withZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/;

/** Epoch ms of what somebody wrote; null where it is no time. */
export function readInstant(text: string | undefined, timeZone: string): number | null {
  const trimmed = text?.trim() ?? '';
  if (withZone.test(trimmed)) {
    const at = Date.parse(trimmed);
    return Number.isNaN(at) ? null : at;
  }
  const parts = local.exec(trimmed);
  if (parts === null) {
    return null;
  }
  const at = dateTimeForTimeZone(zoneOf(timeZone), `${parts[1]}T${parts[2] ?? '00:00'}`);
  return at.isValid() ? at.valueOf() : null;
}

/** How settings write an instant: as a date where it is midnight in the model's zone, else as RFC 3339, which means the same to everybody. */
export function writeInstant(at: number, timeZone: string): string {
  return isMidnight(at, timeZone) ? format(at, timeZone, 'YYYY-MM-DD') : iso(at);
}

/** How people read an instant: a date, with the time of day where it is not midnight. */
export function showInstant(at: number, timeZone: string): string {
  return format(at, timeZone, isMidnight(at, timeZone) ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:mm');
}

/** The local midnight at or before an instant. */
export function startOfDay(at: number, timeZone: string): number {
  return dateTimeForTimeZone(zoneOf(timeZone), at).startOf('day').valueOf();
}

/** So many days later, on the model's calendar. */
export function addDays(at: number, days: number, timeZone: string): number {
  return dateTimeForTimeZone(zoneOf(timeZone), at).add(days, 'day').valueOf();
}

export function format(at: number, timeZone: string, pattern: string): string {
  return dateTimeFormat(at, { timeZone: zoneOf(timeZone), format: pattern });
}

/** Grafana knows UTC by its lower-case name. */
const zoneOf = (timeZone: string) => (timeZone === '' || timeZone === 'UTC' ? 'utc' : timeZone);

const isMidnight = (at: number, timeZone: string) => at % 1000 === 0 && format(at, timeZone, 'HH:mm:ss') === '00:00:00';

const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
