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
  'time',
  'window_end',
  'feature',
  'verdict',
  'severity',
  'kind',
  'what',
  'before',
  'after',
  'change',
  'share_of_distance',
  'words',
  'before_value',
  'after_value',
  'change_sd',
  'sentence',
  'reference',
];

/** Those of a query's table. */
export const columnsOf = (type: QueryType, groupBy: readonly string[]): string[] => {
  const columns = type === 'explain' ? explainColumns : driftColumns;
  return [...columns.slice(0, 3), ...groupBy, ...columns.slice(3)];
};
