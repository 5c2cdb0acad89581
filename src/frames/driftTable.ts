// Reads `drift` in format `table`: a row per window × feature × segment. Columns are found by name; those that were not asked for read as null.
import { DataFrame, Field, FieldType } from '@grafana/data';
import { causeOf, Drift, driftLine, Outcome, outcomeOf, SourcedDrift } from './drift';
import { column, customMeta, finite, flagAt, numberAt, record, textAt } from './fields';

const knownColumns = new Set([
  'time', 'window_end', 'model', 'feature', 'method', 'verdict', 'drifted', 'severity', 'cause', 'statistic', 'effect', 'effect_low', 'effect_high',
  'threshold', 'p_value', 'p_basis', 'q_value', 'noise', 'noise_basis', 'error_bound', 'reference_rows', 'current_rows', 'effective_rows',
  'null_share', 'new_share', 'in_reference', 'reference', 'partial', 'note',
]); // prettier-ignore

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

export function readDriftTable(frame: DataFrame): SourcedDrift[] {
  const at = Object.fromEntries(frame.fields.filter((f) => knownColumns.has(f.name)).map((f) => [f.name, f])) as Record<
    string,
    Field | undefined
  >;
  const segments = segmentColumns(frame).map((name) => [name, column(frame, name)] as const);
  const valueField = frame.fields.findIndex((field) => field.name === (at.severity ? 'severity' : 'verdict'));
  const rows: SourcedDrift[] = [];
  for (let row = 0; row < frame.length; row++) {
    const time = numberAt(at.time, row);
    if (time === null) {
      continue;
    }
    const severity = numberAt(at.severity, row);
    rows.push({
      time,
      windowEnd: numberAt(at.window_end, row),
      feature: textAt(at.feature, row),
      segment: Object.fromEntries(segments.map(([name, field]) => [name, textAt(field, row)])),
      method: textAt(at.method, row),
      outcome: outcomeOf(textAt(at.verdict, row)) ?? outcomeFrom(flagAt(at.drifted, row), severity),
      severity,
      cause: causeOf(textAt(at.cause, row)),
      statistic: numberAt(at.statistic, row),
      effect: numberAt(at.effect, row),
      effectLow: numberAt(at.effect_low, row),
      effectHigh: numberAt(at.effect_high, row),
      threshold: numberAt(at.threshold, row),
      p: numberAt(at.p_value, row),
      q: numberAt(at.q_value, row),
      pBasis: textAt(at.p_basis, row),
      noise: numberAt(at.noise, row),
      noiseBasis: textAt(at.noise_basis, row),
      errorBound: numberAt(at.error_bound, row),
      referenceRows: numberAt(at.reference_rows, row),
      currentRows: numberAt(at.current_rows, row),
      effectiveRows: numberAt(at.effective_rows, row),
      nullShare: numberAt(at.null_share, row),
      newShare: numberAt(at.new_share, row),
      inReference: flagAt(at.in_reference, row) ?? false,
      reference: textAt(at.reference, row),
      partial: flagAt(at.partial, row) ?? false,
      note: textAt(at.note, row),
      origin: { frame, row, valueField },
    });
  }
  return rows;
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
    time: instant(row.time) ?? 0,
    windowEnd: instant(row.window_end),
    feature: text('feature'),
    segment: Object.fromEntries(segment),
    method: text('method'),
    outcome: outcome ?? outcomeFrom(null, number('severity')),
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
    inReference: row.in_reference === true,
    reference: text('reference'),
    partial: row.partial === true,
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
