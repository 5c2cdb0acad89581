// The columns of tables, in their order (docs/frames.md); the columns of `groupBy` come after the feature.
import type { QueryType } from '../../../query/query';

const driftColumns: readonly string[] = [
  'time',
  'window_end',
  'feature',
  'method',
  'verdict',
  'drifted',
  'severity',
  'cause',
  'statistic',
  'effect',
  'effect_low',
  'effect_high',
  'threshold',
  'p_value',
  'p_basis',
  'q_value',
  'noise',
  'noise_basis',
  'error_bound',
  'reference_rows',
  'current_rows',
  'effective_rows',
  'null_share',
  'new_share',
  'new_values',
  'gone_values',
  'in_reference',
  'reference',
  'partial',
  'note',
];

const explainColumns: readonly string[] = [
  'feature',
  'what',
  'before',
  'after',
  'change',
  'of_distance',
  'words',
  'time',
  'window_end',
  'verdict',
  'severity',
  'sentence',
  'reference',
  'kind',
  'before_value',
  'after_value',
  'change_sd',
  'share_of_distance',
];

/** Those of a query's table. */
export const columnsOf = (type: QueryType, groupBy: readonly string[]): string[] => {
  const columns = type === 'explain' ? explainColumns : driftColumns;
  const after = columns.indexOf('feature') + 1;
  return [...columns.slice(0, after), ...groupBy, ...columns.slice(after)];
};
