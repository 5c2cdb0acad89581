// Ticks of the time axis: round times in the dashboard's zone, as many as fit beside each other.
import { dateTimeFormat, dateTimeForTimeZone, TimeZone } from '@grafana/data';

export interface Tick {
  time: number;
  label: string;
}

interface Step {
  count: number;
  unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
  ms: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const steps: Step[] = [
  ...[1, 5, 15, 30].map((count): Step => ({ count, unit: 'minute', ms: count * minute })),
  ...[1, 3, 6, 12].map((count): Step => ({ count, unit: 'hour', ms: count * hour })),
  ...[1, 2].map((count): Step => ({ count, unit: 'day', ms: count * day })),
  ...[1, 2].map((count): Step => ({ count, unit: 'week', ms: count * 7 * day })),
  ...[1, 3, 6].map((count): Step => ({ count, unit: 'month', ms: count * 30 * day })),
  // A time of year 1, such as zero is in Go, makes an axis of millennia.
  ...[1, 10, 100, 1000, 10_000, 100_000]
    .flatMap((ten) => [ten, 2 * ten, 5 * ten])
    .map((count): Step => ({ count, unit: 'year', ms: count * 365 * day })),
];

// As cards and headlines write dates: an axis of 11/23 below "since 23 Nov" would leave it to the reader which of the two numbers is the month.
const date = 'D MMM';
const clock = 'HH:mm';

const labelPx = 52;
const maxTicks = 200;

/** Ticks in [from, to]; never finer than `finest` ms, so that windows of a day are not labelled by the hour. */
export function timeTicks(from: number, to: number, width: number, timeZone: TimeZone, finest = 0): Tick[] {
  const room = Math.max(1, Math.floor(width / labelPx));
  const step = steps.find(({ ms }) => ms >= finest * 0.99 && (to - from) / ms <= room) ?? steps[steps.length - 1];
  const ticks: Tick[] = [];
  const start = dateTimeForTimeZone(timeZone, from);
  start.startOf(step.unit === 'minute' || step.unit === 'hour' ? 'day' : step.unit === 'week' ? 'isoWeek' : step.unit);
  if (step.unit === 'month') {
    start.subtract((Number(dateTimeFormat(start.valueOf(), { timeZone, format: 'M' })) - 1) % step.count, 'month');
  }
  if (step.unit === 'year') {
    start.subtract(Number(dateTimeFormat(start.valueOf(), { timeZone, format: 'YYYY' })) % step.count, 'year');
  }
  // Days in pairs count from the epoch, so that a refresh a day later keeps the same ticks.
  if (step.unit === 'day' && Math.round(start.valueOf() / day) % step.count !== 0) {
    start.subtract(1, 'day');
  }
  for (let i = 0; i < 10_000 && ticks.length < maxTicks; i++) {
    const time = start.valueOf();
    if (time >= to) {
      break;
    }
    if (time >= from) {
      ticks.push({ time, label: tickLabel(time, step, timeZone) });
    }
    start.add(step.count, step.unit);
  }
  // A single window, or windows that begin beside every round time: say at least where the axis begins.
  return ticks.length > 0
    ? ticks
    : [{ time: from, label: dateTimeFormat(from, { timeZone, format: `${date} ${clock}` }) }];
}

function tickLabel(time: number, step: Step, timeZone: TimeZone): string {
  const at = (format: string): string => dateTimeFormat(time, { timeZone, format });
  switch (step.unit) {
    case 'minute':
    case 'hour':
      return at(clock) === '00:00' ? at(date) : at(clock);
    case 'day':
    case 'week':
      return at(date);
    case 'month':
      return at('MMM YYYY');
    case 'year':
      return at('YYYY');
  }
}
