// Brings a query that somebody wrote by hand into the plain shape that forms and variables work on: the backend takes one text for a list, a number as
// text and null for nothing.
import { isObject } from './check';
import type { TidelineQuery } from './query';
import { queryShape, type Shape } from './shape';

export function inShape(query: TidelineQuery): TidelineQuery {
  return plain({ ...query }, { is: 'object', fields: queryShape }) as unknown as TidelineQuery;
}

function plain(value: unknown, shape: Shape | undefined): unknown {
  switch (shape?.is) {
    case 'texts':
      return typeof value === 'string' ? (value === '' ? [] : [value]) : value;
    case 'scalars':
      return [value]
        .flat()
        .filter((item) => item !== null)
        .map(String);
    case 'number':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'moment':
      return typeof value === 'number' ? new Date(value).toISOString() : value;
    case 'object':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value)
              .filter(([, part]) => part !== null)
              .map(([name, part]) => [name, plain(part, shape.fields[name])])
          )
        : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => plain(item, shape.of)) : value;
    default:
      return value;
  }
}
