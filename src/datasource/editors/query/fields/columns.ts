// The columns of tables, in their order (docs/frames.md); the columns of `groupBy` come after the feature.
import type { TidelineQuery } from '../../../query/query';
import { ofExceptions } from '../../../query/reads';

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
  'window',
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
  'window',
];

const windowColumns: readonly string[] = ['time', 'window_end'];
const requestColumns: readonly string[] = [
  ...windowColumns,
  'requests',
  'rate',
  'errors',
  'error_share',
  'refused',
  'refused_share',
  'p50',
  'p90',
  'p95',
  'p99',
  'apdex',
];
const exceptionColumns: readonly string[] = [...windowColumns, 'exceptions', 'first_seen', 'last_seen'];

/** Those of a query's table. */
export const columnsOf = (query: TidelineQuery): string[] => {
  const columns = ownColumns(query);
  const after = columns.indexOf('feature') + 1;
  return [...columns.slice(0, after), ...(query.groupBy ?? []), ...columns.slice(after)];
};

function ownColumns(query: TidelineQuery): readonly string[] {
  switch (query.queryType) {
    case 'explain':
      return explainColumns;
    case 'service':
      return ofExceptions(query) ? exceptionColumns : requestColumns;
    default:
      return driftColumns;
  }
}
