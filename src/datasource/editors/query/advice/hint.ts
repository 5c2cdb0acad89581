// A word of advice about a query: what will not work as it is, and what a button would make of it.
import type { TidelineQuery } from '../../../query/query';

export interface Hint {
  id: string;
  severity: 'error' | 'warning' | 'info';
  text: string;
  mend?: { label: string; change: Partial<TidelineQuery> };
}
