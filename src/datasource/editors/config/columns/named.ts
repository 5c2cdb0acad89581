// The columns of the log that a model names, and those that there are to name.
import type { Column } from '../../../resources';
import type { Model } from '../../../settings';

export function columnsOf({ time, id, prediction, target, features }: Model): string[] {
  const { label, value, score, probabilities = {} } = prediction ?? {};
  const named = [
    time,
    id,
    label,
    value,
    score,
    ...Object.values(probabilities),
    target?.source === undefined ? target?.column : undefined,
    ...(features ?? []).map(({ name, column, expression }) =>
      expression === undefined ? (column ?? name) : undefined
    ),
  ];
  return [...new Set(named.filter((name): name is string => name !== undefined && name !== ''))];
}

/** What a field for a column offers. */
export const columnOptions = (columns: Column[]): Array<{ value: string; label: string }> =>
  columns.map(({ name }) => ({ value: name, label: name }));
