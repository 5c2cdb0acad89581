// Moments in words, in the dashboard's zone.
import { dateTimeFormat, TimeZone } from '@grafana/data';
import { t } from '../../parts/text';
import { beginsDay } from '../../parts/zone';

/** When a window began: its day, with the hour where it does not begin with the day. */
export function startText(time: number, timeZone: TimeZone): string {
  return dateTimeFormat(time, {
    timeZone,
    format: beginsDay(time, timeZone) ? 'ddd D MMM YYYY' : 'D MMM YYYY, HH:mm',
  });
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long windows are, in days, hours or minutes; empty for days, which say it by their dates. */
export function windowsText(step: number): string {
  // A day is an hour longer or shorter where clocks are changed.
  const days = Math.round(step / day);
  if (days >= 1 && Math.abs(step - days * day) <= hour) {
    return days === 1 ? '' : t('windows.days', 'in windows of {{n}} days', { n: days });
  }
  if (step === hour) {
    return t('windows.hour', 'in windows of an hour');
  }
  if (Math.round(step / minute) === 1) {
    return t('windows.minute', 'in windows of a minute');
  }
  return step >= 2 * hour && step % hour === 0
    ? t('windows.hours', 'in windows of {{n}} hours', { n: step / hour })
    : t('windows.minutes', 'in windows of {{n}} minutes', { n: Math.round(step / minute) });
}
