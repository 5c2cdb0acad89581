// Brings a query that somebody wrote by hand into the plain shape that forms and variables work on: the backend takes one text for a list, a number as
// text and null for nothing.
import { isObject } from './check';
import type { Filter, ReferenceSpec, TidelineQuery, WindowSpec } from './query';
import { queryShape, type Shape } from './shape';

export function inShape(query: TidelineQuery): TidelineQuery {
  return whole(plain({ ...query }, { is: 'object', fields: queryShape }) as unknown as TidelineQuery);
}

/** What is left out inside a window, a reference and the like, as pkg/query fills it in. */
function whole(query: TidelineQuery): TidelineQuery {
  const { window, reference, filters, persist, budget } = query;
  return {
    ...query,
    ...(window && { window: wholeWindow(window) }),
    ...(reference && { reference: wholeReference(reference) }),
    ...(filters && { filters: filters.map(wholeFilter) }),
    ...(persist && { persist: { windows: persist.windows ?? 1, of: persist.of ?? persist.windows ?? 1 } }),
    ...(budget && { budget: { alarms: budget.alarms ?? 1, per: budget.per || '30d' } }),
  };
}

function wholeWindow(window: Partial<WindowSpec>): WindowSpec {
  switch (window.mode) {
    case 'duration':
      return { ...window, mode: 'duration', every: window.every || window.length || '' };
    case 'calendar':
      return { ...window, mode: 'calendar', unit: window.unit ?? 'day' };
    case 'count':
      return { ...window, mode: 'count', count: window.count ?? 10 };
    default:
      return { ...window, mode: window.mode ?? 'auto' } as WindowSpec;
  }
}

function wholeReference(reference: Partial<ReferenceSpec>): ReferenceSpec {
  switch (reference.mode) {
    case 'range':
      return { ...reference, mode: 'range', from: reference.from ?? '', to: reference.to ?? '' };
    case 'trailing':
      return { ...reference, mode: 'trailing', windows: reference.windows ?? 7 };
    case 'season':
      return { ...reference, mode: 'season', period: reference.period || '7d', windows: reference.windows ?? 4 };
    case 'filter':
      return { ...reference, mode: 'filter', filters: (reference.filters ?? []).map(wholeFilter) };
    default:
      return { ...reference, mode: reference.mode ?? 'model' } as ReferenceSpec;
  }
}

const wholeFilter = (filter: Partial<Filter>): Filter => ({
  ...filter,
  column: filter.column ?? '',
  operator: filter.operator || '=',
});

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
