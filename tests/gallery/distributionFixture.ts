// Distribution frames for the gallery, shaped as the data source answers: counts per bin or category, and the facts in meta.custom.
import { DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { day, end, random } from './driftFixture';

export interface Verdict {
  verdict: string;
  cause?: string;
  severity?: number | null;
  effect?: number;
  note?: string;
  method?: string;
  /** What changed, of the newest window, as the data source says it. */
  sentence?: string;
}

/** Of windows before the newest one nothing is said. */
const sentences = (told: Verdict | null, windows: number): object =>
  told?.sentence === undefined
    ? {}
    : {
        sentence: {
          reference: null,
          current: windows === 1 ? told.sentence : [...Array.from({ length: windows - 1 }, () => null), told.sentence],
        },
      };

const drifted: Verdict = { verdict: 'drifted', cause: 'distribution', severity: 4.2, effect: 0.31 };

function driftRow(told: Verdict, rows: number, from: number): Record<string, unknown> {
  const decided = told.verdict === 'drifted' || told.verdict === 'fine';
  const effect = decided ? (told.effect ?? 0.31) : null;
  return {
    time: from,
    window_end: from + day,
    method: told.method ?? 'auto',
    verdict: told.verdict,
    drifted: decided ? told.verdict === 'drifted' : null,
    severity: decided ? (told.severity ?? 4.2) : null,
    cause: told.cause ?? '',
    statistic: effect === null ? null : effect + 0.02,
    effect,
    effect_low: effect === null ? null : effect * 0.87,
    effect_high: effect === null ? null : effect * 1.13,
    threshold: 0.1,
    p_value: decided ? 1e-9 : null,
    q_value: decided ? 1e-8 : null,
    noise: 0.05,
    noise_basis: 'between windows, R=28',
    reference_rows: 112_345,
    current_rows: rows,
    note: told.note ?? '',
  };
}

export interface NumericSpec {
  feature: string;
  bins?: number;
  from?: number;
  to?: number;
  /** Mean, sd and rows of the two samples. */
  reference?: [number, number, number];
  currents?: Array<[number, number, number]>;
  missing?: [number, number];
  newShare?: number | null;
  told?: Verdict | null;
  segment?: Record<string, string>;
  /** A far value that stretches the axis. */
  outlier?: number;
  zeros?: number;
  unequal?: boolean;
  /** Windows that the reference was counted in, their means apart by about this many standard deviations. */
  referenceWindows?: { count: number; wander: number };
  /** Windows from this one on have the verdict `told`, not only the newest. */
  driftedFrom?: number;
}

export function numericFrame(spec: NumericSpec): DataFrame {
  const {
    feature,
    bins = 80,
    from = 0,
    to = 1,
    reference = [0.52, 0.12, 112_345],
    currents = [[0.41, 0.15, 3_902]],
  } = spec;
  const {
    missing = [0.004, 0.011],
    newShare = 0.02,
    told = drifted,
    segment = {},
    outlier,
    zeros = 0,
    unequal = false,
    referenceWindows,
    driftedFrom,
  } = spec;
  const next = random(3);
  const verdictIn = (window: number): boolean => driftedFrom !== undefined && window >= driftedFrom;
  const top = outlier ?? to;
  const step = (top - from) / bins;
  const xMin = Array.from({ length: bins }, (_, i) =>
    unequal ? from + (top - from) * (i / bins) ** 2 : from + i * step
  );
  const xMax = xMin.map((_, i) => xMin[i + 1] ?? top);
  const counts = ([mean, sd, rows]: [number, number, number], gone: number): number[] => {
    const bell = xMin.map(
      (low, i) => Math.exp(-0.5 * (((low + xMax[i]) / 2 - mean) / sd) ** 2) * (xMax[i] - low) * (0.94 + next() * 0.12)
    );
    if (sd === 0) {
      bell.splice(0, bell.length, ...xMin.map((low, i) => (low <= mean && mean < xMax[i] ? 1 : 0)));
    }
    const sum = bell.reduce((a, b) => a + b, 0) || 1;
    const valued = rows * (1 - gone);
    return bell.map(
      (weight, i) =>
        Math.round((weight / sum) * valued * (1 - zeros)) +
        (i === 0 ? Math.round(zeros * valued) : 0) +
        (outlier && i === bins - 1 ? 3 : 0)
    );
  };
  const fields = [
    { name: 'xMin', type: FieldType.number, values: xMin },
    { name: 'xMax', type: FieldType.number, values: xMax },
    { name: 'reference', type: FieldType.number, values: counts(reference, missing[0]) },
    ...currents.map((current, i) => ({
      name: currents.length === 1 ? 'current' : `current ${i + 1}`,
      type: FieldType.number,
      values: counts(current, missing[1]),
    })),
  ];
  const list = <T>(values: T[]): T | T[] => (values.length === 1 ? values[0] : values);
  const starts = currents.map((_, i) => end - (currents.length - i) * day);
  return toDataFrame({
    name: feature,
    refId: 'A',
    fields,
    meta: {
      custom: {
        model: 'digits',
        feature,
        segment,
        totals: { reference: reference[2], current: list(currents.map(([, , rows]) => rows)) },
        null_share: { reference: missing[0], current: list(currents.map(() => missing[1])) },
        ...(referenceWindows === undefined
          ? {}
          : { reference_windows: windowsOf(referenceWindows, reference, (sample) => counts(sample, missing[0])) }),
        ...(newShare === null ? {} : { new_share: { reference: 0, current: list(currents.map(() => newShare)) } }),
        moments: {
          reference: momentsOf(reference),
          current: list(currents.map(momentsOf)),
        },
        windows: {
          reference: { from: end - 56 * day, to: end - 28 * day },
          current: list(starts.map((start) => ({ from: start, to: start + day }))),
        },
        ...sentences(told, currents.length),
        ...(told === null
          ? {}
          : {
              drift: list(
                currents.map(([, , rows], i) =>
                  driftRow(
                    i === currents.length - 1 || verdictIn(i) ? told : { verdict: 'fine', severity: 0.4, effect: 0.02 },
                    rows,
                    starts[i]
                  )
                )
              ),
            }),
      },
    },
  });
}

// What does not vary is known from end to end.
function momentsOf([mean, sd]: [number, number, number]): object {
  return { mean, sd, ...(sd === 0 ? { min: mean, max: mean } : {}) };
}

function windowsOf(
  { count, wander }: { count: number; wander: number },
  [mean, sd, rows]: [number, number, number],
  counts: (sample: [number, number, number]) => number[]
): object[] {
  const next = random(11);
  return Array.from({ length: count }, () => ({
    rows: Math.round(rows / count),
    null_share: 0.004,
    counts: counts([mean + (next() - 0.5) * 3.4 * wander * sd, sd, rows / count]),
  }));
}

/** A feature that is quiet for all but the last windows. */
export function slowDrift(count: number, quiet: number): Array<[number, number, number]> {
  const next = random(17);
  return Array.from({ length: count }, (_, i) => {
    const since = Math.max(0, i - quiet + 1) / Math.max(1, count - quiet);
    return [0.52 + (next() - 0.5) * 0.02 - since * 0.14, 0.12 + since * 0.03, 3_800 + Math.round(next() * 400)];
  });
}

export interface CategorySpec {
  feature: string;
  categories: Record<string, [number, number]>;
  missing?: [number, number];
  told?: Verdict | null;
  rows?: [number, number];
  /** Shares of the windows before the newest one, oldest first. */
  before?: Array<Record<string, number>>;
  referenceWindows?: number;
  /** Windows from this one on have the verdict `told`, not only the newest. */
  driftedFrom?: number;
}

export function categoryFrame({
  feature,
  categories,
  missing = [0, 0.003],
  told = drifted,
  rows = [112_345, 3_902],
  before = [],
  referenceWindows = 0,
  driftedFrom = Infinity,
}: CategorySpec): DataFrame {
  const names = Object.keys(categories);
  const column = (side: 0 | 1): number[] =>
    names.map((name) => Math.round(categories[name][side] * rows[side] * (1 - missing[side])));
  const windows = [
    ...before.map((shares) => names.map((name) => Math.round((shares[name] ?? 0) * rows[1] * (1 - missing[1])))),
    column(1),
  ];
  const list = <T>(values: T[]): T | T[] => (values.length === 1 ? values[0] : values);
  const starts = windows.map((_, i) => end - (windows.length - i) * day);
  const next = random(23);
  return toDataFrame({
    name: feature,
    refId: 'A',
    fields: [
      { name: 'category', type: FieldType.string, values: names },
      { name: 'reference', type: FieldType.number, values: column(0) },
      ...windows.map((values, i) => ({
        name: windows.length === 1 ? 'current' : `current ${i + 1}`,
        type: FieldType.number,
        values,
      })),
    ],
    meta: {
      custom: {
        model: 'digits',
        feature,
        totals: { reference: rows[0], current: list(windows.map(() => rows[1])) },
        null_share: { reference: missing[0], current: list(windows.map(() => missing[1])) },
        windows: {
          reference: { from: end - 56 * day, to: end - 28 * day },
          current: list(starts.map((from) => ({ from, to: from + day }))),
        },
        ...(referenceWindows === 0
          ? {}
          : {
              reference_windows: Array.from({ length: referenceWindows }, () => ({
                rows: rows[0] / referenceWindows,
                null_share: missing[0],
                counts: column(0).map((count) => (count / referenceWindows) * (0.96 + next() * 0.08)),
              })),
            }),
        ...sentences(told, windows.length),
        ...(told === null
          ? {}
          : {
              drift: list(
                starts.map((from, i) =>
                  driftRow(
                    i === starts.length - 1 || i >= driftedFrom
                      ? told
                      : { verdict: 'fine', severity: 0.4, effect: 0.02 },
                    rows[1],
                    from
                  )
                )
              ),
            }),
      },
    },
  });
}

export function manyCategories(count: number): Record<string, [number, number]> {
  const next = random(5);
  const weights = Array.from(
    { length: count },
    (_, i) => [1 / (i + 2), (1 / (i + 2)) * (0.6 + next() * 0.8)] as [number, number]
  );
  const sums = [0, 1].map((side) => weights.reduce((sum, weight) => sum + weight[side], 0));
  return Object.fromEntries(
    weights.map(([a, b], i) => [`airport ${String.fromCharCode(65 + (i % 26))}${i}`, [a / sums[0], b / sums[1]]])
  );
}

/** Single values of one query, as any data source answers: numbers by a law of their own. */
export function rawFrame(refId: string, name: string, values: unknown[], type = FieldType.number): DataFrame {
  return toDataFrame({ refId, fields: [{ name, type, values }] });
}

/** Values whose logarithms are normal: amounts, durations. */
export function skewed(count: number, centre: number, spread: number, seed = 29): number[] {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(2 * Math.PI * next());
    return Number((centre * Math.exp(spread * normal)).toPrecision(4));
  });
}

/** The query that the frames answer, for what a panel may do with them. */
export const distributionTarget = {
  refId: 'A',
  datasource: { type: 'tideline-drift-datasource', uid: 'tideline' },
  queryType: 'distribution',
  model: 'digits',
};
