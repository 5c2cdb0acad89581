// Puts dashboard variables into a query field by field, each value into its own place of a typed array and never into a text that is parsed again. "All"
// means no restriction, so a filter on it disappears.
import type { AdHocVariableFilter, ScopedVars } from '@grafana/data';
import { fromAdHoc } from './adHoc';
import { check, isObject } from './check';
import { inShape } from './inShape';
import {
  allModels,
  type Filter,
  type ReferenceSpec,
  type TidelineQuery,
  unaryOperators,
  type WindowSpec,
} from './query';
import { queryShape, type Shape } from './shape';
import { zoneName } from '../zone';

/** Grafana's template service, as far as it is needed here. */
export interface Templates {
  replace(target?: string, scopedVars?: ScopedVars, format?: (value: string | string[]) => string): string;
  getVariables?(): Array<{ name: string; type: string }>;
}

/** A text that is one variable and nothing else: $name, ${name}, ${name:format}, [[name]]. */
const oneVariable = /^(?:\$(\w+)|\$\{(\w+)(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[(\w+?)(?::\w+)?\]\])$/;

export class Interpolation {
  constructor(
    private readonly templates: Templates,
    private readonly scopedVars: ScopedVars = {}
  ) {}

  /** Every text that a text stands for: several when it holds a variable with several values. */
  expand(text: string): string[] {
    const found: string[][] = [];
    this.templates.replace(text, this.scopedVars, (value) => {
      found.push([value].flat().map(String));
      return '';
    });
    const combinations = found.reduce<string[][]>(
      (all, values) => all.flatMap((combination) => values.map((value) => [...combination, value])),
      [[]]
    );
    return combinations.map((values) => {
      let next = 0;
      return this.templates.replace(text, this.scopedVars, () => values[next++]);
    });
  }

  /** The text of a field that holds one value. Several values are an error, and it is the backend that says what would be right. */
  one(text: string): string {
    return this.expand(text).join(', ');
  }

  /** The values of a list whose entries may be variables. Empty ones fall out. */
  list(texts: string[]): string[] {
    return [...new Set(texts.flatMap((text) => this.expand(text)).filter((text) => text !== ''))];
  }

  /** Whether a text is a variable that stands for everything: set to All, or left empty. */
  isAll(text: string): boolean {
    const name = oneVariable.exec(text)?.slice(1).find(Boolean);
    if (name === undefined) {
      return false;
    }
    const values = this.expand(text);
    if (values.every((value) => value === '')) {
      return true;
    }
    // Its text says "All" in every version and language of Grafana, and then its values are all there are; a value that is called so is only itself.
    const shown = this.templates.replace(`\${${name}:text}`, this.scopedVars);
    return shown === 'All' && !(values.length === 1 && values[0] === 'All') && this.listsEverything(name);
  }

  /** All of a list that was cut by a regular expression, or written by hand, is that list and no more. */
  private listsEverything(name: string): boolean {
    const variable = this.templates.getVariables?.().find((known) => known.name === name);
    const { type, regex, allValue } = (variable ?? {}) as { type?: string; regex?: string; allValue?: string | null };
    return Boolean(allValue) || !(type === 'custom' || (type === 'query' && Boolean(regex)));
  }
}

/** A query with every variable replaced, and the dashboard's ad hoc filters added to its own. */
export function interpolateQuery(
  given: TidelineQuery,
  interpolation: Interpolation,
  adHoc: AdHocVariableFilter[] = []
): TidelineQuery {
  if (check({ ...given }).some(({ remark }) => !remark)) {
    return given; // the backend says what is wrong with it
  }
  const query = fillScalars(inShape(given), (text) => interpolation.one(text));
  const { method, timezone, features, groupBy, columns, filters, window, reference, binning } = query;
  const model = query.model === undefined ? undefined : modelName(query.model, interpolation);
  // Of all models at once some lack the column that a dashboard filters by, and would be left out.
  // And those of a model are nothing to services.
  const ofDashboard = model === allModels || query.queryType === 'service' ? [] : adHoc.flatMap(fromAdHoc);
  return {
    ...query,
    ...(model !== undefined && { model }),
    ...(method !== undefined && { method: interpolation.one(method) }),
    ...(timezone !== undefined && { timezone: zoneName(interpolation.one(timezone)) }),
    ...(features !== undefined && {
      features: features.some((name) => interpolation.isAll(name)) ? [] : interpolation.list(features),
    }),
    ...(groupBy !== undefined && { groupBy: interpolation.list(groupBy) }),
    ...(columns !== undefined && { columns: interpolation.list(columns) }),
    ...((filters !== undefined || ofDashboard.length > 0) && {
      filters: [...interpolateFilters(filters ?? [], interpolation), ...ofDashboard],
    }),
    ...(binning?.edges !== undefined && { binning: { ...binning, edges: edgesOf(binning.edges, interpolation) } }),
    ...(window !== undefined && { window: interpolateWindow(window, interpolation) }),
    ...(reference !== undefined && { reference: interpolateReference(reference, interpolation) }),
  };
}

/** Edges of bins: a variable may stand for one, for several values, or for a list written with commas. What is no number is sent, and the backend says so. */
function edgesOf(edges: Array<number | string>, interpolation: Interpolation): Array<number | string> {
  return edges.flatMap((edge) =>
    typeof edge === 'number'
      ? [edge]
      : interpolation
          .expand(edge)
          .flatMap((text) => text.split(/[\s,;]+/))
          .filter((text) => text !== '')
          .map((text) => (Number.isFinite(Number(text)) ? Number(text) : text))
  );
}

/** A query with the variables in its numbers, choices and switches replaced. A text that is a number becomes one. */
export function fillScalars(query: TidelineQuery, one: (text: string) => string): TidelineQuery {
  const fill = (value: unknown, shape: Shape | undefined): unknown => {
    switch (shape?.is) {
      case 'number':
      case 'choice': {
        const text = typeof value === 'string' ? one(value) : value;
        return shape.is === 'number' && typeof text === 'string' && text.trim() !== '' && Number.isFinite(Number(text))
          ? Number(text)
          : text;
      }
      case 'object':
        return isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part, shape.fields[name])]))
          : value;
      default:
        return value;
    }
  };
  return fill({ ...query }, { is: 'object', fields: queryShape }) as unknown as TidelineQuery;
}

/** All models at once have a name of their own, so that "all" stays all when one is added. */
function modelName(model: string, interpolation: Interpolation): string {
  const name = interpolation.one(model);
  return name !== '' && interpolation.isAll(model) ? allModels : name;
}

function interpolateFilters(filters: Filter[], interpolation: Interpolation): Filter[] {
  return filters.flatMap((filter) => {
    const column = interpolation.one(filter.column);
    if (column === '') {
      return [];
    }
    if (unaryOperators.includes(filter.operator)) {
      return [{ column, operator: filter.operator }];
    }
    const texts = filter.value ?? [];
    if (texts.length === 0 || texts.some((text) => interpolation.isAll(text))) {
      return [];
    }
    const value = texts.flatMap((text) => interpolation.expand(text));
    return [{ column, operator: forMany(filter.operator, value.length), value }];
  });
}

/** Equality with several values is membership. */
function forMany(operator: string, values: number): string {
  if (values === 1) {
    return operator;
  }
  return operator === '=' ? 'in' : operator === '!=' ? 'not in' : operator;
}

function interpolateWindow(window: WindowSpec, interpolation: Interpolation): WindowSpec {
  switch (window.mode) {
    case 'duration':
      return {
        ...window,
        every: interpolation.one(window.every),
        ...(window.length !== undefined && { length: interpolation.one(window.length) }),
      };
    case 'last':
      return { ...window, ...(window.duration !== undefined && { duration: interpolation.one(window.duration) }) };
    default:
      return window;
  }
}

function interpolateReference(reference: ReferenceSpec, interpolation: Interpolation): ReferenceSpec {
  switch (reference.mode) {
    case 'range':
      return { ...reference, from: interpolation.one(reference.from), to: interpolation.one(reference.to) };
    case 'season':
      return { ...reference, period: interpolation.one(reference.period) };
    case 'filter':
      return { ...reference, filters: interpolateFilters(reference.filters, interpolation) };
    default:
      return reference;
  }
}
