// The conditions of a query in words: "app_version = 4.2 and device is one of lumen-2 or lumen-3".
import type { AdHocVariableFilter } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type Filter, unaryOperators } from '../../../query/query';
import { fromAdHoc } from '../../../query/adHoc';
import { say } from '../../../text';
import { either, spoken, type Variables } from './words';

/** ", only where …" with the query's own conditions and the dashboard's ad hoc filters; '' without any. */
export function whereClause(filters: Filter[], adHoc: AdHocVariableFilter[], variables: Variables): string {
  const own = conditions(filters, variables);
  const dashboards = conditions(adHoc.flatMap(fromAdHoc), literally);
  return (
    (own.length > 0 ? say('sentence.where', ', only where {{conditions}}', { conditions: joined(own) }) : '') +
    (dashboards.length > 0
      ? say('sentence.where-dashboard', ', and by the dashboard’s filters only where {{conditions}}', {
          conditions: joined(dashboards),
        })
      : '')
  );
}

const joined = (parts: string[]): string => parts.join(` ${t('datasource.words.and-also', 'and')} `);

/** What a person typed into an ad hoc filter holds no variables. */
const literally: Variables = { expand: (text) => [text], isAll: () => false };

/** The conditions that restrict anything: those that are still being made are left out, as they are when the query is sent. */
export function conditions(filters: Filter[], variables: Variables): string[] {
  return filters.flatMap((filter) => {
    const column = spoken(filter.column, variables);
    const values = filter.value ?? [];
    if (column === '') {
      return [];
    }
    if (unaryOperators.includes(filter.operator)) {
      return [
        filter.operator === 'is null'
          ? say('where.null', '{{column}} is missing', { column })
          : say('where.not-null', '{{column}} is not missing', { column }),
      ];
    }
    if (values.length === 0) {
      return [];
    }
    const everything = values.find((text) => variables.isAll(text));
    if (everything !== undefined) {
      return [
        say('where.anything', '{{column}} is anything ({{variable}} is set to all)', { column, variable: everything }),
      ];
    }
    const many = values.flatMap((text) => variables.expand(text)).length > 1;
    return [comparison(column, filter.operator, many, either(values.map((text) => shown(text, variables))))];
  });
}

function comparison(column: string, operator: string, many: boolean, values: string): string {
  switch (operator) {
    case '=':
    case 'in':
      return many
        ? say('where.one-of', '{{column}} is one of {{values}}', { column, values })
        : `${column} = ${values}`;
    case '!=':
    case 'not in':
      return many
        ? say('where.none-of', '{{column}} is none of {{values}}', { column, values })
        : `${column} ≠ ${values}`;
    case '<=':
      return `${column} ≤ ${values}`;
    case '>=':
      return `${column} ≥ ${values}`;
    case 'contains':
      return say('where.contains', '{{column}} contains {{values}}', { column, values });
    case 'starts with':
      return say('where.starts', '{{column}} starts with {{values}}', { column, values });
    default:
      return `${column} ${operator} ${values}`;
  }
}

/** An empty text is a value, and has to be seen. */
const shown = (text: string, variables: Variables): string => spoken(text, variables, either) || '“”';
