// Typed access to the columns of a frame by name. Whatever is missing, null, NaN or of another type reads as null (or '' for text), so that the
// readers above never see undefined or NaN.
import { DataFrame, Field, FieldType } from '@grafana/data';

export function column(frame: DataFrame, name: string): Field | undefined {
  return frame.fields.find((field) => field.name === name);
}

export function has(frame: DataFrame, ...names: string[]): boolean {
  return names.every((name) => column(frame, name) !== undefined);
}

/** A finite number, or null. Booleans and numeric text are not numbers. */
export function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function numberAt(field: Field | undefined, index: number): number | null {
  return finite(field?.values[index]);
}

/** The numbers of a column at the given rows, in one piece of memory; NaN for whatever is no finite number. */
export function numbersAt(field: Field | undefined, rows: Uint32Array): Float64Array {
  const numbers = new Float64Array(rows.length);
  const values: unknown[] = field?.values ?? [];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    numbers[i] = typeof value === 'number' && Number.isFinite(value) ? value : NaN;
  }
  return numbers;
}

/** Text of a cell; '' for null. Numbers and booleans are written out, because a segment column may hold them. */
export function textAt(field: Field | undefined, index: number): string {
  const value: unknown = field?.values[index];
  if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) {
    return '';
  }
  return String(value);
}

export function flagAt(field: Field | undefined, index: number): boolean | null {
  const value: unknown = field?.values[index];
  return typeof value === 'boolean' ? value : null;
}

export function isNumeric(field: Field): boolean {
  return field.type === FieldType.number;
}

/** meta.custom as a record; {} when there is none. */
export function customMeta(frame: DataFrame): Record<string, unknown> {
  return record(frame.meta?.custom);
}

/** An object as a record; {} for everything else. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
