// Moments in words, in the dashboard's zone.
import { dateTimeFormat, TimeZone } from '@grafana/data';

/** When a window began: its day, with the hour where it does not begin with the day. */
export function startText(time: number, timeZone: TimeZone): string {
  return dateTimeFormat(time, {
    timeZone,
    format: isMidnight(time, timeZone) ? 'ddd D MMM YYYY' : 'D MMM YYYY, HH:mm',
  });
}

export function isMidnight(time: number, timeZone: TimeZone): boolean {
  return dateTimeFormat(time, { timeZone, format: 'HH:mm:ss' }) === '00:00:00';
}
