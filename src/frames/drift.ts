// What is known of one feature in one window and segment: a row of the drift table, whatever kind of frame it was read from.
import { DataFrame } from '@grafana/data';
import { customMeta, finite, record } from './fields';

export const outcomes = ['drifted', 'fine', 'not_enough', 'no_reference', 'error'] as const;
export type Outcome = (typeof outcomes)[number];

export const causes = ['distribution', 'missing', 'new values'] as const;
export type Cause = (typeof causes)[number];

/** Severity at and above which a window is drifted, by definition. */
export const driftLine = 1;

export interface Drift {
  /** Window [time, windowEnd), epoch ms; windowEnd is null where the frame does not say. */
  time: number;
  windowEnd: number | null;
  feature: string;
  /** Segment columns and their values; {} when the question was not grouped. */
  segment: Record<string, string>;
  method: string;
  outcome: Outcome;
  /** [0, 10]; null where nothing was decided. */
  severity: number | null;
  /** '' unless drifted. */
  cause: Cause | '';
  statistic: number | null;
  effect: number | null;
  effectLow: number | null;
  effectHigh: number | null;
  threshold: number | null;
  p: number | null;
  q: number | null;
  /** What p rests on: law, ties corrected, resampled …; '' where the source does not say. */
  pBasis: string;
  noise: number | null;
  noiseBasis: string;
  errorBound: number | null;
  referenceRows: number | null;
  currentRows: number | null;
  effectiveRows: number | null;
  /** Shares in [0, 1]. */
  nullShare: number | null;
  newShare: number | null;
  inReference: boolean;
  /** What the window was compared with, in words; '' where it was compared with nothing or the source does not say. */
  reference: string;
  partial: boolean;
  note: string;
}

export function outcomeOf(text: string): Outcome | null {
  return (outcomes as readonly string[]).includes(text) ? (text as Outcome) : null;
}

export function causeOf(text: string): Cause | '' {
  return (causes as readonly string[]).includes(text) ? (text as Cause) : '';
}

/** The segment's values in one line, '' when there is none: "pixel 9 / 2.1". */
export function segmentLabel(segment: Record<string, string>): string {
  return Object.values(segment)
    .map((value) => (value === '' ? '(empty)' : value))
    .join(' / ');
}

/** How much each feature matters to its model, as the model's settings say: numbers of at least 0 in a unit of their own. Features without one are absent. */
export function importanceIn(frame: DataFrame): Map<string, number> {
  const known = new Map<string, number>();
  for (const [feature, value] of Object.entries(record(customMeta(frame).importance))) {
    const importance = finite(value);
    if (importance !== null && importance >= 0) {
      known.set(feature, importance);
    }
  }
  return known;
}

/** Whether a feature of a drift frame is a number; undefined where the source does not say. */
export function isNumericFeature(frame: DataFrame, feature: string): boolean | undefined {
  const kind = record(customMeta(frame).kinds)[feature];
  return typeof kind === 'string' ? kind === 'numeric' : undefined;
}

/** Identifies a row of the heatmap or a small multiple: one feature in one segment. */
export function seriesKey(feature: string, segment: Record<string, string>): string {
  return JSON.stringify([feature, ...Object.entries(segment).flat()]);
}
