// A model's life on one axis of time: which reference holds when, what is left out, versions, drift, rows. It shapes answers and asks for nothing.
import type { DataFrame } from '@grafana/data';
import type { ModelInfo, ReferenceInfo } from '../../datasource/resources';
import { column, numberAt, textAt } from '../../frames/fields';
import type { Stretch } from '../ask/ask';
import { addDays, format, startOfDay } from '../../datasource/time/instants';
import { windowLength } from '../time/length';

/** A stretch on the axis; an instant ends where it begins. */
export interface Mark extends Stretch {
  title: string;
  text: string;
}

export interface ReferenceLane {
  reference: ReferenceInfo;
  /** Position in the settings. */
  entry: number;
  /** The time that it is made of; null for another file, or one that moves. */
  period: Stretch | null;
  /** The windows that it holds for. */
  holds: Stretch;
}

export interface Bar {
  time: number;
  rows: number;
}

export interface Tick {
  time: number;
  label: string;
}

/** Windows that are shown at least: eight weeks of days. */
const fewest = 56;

/** The axis: from the oldest thing that the settings name, or some windows back, to now, or to what is planned. */
export function axisOf({ references = [], excluded = [], window, timezone }: ModelInfo, now: number): Stretch {
  const named = [
    ...references.flatMap(({ since, from, to }) => [since, from, to]),
    ...excluded.flatMap(({ from, to }) => [from, to]),
  ]
    .flatMap((text) => (text === undefined ? [] : [Date.parse(text)]))
    .filter((at) => !Number.isNaN(at));
  const first = Math.min(now - fewest * windowLength(window), ...named);
  const last = Math.max(now, ...named);
  return { from: startOfDay(first, timezone), to: last };
}

/** Entries in the order in which they come to hold, those of all rows first, then version by version. */
export function referenceLanes({ references = [] }: ModelInfo, axis: Stretch): ReferenceLane[] {
  const lanes = references.map((reference, entry) => {
    const [from, to] = [Date.parse(reference.from ?? ''), Date.parse(reference.to ?? '')];
    const since = reference.since === undefined ? axis.from : Date.parse(reference.since);
    return { reference, entry, period: from < to ? { from, to } : null, holds: { from: since, to: axis.to } };
  });
  const version = (lane: ReferenceLane) => lane.reference.version ?? '';
  lanes.sort((a, b) => version(a).localeCompare(version(b), 'en', { numeric: true }) || a.holds.from - b.holds.from);
  lanes.forEach((lane, i) => {
    const later = lanes[i + 1];
    if (later && version(later) === version(lane)) {
      lane.holds.to = Math.min(lane.holds.to, later.holds.from);
    }
  });
  return lanes;
}

/** The annotations of an answer with one tag. */
export function marksOf(frames: DataFrame[], tag: string): Mark[] {
  return frames.flatMap((frame) => {
    const [time, end, title, text, tags] = ['time', 'timeEnd', 'title', 'text', 'tags'].map((name) =>
      column(frame, name)
    );
    return Array.from({ length: frame.length }, (_, i) => i)
      .filter((i) => textAt(tags, i).split(',')[0] === tag)
      .map((i) => ({
        from: numberAt(time, i) ?? 0,
        to: numberAt(end, i) ?? numberAt(time, i) ?? 0,
        title: textAt(title, i),
        text: textAt(text, i),
      }));
  });
}

/** What the settings leave out, as marks. */
export function excludedMarks({ excluded = [] }: ModelInfo): Mark[] {
  return excluded.map(({ from, to, why = '' }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
    title: '',
    text: why,
  }));
}

/** Rows window by window, of a series. */
export function barsOf(frames: DataFrame[]): Bar[] {
  const [frame] = frames;
  const time = frame && column(frame, 'time');
  const rows = frame?.fields.find((field) => field !== time);
  return Array.from({ length: frame?.length ?? 0 }, (_, i) => ({
    time: numberAt(time, i) ?? 0,
    rows: numberAt(rows, i) ?? 0,
  })).filter(({ rows }) => rows > 0);
}

/** Days between ticks that people count in. */
const steps = [1, 2, 7, 14, 28, 91, 182, 365, 730];

/** Ticks at local midnights, at most about so many. */
export function ticksOf({ from, to }: Stretch, timeZone: string, most = 10): Tick[] {
  const days = (to - from) / 86_400_000;
  const step = steps.find((n) => days / n <= most) ?? Math.ceil(days / most);
  const pattern = step >= 91 ? 'MMM YYYY' : 'D MMM';
  const ticks: Tick[] = [];
  for (let time = startOfDay(from, timeZone); time <= to; time = addDays(time, step, timeZone)) {
    if (time >= from) {
      ticks.push({ time, label: format(time, timeZone, pattern) });
    }
  }
  return ticks;
}
