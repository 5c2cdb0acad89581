// Reads time series as rows of the heatmap: `drift` in format `timeseries`, and series of any other source. A series is one numeric field beside a time
// field. With a label `feature` the labels become the row's feature and segment; without one the row has the name
// that Grafana gives the series.
import { DataFrame, Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { Drift, driftLine, isNumericFeature } from './drift';
import { DriftSeries, inOrderOfTime, packState } from './driftSeries';
import { customMeta, finite, isNumeric, numberAt, numbersAt } from './fields';

/** Labels that name what a series is of, and so are not segments. */
const identityLabels = new Set(['model', 'feature', '__name__']);

/** A frame of times and numbers; not one that calls itself a table, such as raw predictions, whose rows are no points in time of a measure. */
export function isSeries(frame: DataFrame): boolean {
  return (
    (frame.meta?.type as string | undefined) !== 'table' &&
    frame.fields.some((field) => field.type === FieldType.time) &&
    frame.fields.some(isNumeric)
  );
}

/** The value from which on a field's windows are drifted, as its user set it; undefined where nobody did. */
export type LineOf = (field: Field) => number | undefined;

/**
 * A series per numeric field. Severities and 0/1 verdicts have their line at 1 by definition; effects at the threshold that the source sends, and values of
 * any other kind nowhere, until somebody sets one. A null is a window that was not decided; in values of other kinds it is a gap. What is
 * infinite has no place among values, but is there.
 */
export function readSeries(frame: DataFrame, all: DataFrame[], lineOf: LineOf = () => undefined): DriftSeries[] {
  const times = frame.fields.find((field) => field.type === FieldType.time);
  if (!times) {
    return [];
  }
  const custom = customMeta(frame);
  const list: DriftSeries[] = [];
  frame.fields.forEach((field, valueField) => {
    if (!isNumeric(field)) {
      return;
    }
    const labels = field.labels ?? {};
    const own = ownMeasure(field);
    const line =
      own === 'severity' || own === 'drifted' ? driftLine : (lineOf(field) ?? (own ? finite(custom.threshold) : null));
    const rows = rowsOf(times, own === null ? field : null);
    const severity = numbersAt(field, rows);
    list.push({
      frame,
      valueField,
      model: labels.model ?? (typeof custom.model === 'string' ? custom.model : ''),
      feature: labels.feature ?? getFieldDisplayName(field, frame, all),
      segment: segmentOf(labels, custom.segments),
      named: labels.feature !== undefined ? 'feature' : hasName(field) ? 'whole' : 'labels',
      numeric: isNumericFeature(frame, labels.feature ?? ''),
      measure: own === 'severity' ? 'severity' : 'value',
      line,
      rows,
      time: numbersAt(times, rows),
      end: new Float64Array(rows.length).fill(NaN),
      severity,
      state: statesOf(severity, line),
      counted: null,
      detail: (row) => driftOfPoint(frame, valueField, row, line),
    });
  });
  return list;
}

function hasName({ config, labels }: Field): boolean {
  return Boolean(config.displayName || config.displayNameFromDS) || Object.keys(labels ?? {}).length === 0;
}

/** Names of the labels that tell the series of a frame apart, other than what they are of. */
export function seriesLabels(frame: DataFrame): string[] {
  const names = frame.fields.flatMap((field) => (isNumeric(field) ? Object.keys(field.labels ?? {}) : []));
  return [...new Set(names)].filter((name) => !identityLabels.has(name));
}

// What Tideline's own series hold, by the name of the value; null for everything else.
function ownMeasure(field: Field): 'severity' | 'drifted' | 'effect' | null {
  const name = field.labels?.__name__ ?? field.name;
  if (/(^|_)severity$/i.test(name)) {
    return 'severity';
  }
  return name === 'drifted' || name === 'effect' ? name : null;
}

// The rows that have a time and, where a field is given, a value.
function rowsOf(times: Field, values: Field | null): Uint32Array {
  const rows = new Uint32Array(times.values.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    if (
      numberAt(times, row) !== null &&
      (values === null || numberAt(values, row) !== null || infinityAt(values, row) !== '')
    ) {
      rows[count++] = row;
    }
  }
  return inOrderOfTime(rows.subarray(0, count), (row) => numberAt(times, row) ?? 0);
}

/** '' for all that is no infinity. */
function infinityAt({ values }: Field, row: number): '' | '+∞' | '−∞' {
  return values[row] === Infinity ? '+∞' : values[row] === -Infinity ? '−∞' : '';
}

const drifted = packState({ outcome: 'drifted', cause: '', inReference: false, partial: false });
const fine = packState({ outcome: 'fine', cause: '', inReference: false, partial: false });
const undecided = packState({ outcome: 'not_enough', cause: '', inReference: false, partial: false });

function statesOf(values: Float64Array, line: number | null): Uint8Array {
  const states = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    states[i] = Number.isNaN(values[i]) ? undecided : line !== null && values[i] >= line ? drifted : fine;
  }
  return states;
}

/** What a point of a series says: its value, and whether it is above the line. */
function driftOfPoint(frame: DataFrame, valueField: number, row: number, line: number | null): Drift {
  const field = frame.fields[valueField];
  const custom = customMeta(frame);
  const labels = field.labels ?? {};
  const value = numberAt(field, row);
  return {
    time:
      numberAt(
        frame.fields.find(({ type }) => type === FieldType.time),
        row
      ) ?? 0,
    windowEnd: null,
    feature: labels.feature ?? field.name,
    segment: segmentOf(labels, custom.segments),
    method: typeof custom.method === 'string' ? custom.method : '',
    outcome: value === null ? 'not_enough' : line !== null && value >= line ? 'drifted' : 'fine',
    severity: value,
    cause: '',
    statistic: null,
    effect: null,
    effectLow: null,
    effectHigh: null,
    threshold: finite(custom.threshold),
    p: null,
    q: null,
    pBasis: '',
    noise: null,
    noiseBasis: '',
    errorBound: null,
    referenceRows: null,
    currentRows: null,
    effectiveRows: null,
    nullShare: null,
    newShare: null,
    inReference: false,
    reference: typeof custom.reference === 'string' ? custom.reference : '',
    partial: false,
    note: infinityAt(field, row),
  };
}

// In the order of the question where the source says it, else in the order of the labels.
function segmentOf(labels: Record<string, string>, listed: unknown): Record<string, string> {
  const names = Array.isArray(listed) ? listed.map(String) : Object.keys(labels);
  return Object.fromEntries(
    names
      // Joining series adds a label `name` that says the feature once more.
      .filter(
        (name) => name in labels && !identityLabels.has(name) && !(name === 'name' && labels.name === labels.feature)
      )
      .map((name) => [name, labels[name]])
  );
}
