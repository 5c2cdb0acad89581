// Ad hoc filters: a dashboard's own conditions, which Grafana adds to every query. Their operators have Grafana's names, and what is wrong with one is said
// of the dashboard's filter, not of the query's, which a person would look for in vain.
import type { AdHocVariableFilter, DataQueryError } from '@grafana/data';
import type { Filter, TidelineQuery } from './query';
import { say } from '../text';

/** The filter of a query that says the same; none of one that is still being made. What a person typed there holds no variables. */
export function fromAdHoc({ key, operator, value, values }: AdHocVariableFilter): Filter[] {
  if (key === '') {
    return [];
  }
  switch (operator) {
    case '=|':
      return [{ column: key, operator: 'in', value: values ?? [value] }];
    case '!=|':
      return [{ column: key, operator: 'not in', value: values ?? [value] }];
    default:
      return [{ column: key, operator, value: [value] }];
  }
}

/** A line of an error that is about a filter of the query as it was sent. */
const aboutFilter = /^filters\[(\d+)\]\.(column|operator|value): (.*)$/;

/**
 * An error in words that name the dashboard's filter where it is about one. `own` is how many filters the query itself sent: the dashboard's come after
 * them.
 */
export function explainAdHoc(
  error: DataQueryError,
  { model = '' }: Pick<TidelineQuery, 'model'>,
  own: number,
  adHoc: AdHocVariableFilter[]
): DataQueryError {
  const sent = adHoc.filter(({ key }) => key !== '');
  const explain = (text: string) =>
    text
      .split('\n')
      .map((line) => {
        const [, at, part, why] = aboutFilter.exec(line) ?? [];
        const filter = at === undefined ? undefined : sent[Number(at) - own];
        return filter === undefined ? line : sentence(filter, part, why, model);
      })
      .join('\n');
  return {
    ...error,
    ...(error.message !== undefined && { message: explain(error.message) }),
    ...(error.data?.message !== undefined && { data: { ...error.data, message: explain(error.data.message) } }),
  };
}

function sentence({ key, operator, value }: AdHocVariableFilter, part: string, why: string, model: string): string {
  const filter = `${key} ${operator} ${value}`;
  switch (part) {
    case 'column':
      return say(
        'ad-hoc.column',
        'The dashboard filters by “{{filter}}”, but the model {{model}} has no {{key}}: remove the filter, or choose another. {{why}}',
        { filter, model, key, why: why.replace(/^"[^"]*" is not known\. */, '') }
      );
    case 'operator':
      return say(
        'ad-hoc.operator',
        'The dashboard filters by “{{filter}}”, and {{operator}} cannot be asked of a prediction log: choose =, !=, one of, < or >.',
        { filter, operator }
      );
    default:
      return say('ad-hoc.value', 'The dashboard filters by “{{filter}}”: {{why}}', { filter, why });
  }
}
