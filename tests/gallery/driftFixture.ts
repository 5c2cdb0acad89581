// Drift tables for the gallery: eight weeks of a phone-photo classifier in which a new phone arrives, and the states around it. Values by seed.
import { DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { Outcome } from '../../src/frames/drift';

export const day = 86_400_000;
export const hour = 3_600_000;
export const end = Date.UTC(2026, 10, 23);

export interface DriftTableSpec {
  features: string[];
  windows: number;
  length: number;
  segments?: string[];
  /** Windows at the start that belong to the reference. */
  reference?: number;
  /** The last windows, in which the first features drift. */
  episode?: number;
  drifting?: number;
  partialLast?: boolean;
  special?: (feature: number, window: number) => { verdict: Outcome; note?: string } | undefined;
  /** By feature, as the model's settings say it. */
  importance?: Record<string, number>;
  /** The model's zone: where its days begin. */
  zone?: string;
  method?: string;
}

export const digitsFeatures = [
  'brightness', 'aspect_ratio', 'width', 'height', 'contrast', 'sharpness', 'confidence', 'prediction', 'device', 'app_version', 'latency_ms', 'error',
]; // prettier-ignore

const categories = new Set(['prediction', 'device', 'app_version', 'error']);

/** A small generator with a seed (mulberry32): the same pictures on every machine. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function driftTable(spec: DriftTableSpec): DataFrame {
  const {
    features,
    windows,
    length,
    segments = [''],
    reference = 0,
    episode = 0,
    drifting = 4,
    partialLast = false,
    special,
    importance,
    zone,
    method = 'auto',
  } = spec;
  const next = random(7);
  const rows: Array<Record<string, unknown>> = [];
  const begin = end - windows * length;
  features.forEach((feature, f) => {
    segments.forEach((segment, s) => {
      for (let w = 0; w < windows; w++) {
        const inEpisode = w >= windows - episode && f < drifting && s === segments.length - 1;
        const told = special?.(f, w);
        const severity =
          inEpisode || told?.verdict === 'drifted'
            ? Math.min(10, 1.4 + Math.max(0, drifting - f) * 1.6 + next() * 2)
            : Math.min(0.97, next() ** 2 * 0.9);
        const verdict: Outcome = told?.verdict ?? (severity >= 1 ? 'drifted' : 'fine');
        const decided = verdict === 'drifted' || verdict === 'fine';
        const effect = decided ? severity * 0.1 : null;
        rows.push({
          time: begin + w * length,
          window_end: begin + (w + 1) * length,
          feature,
          ...(segment === '' ? {} : { device: segment }),
          method,
          verdict,
          drifted: decided ? verdict === 'drifted' : null,
          severity: decided ? severity : null,
          cause:
            verdict === 'drifted'
              ? feature === 'device'
                ? 'new values'
                : feature === 'confidence'
                  ? 'missing'
                  : 'distribution'
              : '',
          statistic: effect === null ? null : Math.hypot(effect, 0.05),
          effect,
          effect_low: effect === null ? null : effect * 0.87,
          effect_high: effect === null ? null : effect * 1.12,
          threshold: 0.1,
          p_value: decided ? 10 ** (-2 * severity) : null,
          q_value: decided ? Math.min(1, 10 ** (-2 * severity) * 3) : null,
          noise: 0.05,
          noise_basis: 'between windows, R=28',
          error_bound: 0.002,
          reference_rows: 112_345,
          current_rows: verdict === 'not_enough' ? 23 : 3_902 + Math.round(next() * 400),
          effective_rows: 3_900,
          null_share: next() * 0.02,
          new_share: feature === 'device' && inEpisode ? 0.31 : 0,
          in_reference: w < reference,
          partial: partialLast && w === windows - 1,
          note: told?.note ?? '',
        });
      }
    });
  });
  const frame = toDataFrame(rows);
  frame.fields.forEach((field) => {
    if (field.name === 'time' || field.name === 'window_end') {
      field.type = FieldType.time;
    }
  });
  frame.refId = 'A';
  frame.meta = {
    custom: {
      model: 'digits',
      segments: segments[0] === '' ? [] : ['device'],
      method,
      kinds: Object.fromEntries(features.map((name) => [name, categories.has(name) ? 'categorical' : 'numeric'])),
      importance,
      timezone: zone,
    },
  };
  return frame;
}

/** The query that a drift table answers, as a dashboard holds it. */
export const driftTarget = {
  refId: 'A',
  datasource: { type: 'tideline-drift-datasource', uid: 'tideline' },
  queryType: 'drift',
  model: 'digits',
  format: 'table',
};

export interface NoteSpec {
  time: number;
  timeEnd?: number;
  title?: string;
  text?: string;
  tags?: string[];
  color?: string;
}

/** Annotations as a dashboard hands them to its panels. */
export function annotationFrame(notes: NoteSpec[]): DataFrame {
  const column = <T>(name: string, type: FieldType, get: (note: NoteSpec) => T) => ({
    name,
    type,
    values: notes.map(get),
  });
  return toDataFrame({
    name: 'annotations',
    fields: [
      column('time', FieldType.time, ({ time }) => time),
      column('timeEnd', FieldType.time, ({ time, timeEnd }) => timeEnd ?? time),
      column('title', FieldType.string, ({ title }) => title ?? ''),
      column('text', FieldType.string, ({ text }) => text ?? ''),
      column('tags', FieldType.other, ({ tags }) => tags ?? []),
      column('color', FieldType.string, ({ color }) => color ?? ''),
    ],
  });
}

/** Series of another source: a value per point, by label, in a unit of their own. */
export function otherSeries(
  labels: Array<Record<string, string>>,
  points: number,
  step: number,
  valueOf: (series: number, point: number) => number | null
): DataFrame[] {
  const times = Array.from({ length: points }, (_, i) => end - (points - i) * step);
  return labels.map((own, s) =>
    toDataFrame({
      refId: 'A',
      fields: [
        { name: 'Time', type: FieldType.time, values: times },
        { name: 'Value', type: FieldType.number, labels: own, values: times.map((_, i) => valueOf(s, i)) },
      ],
    })
  );
}

/** `drift` in format `timeseries`: a frame per feature. */
export function severitySeries(features: string[], windows: number): DataFrame[] {
  const next = random(11);
  return features.map((feature, f) => {
    const times = Array.from({ length: windows }, (_, w) => end - (windows - w) * day);
    return toDataFrame({
      meta: { type: 'timeseries-multi' as never, typeVersion: [0, 1], custom: { method: 'auto', threshold: 0.1 } },
      fields: [
        { name: 'time', type: FieldType.time, values: times },
        {
          name: 'severity',
          type: FieldType.number,
          labels: { model: 'digits', feature },
          values: times.map((_, w) => (w > windows - 8 && f < 2 ? 2 + next() * 4 : w % 13 === 5 ? null : next() * 0.9)),
        },
      ],
    });
  });
}

let thousand: DataFrame[] | null = null;

/** A thousand severities of a thousand hours: neighbours in two machine halls drift at the end, and one sensor for a single hour long before. */
export function thousandSeries(): DataFrame[] {
  if (!thousand) {
    const next = random(5);
    const labels = Array.from({ length: 1000 }, (_, i) => ({
      __name__: 'drift_severity',
      feature: `hall${String(1 + Math.floor(i / 50)).padStart(2, '0')}_sensor_${i}`,
    }));
    thousand = otherSeries(labels, 1000, hour, (s, i) =>
      s >= 100 && s < 200 && i > 900 + (s % 60) ? 1.2 + next() * 5 : s === 700 && i === 500 ? 9.5 : next() ** 3 * 0.99
    );
  }
  return thousand;
}
