// What every field of the form is given.
import type { TidelineQuery } from '../../../query/query';
import type { FieldError } from '../explain/answer';
import type { Known } from '../known';

export interface PartProps {
  query: TidelineQuery;
  known: Known;
  /** What the backend found wrong in the query. */
  errors: FieldError[];
  onChange: (part: Partial<TidelineQuery>) => void;
}
