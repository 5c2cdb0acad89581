// Values of cells in words: severities as both panels say them, values of other sources in their field's own unit.
import { Field } from '@grafana/data';
import { Cause, Drift } from '../../../frames/drift';
import { formatField } from '../../parts/numbers';
import { t } from '../../parts/text';
import { Fact, facts, formatSeverity, methodName, outcomeWord, verdictLine } from '../../parts/verdict';
import { HeatRow } from '../shape/rows';

export function fieldOf({ series: [{ frame, valueField }] }: HeatRow): Field {
  return frame.fields[valueField];
}

export function valueText(row: HeatRow, value: number): string {
  return row.measure === 'severity' ? formatSeverity(value) : formatField(fieldOf(row), value);
}

/** What the value is called: of a row, or of all rows. */
export function measureWord(measure: HeatRow['measure']): string {
  return measure === 'severity' ? t('fact.severity', 'Severity') : t('fact.value', 'Value');
}

/** The verdict in a line; for values of other sources on which side of their line they are, '' where they have none. */
export function verdictText(row: HeatRow, drift: Drift): string {
  if (row.measure === 'severity') {
    return verdictLine(drift);
  }
  if (drift.severity === null && drift.note !== '') {
    return t('value.infinite', 'No finite value: {{value}}', { value: drift.note });
  }
  return drift.severity === null ? outcomeWord(drift.outcome) : sideText(row, drift.outcome === 'drifted');
}

/** The same for a narrow place: "Drifted · new values". */
export function shortVerdict(row: HeatRow, drift: Drift): string {
  return row.measure === 'severity' && drift.outcome === 'drifted' && drift.cause !== ''
    ? `${outcomeWord(drift.outcome)} · ${shortCause(drift.cause)}`
    : verdictText(row, drift);
}

function shortCause(cause: Cause): string {
  switch (cause) {
    case 'distribution':
      return t('cause.short-distribution', 'distribution');
    case 'missing':
      return t('cause.short-missing', 'missing values');
    case 'new values':
      return t('cause.short-new', 'new values');
  }
}

function sideText(row: HeatRow, above: boolean): string {
  if (row.line === null) {
    return '';
  }
  const line = valueText(row, row.line);
  return above ? t('value.above', 'At or above {{line}}', { line }) : t('value.below', 'Below {{line}}', { line });
}

/** What is known of a cell, as label and value. */
export function factsOf(row: HeatRow, drift: Drift): Fact[] {
  if (row.measure === 'severity') {
    return facts(drift, row.series[0].numeric);
  }
  const list: Fact[] = [];
  if (drift.severity !== null) {
    list.push({ key: 'value', label: t('fact.value', 'Value'), value: valueText(row, drift.severity) });
  }
  if (row.line !== null) {
    list.push({ key: 'line', label: t('fact.threshold', 'Threshold'), value: valueText(row, row.line) });
  }
  if (drift.method !== '') {
    list.push({ key: 'method', label: t('fact.method', 'Method'), value: methodName(drift.method) });
  }
  return list;
}
