// What another reference would change: the verdicts of the same windows before and after, feature by feature. It shapes answers; it asks and draws nothing.
import type { DataFrame } from '@grafana/data';
import type { Question, Stretch } from '../ask/ask';
import type { Drift } from '../../frames/drift';
import { isDriftTable, readDriftTable } from '../../frames/driftTable';
import { ownWindows } from '../time/length';

/** One side of one feature. */
export interface Tally {
  /** Windows in which something was decided, and those that drifted. */
  decided: number;
  drifted: number;
  /** The largest severity; null where nothing was decided. */
  worst: number | null;
  /** Severity window by window, in the order of Effect.windows; null where nothing was decided. */
  severities: Array<number | null>;
}

export interface FeatureEffect {
  feature: string;
  before: Tally;
  after: Tally;
}

export interface Effect {
  /** Beginnings of the windows that the reference would hold for, oldest first. */
  windows: number[];
  /** End of the last of them; null where there are none. */
  end: number | null;
  /** What drifts now first, the worst on top. */
  features: FeatureEffect[];
  before: Share;
  after: Share;
  /** Windows that the reference consists of. */
  referenceWindows: number;
  /** Features that drift within the reference itself, each against the rest of it, with the windows in which they do. */
  restless: Array<{ feature: string; windows: number[] }>;
  /** Features that drift in some windows of the period by today's reference, and in others do not: some of the old and some of the new. */
  mixed: string[];
  /** Windows of the reference in which no feature could be decided for lack of rows. */
  thin: number;
}

/** So many features of those that were decided. */
export interface Share {
  drifted: number;
  of: number;
}

/** A reference that somebody thinks of. */
export interface Candidate {
  period: Stretch;
  /** Null: it holds for all windows. */
  since: number | null;
  /** '' where it holds whatever the version. */
  version: string;
}

/** The range of windows whose verdicts are compared: those that the candidate would hold for, and at most so many. */
export function affected({ since, period }: Candidate, now: number, window: number): Stretch {
  const from = Math.max(since ?? period.from, now - mostCompared * window);
  return { from: Math.min(from, now - 1), to: now };
}

const mostCompared = 200;

const columns = ['time', 'window_end', 'feature', 'verdict', 'severity', 'cause', 'in_reference', 'reference'];

/** What is asked: the verdicts as they are, and as they would be. The second is asked of the reference's own windows too. */
export function questions(
  model: { name: string; window: string; version?: string },
  candidate: Candidate,
  now: number,
  length: number
): Array<{ question: Question; range: Stretch }> {
  const range = affected(candidate, now, length);
  const { period, version } = candidate;
  const both: Question = {
    queryType: 'drift',
    model: model.name,
    format: 'table',
    columns,
    ...(version !== '' && model.version !== undefined
      ? { filters: [{ column: model.version, operator: '=', value: [version] }] }
      : {}),
  };
  const whole = { from: Math.min(range.from, period.from), to: Math.max(range.to, period.to) };
  return [
    { question: { ...both, window: ownWindows(model.window, range.from, range.to) }, range },
    {
      question: {
        ...both,
        window: ownWindows(model.window, whole.from, whole.to),
        reference: {
          mode: 'range',
          from: new Date(period.from).toISOString(),
          to: new Date(period.to).toISOString(),
        },
      },
      range: whole,
    },
  ];
}

/** Compares the two answers. */
export function effectOf([before, after]: DataFrame[][], candidate: Candidate, range: Stretch): Effect {
  const now = rowsOf(before);
  const then = rowsOf(after);
  const held = (row: Drift) => row.time >= (candidate.since ?? -Infinity) && (row.windowEnd ?? row.time) > range.from;
  const oldRows = now.filter(held);
  const newRows = then.filter(held);
  const windows = [...new Set([...oldRows, ...newRows].map(({ time }) => time))].sort((a, b) => a - b);
  const names = [...new Set([...oldRows, ...newRows].map(({ feature }) => feature))];
  const features = names
    .map((feature) => ({
      feature,
      before: tallyOf(oldRows, feature, windows),
      after: tallyOf(newRows, feature, windows),
    }))
    .sort((a, b) => weight(b) - weight(a));
  const inPeriod = ({ time }: Drift) => time >= candidate.period.from && time < candidate.period.to;
  const inside = then.filter(({ inReference }) => inReference);
  return {
    windows,
    end:
      windows.length === 0
        ? null
        : Math.max(...[...oldRows, ...newRows].map(({ windowEnd, time }) => windowEnd ?? time)),
    features,
    before: shareOf(features.map((feature) => feature.before)),
    after: shareOf(features.map((feature) => feature.after)),
    referenceWindows: new Set(inside.map(({ time }) => time)).size,
    restless: names
      .map((feature) => ({
        feature,
        windows: inside
          .filter((row) => row.feature === feature && row.outcome === 'drifted')
          .map(({ time }) => time)
          .sort((a, b) => a - b),
      }))
      .filter(({ windows }) => windows.length > 0),
    mixed: names.filter((feature) => isMixed(now.filter((row) => row.feature === feature && inPeriod(row)))),
    thin: thinOf(inside),
  };
}

// One window alone may be chance, or the day of a rollout.
const fewestOfBoth = 2;

function isMixed(rows: Drift[]): boolean {
  const count = (outcome: Drift['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return Math.min(count('drifted'), count('fine')) >= fewestOfBoth;
}

const rowsOf = (frames: DataFrame[]): Drift[] => frames.filter(isDriftTable).flatMap(readDriftTable);

function tallyOf(rows: Drift[], feature: string, windows: number[]): Tally {
  const byTime = new Map(rows.filter((row) => row.feature === feature).map((row) => [row.time, row]));
  const severities = windows.map((time) => {
    const row = byTime.get(time);
    return row && (row.outcome === 'drifted' || row.outcome === 'fine') ? row.severity : null;
  });
  const decided = severities.filter((severity): severity is number => severity !== null);
  return {
    decided: decided.length,
    drifted: windows.filter((time) => byTime.get(time)?.outcome === 'drifted').length,
    worst: decided.length === 0 ? null : Math.max(...decided),
    severities,
  };
}

const shareOf = (tallies: Tally[]): Share => ({
  drifted: tallies.filter(({ drifted }) => drifted > 0).length,
  of: tallies.filter(({ decided }) => decided > 0).length,
});

/** What drifts on either side comes first. */
const weight = ({ before, after }: FeatureEffect) => Math.max(before.worst ?? -1, after.worst ?? -1);

function thinOf(inside: Drift[]): number {
  const decided = new Set(inside.filter(({ outcome }) => outcome !== 'not_enough').map(({ time }) => time));
  return new Set(inside.map(({ time }) => time).filter((time) => !decided.has(time))).size;
}
