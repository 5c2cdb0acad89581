// Reads `drift` in format `table`: a row per window × feature × segment. Columns are found by name; those that were not asked for read as null.
import { DataFrame, Field, FieldType } from '@grafana/data';
import { causeOf, Drift, driftLine, Outcome, outcomeOf } from './drift';
import { column, customMeta, finite, flagAt, numberAt, record, textAt } from './fields';

const knownColumns = new Set([
  'time', 'window_end', 'window', 'model', 'feature', 'method', 'verdict', 'drifted', 'severity', 'cause', 'statistic', 'effect', 'effect_low', 'effect_high',
  'threshold', 'p_value', 'p_basis', 'q_value', 'noise', 'noise_basis', 'error_bound', 'reference_rows', 'current_rows', 'effective_rows',
  'null_share', 'new_share', 'new_values', 'gone_values', 'in_reference', 'reference', 'partial', 'note',
]); // prettier-ignore

export type Columns = Record<string, Field | undefined>;

export function isDriftTable(frame: DataFrame): boolean {
  const time = column(frame, 'time');
  return (
    time?.type === FieldType.time &&
    Boolean(column(frame, 'feature')) &&
    Boolean(column(frame, 'verdict') ?? column(frame, 'severity'))
  );
}

/** Names of the columns that split rows into segments: listed by the source, else every text or boolean column with a name of its own. */
export function segmentColumns(frame: DataFrame): string[] {
  const listed = customMeta(frame).segments;
  if (Array.isArray(listed)) {
    return listed.filter((name): name is string => typeof name === 'string' && column(frame, name) !== undefined);
  }
  return frame.fields
    .filter(
      (field) => !knownColumns.has(field.name) && (field.type === FieldType.string || field.type === FieldType.boolean)
    )
    .map((field) => field.name);
}

/** The table's own columns by name; those that were not asked for are absent. */
export function columnsOf(frame: DataFrame): Columns {
  return Object.fromEntries(frame.fields.filter((f) => knownColumns.has(f.name)).map((f) => [f.name, f]));
}

/** The verdict of a row, from whichever columns say it. */
export function outcomeOfRow(at: Columns, row: number): Outcome {
  return outcomeOf(textAt(at.verdict, row)) ?? outcomeFrom(flagAt(at.drifted, row), numberAt(at.severity, row));
}

/** Reads everything that a row of the table says. */
export function rowReader(frame: DataFrame): (row: number) => Drift {
  const at = columnsOf(frame);
  const segments = segmentColumns(frame).map((name) => [name, column(frame, name)] as const);
  return (row) => ({
    ...measurements(
      (name) => numberAt(at[name], row),
      (name) => textAt(at[name], row)
    ),
    time: numberAt(at.time, row) ?? 0,
    windowEnd: numberAt(at.window_end, row),
    segment: Object.fromEntries(segments.map(([name, field]) => [name, textAt(field, row)])),
    outcome: outcomeOfRow(at, row),
    inReference: flagAt(at.in_reference, row) ?? false,
    partial: flagAt(at.partial, row) ?? false,
  });
}

/** All rows that have a time. */
export function readDriftTable(frame: DataFrame): Drift[] {
  const time = column(frame, 'time');
  const rows = Array.from({ length: frame.length }, (_, row) => row).filter((row) => numberAt(time, row) !== null);
  return rows.map(rowReader(frame));
}

/** The drift row that a distribution frame carries in meta.custom.drift, with the table's column names; null when there is none. */
export function readDriftRecord(value: unknown): Drift | null {
  const row = record(value);
  const text = (name: string): string => (typeof row[name] === 'string' ? (row[name] as string) : '');
  const number = (name: string): number | null => finite(row[name]);
  const outcome = outcomeOf(text('verdict'));
  if (outcome === null && number('severity') === null) {
    return null;
  }
  const segment = Object.entries(record(row.segment)).map(([name, v]) => [name, String(v ?? '')] as const);
  return {
    ...measurements(number, text),
    time: instant(row.time) ?? 0,
    windowEnd: instant(row.window_end),
    segment: Object.fromEntries(segment),
    outcome: outcome ?? outcomeFrom(null, number('severity')),
    inReference: row.in_reference === true,
    partial: row.partial === true,
  };
}

type Measurements = Omit<Drift, 'time' | 'windowEnd' | 'segment' | 'outcome' | 'inReference' | 'partial'>;

// What a table's row and a record say under the same names.
function measurements(number: (name: string) => number | null, text: (name: string) => string): Measurements {
  return {
    feature: text('feature'),
    method: text('method'),
    severity: number('severity'),
    cause: causeOf(text('cause')),
    statistic: number('statistic'),
    effect: number('effect'),
    effectLow: number('effect_low'),
    effectHigh: number('effect_high'),
    threshold: number('threshold'),
    p: number('p_value'),
    q: number('q_value'),
    pBasis: text('p_basis'),
    noise: number('noise'),
    noiseBasis: text('noise_basis'),
    errorBound: number('error_bound'),
    referenceRows: number('reference_rows'),
    currentRows: number('current_rows'),
    effectiveRows: number('effective_rows'),
    nullShare: number('null_share'),
    newShare: number('new_share'),
    reference: text('reference'),
    note: text('note'),
  };
}

/** Epoch ms of a number or of an ISO time; null for everything else. */
export function instant(value: unknown): number | null {
  if (typeof value === 'string' && value !== '') {
    return finite(Date.parse(value));
  }
  return finite(value);
}

// A panel may ask for fewer columns: without a verdict the severity says the same, except that it cannot tell why nothing was decided.
function outcomeFrom(drifted: boolean | null, severity: number | null): Outcome {
  if (drifted !== null) {
    return drifted ? 'drifted' : 'fine';
  }
  if (severity === null) {
    return 'not_enough';
  }
  return severity >= driftLine ? 'drifted' : 'fine';
}
