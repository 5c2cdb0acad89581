// Windows of time in words, in the zone that names them (zone.ts).
import { dateTimeFormat, TimeZone } from '@grafana/data';
import { absent } from './numbers';
import { beginsDay } from './zone';

const day = 'ddd D MMM YYYY';
const dayHour = 'D MMM YYYY, HH:mm';

function at(time: number, timeZone: TimeZone, format: string): string {
  return dateTimeFormat(time, { timeZone, format });
}

/** "Mon 15 Sep 2026" for one local day, "Mon 15 Sep – Sun 21 Sep 2026" for whole days, else with hours. Windows are half open: `to` is not in them. */
export function formatWindow(from: number | null, to: number | null, timeZone: TimeZone): string {
  if (from === null) {
    return absent;
  }
  if (to === null) {
    return at(from, timeZone, dayHour);
  }
  if (beginsDay(from, timeZone) && beginsDay(to, timeZone)) {
    const last = to - 1;
    if (at(from, timeZone, day) === at(last, timeZone, day)) {
      return at(from, timeZone, day);
    }
    const sameYear = at(from, timeZone, 'YYYY') === at(last, timeZone, 'YYYY');
    return `${at(from, timeZone, sameYear ? 'ddd D MMM' : day)} – ${at(last, timeZone, day)}`;
  }
  const sameDay = at(from, timeZone, day) === at(to, timeZone, day);
  return `${at(from, timeZone, dayHour)} – ${at(to, timeZone, sameDay ? 'HH:mm' : dayHour)}`;
}

/** A short name for a window, to step through several: "15 Sep" or "15 Sep 06:00". */
export function formatWindowShort(from: number, timeZone: TimeZone): string {
  return at(from, timeZone, beginsDay(from, timeZone) ? 'D MMM' : 'D MMM HH:mm');
}
