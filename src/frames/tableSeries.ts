// Reads `drift` in format `table` as series: the windows of each feature and segment, in columns.
import { DataFrame, Field } from '@grafana/data';
import { causeOf, driftLine, isNumericFeature } from './drift';
import { DriftSeries, inOrderOfTime, packState } from './driftSeries';
import { Columns, columnsOf, outcomeOfRow, rowReader, segmentColumns } from './driftTable';
import { column, customMeta, flagAt, numberAt, numbersAt, textAt } from './fields';

/** A series per feature and segment, in the order in which they first appear. Rows without a time are left out. */
export function readTableSeries(frame: DataFrame): DriftSeries[] {
  const at = columnsOf(frame);
  const segments = segmentColumns(frame).map((name) => [name, column(frame, name)] as const);
  const { model } = customMeta(frame);
  const identity = {
    frame,
    valueField: frame.fields.findIndex((field) => field.name === (at.severity ? 'severity' : 'verdict')),
    measure: 'severity' as const,
    line: driftLine,
    detail: rowReader(frame),
  };
  return rowsBySeries(frame, at, segments).map((unordered) => {
    const rows = inOrderOfTime(unordered, (row) => numberAt(at.time, row) ?? 0);
    const first = rows[0];
    const feature = textAt(at.feature, first);
    return {
      ...identity,
      model: at.model ? textAt(at.model, first) : typeof model === 'string' ? model : '',
      feature,
      numeric: isNumericFeature(frame, feature),
      segment: Object.fromEntries(segments.map(([name, field]) => [name, textAt(field, first)])),
      named: 'feature',
      rows,
      time: numbersAt(at.time, rows),
      end: numbersAt(at.window_end, rows),
      severity: numbersAt(at.severity, rows),
      state: statesOf(at, rows),
      counted: at.current_rows ? numbersAt(at.current_rows, rows) : null,
    };
  });
}

function rowsBySeries(
  frame: DataFrame,
  at: Columns,
  segments: Array<readonly [string, Field | undefined]>
): Uint32Array[] {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const of = new Int32Array(frame.length).fill(-1);
  for (let row = 0; row < frame.length; row++) {
    if (numberAt(at.time, row) === null) {
      continue;
    }
    let key = textAt(at.feature, row);
    if (at.model) {
      key += `\u0000${textAt(at.model, row)}`;
    }
    for (const [, field] of segments) {
      key += `\u0000${textAt(field, row)}`;
    }
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
      counts.push(0);
    }
    of[row] = number;
    counts[number]++;
  }
  const all = counts.map((count) => new Uint32Array(count));
  const filled = new Uint32Array(all.length);
  for (let row = 0; row < frame.length; row++) {
    if (of[row] >= 0) {
      all[of[row]][filled[of[row]]++] = row;
    }
  }
  return all;
}

function statesOf(at: Columns, rows: Uint32Array): Uint8Array {
  const states = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    states[i] = stateOfRow(at, rows[i]);
  }
  return states;
}

function stateOfRow(at: Columns, row: number): number {
  return packState({
    outcome: outcomeOfRow(at, row),
    cause: causeOf(textAt(at.cause, row)),
    inReference: flagAt(at.in_reference, row) ?? false,
    partial: flagAt(at.partial, row) ?? false,
  });
}
