// Whose days a panel's windows are. A model's days begin in its own zone: named in the dashboard's they would begin at 23:00 of the day before, and the
// day of which everybody speaks would have no name. So windows that are whole days there are named there, and the panel says so.
import { DataFrame, dateTimeFormat, TimeZone } from '@grafana/data';
import { customMeta } from '../../frames/fields';

// Looking at more edges than these proves no more.
const edgesLookedAt = 8;

/** The zone in which to name windows that begin at `starts`, epoch ms: the model's where they are its days and not the dashboard's, else the dashboard's. */
export function zoneOfWindows(frames: DataFrame[], starts: Iterable<number>, dashboard: TimeZone): TimeZone {
  const own = frames.map((frame) => customMeta(frame).timezone).find((zone) => typeof zone === 'string');
  if (typeof own !== 'string' || own === '') {
    return dashboard;
  }
  const edges: number[] = [];
  for (const start of starts) {
    if (Number.isFinite(start) && edges.push(start) === edgesLookedAt) {
      break;
    }
  }
  const days = (zone: TimeZone): boolean => edges.every((edge) => beginsDay(edge, zone));
  return edges.length > 0 && days(own) && !days(dashboard) ? own : dashboard;
}

export function beginsDay(time: number, timeZone: TimeZone): boolean {
  return dateTimeFormat(time, { timeZone, format: 'HH:mm:ss.SSS' }) === '00:00:00.000';
}
