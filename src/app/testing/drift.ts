// Drift tables as the backend answers them, made by hand for the tests of the app's pages.
import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';

export const day = 86_400_000;
export const start = Date.parse('2026-11-01T00:00:00Z');
export const at = (n: number) => start + n * day;

interface Row {
  day: number;
  feature: string;
  severity: number | null;
  inReference?: boolean;
}

/** A row for each window and feature; a severity of null is "not enough". */
export function driftTable(rows: Row[]): DataFrame {
  const field = (name: string, type: FieldType, values: unknown[]) => ({ name, type, values });
  return toDataFrame({
    refId: 'A',
    meta: { custom: { model: 'digits', segments: [] } },
    fields: [
      field('time', FieldType.time, rows.map((row) => at(row.day))), // prettier-ignore
      field('window_end', FieldType.time, rows.map((row) => at(row.day + 1))), // prettier-ignore
      field('feature', FieldType.string, rows.map((row) => row.feature)), // prettier-ignore
      field('verdict', FieldType.string, rows.map(({ severity }) => (severity === null ? 'not_enough' : severity >= 1 ? 'drifted' : 'fine'))), // prettier-ignore
      field('severity', FieldType.number, rows.map((row) => row.severity)), // prettier-ignore
      field('cause', FieldType.string, rows.map(() => '')), // prettier-ignore
      field('in_reference', FieldType.boolean, rows.map((row) => row.inReference ?? false)), // prettier-ignore
      field('reference', FieldType.string, rows.map(() => '')), // prettier-ignore
    ],
  });
}
