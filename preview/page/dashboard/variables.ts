// A dashboard's variables as scene variables.
import { VariableHide } from '@grafana/data';
import {
  AdHocFiltersVariable,
  ConstantVariable,
  CustomVariable,
  DataSourceVariable,
  IntervalVariable,
  QueryVariable,
  type SceneVariable,
  SceneVariableSet,
  TextBoxVariable,
} from '@grafana/scenes';
import type { DataQuery } from '@grafana/schema';
import { refOf, type VariableJson } from './json';

export function variables(list: VariableJson[] = []): SceneVariableSet {
  return new SceneVariableSet({ variables: list.map(variable) });
}

function variable(json: VariableJson): SceneVariable {
  const make = kinds[json.type];
  if (make === undefined) {
    throw new Error(`The variable “${json.name}” is of a type that this preview does not have: ${json.type}`);
  }
  return make(json);
}

const kinds: Record<string, (json: VariableJson) => SceneVariable> = {
  query: (json) =>
    new QueryVariable({
      ...common(json),
      ...choice(json),
      datasource: refOf(json.datasource) ?? null,
      query: json.query as string | DataQuery,
      regex: json.regex ?? '',
      refresh: json.refresh ?? 1,
      sort: json.sort ?? 0,
    }),

  custom: (json) => new CustomVariable({ ...common(json), ...choice(json), query: String(json.query ?? '') }),

  datasource: (json) =>
    new DataSourceVariable({
      ...common(json),
      ...choice(json),
      pluginId: String(json.query ?? ''),
      regex: json.regex ?? '',
      defaultOptionEnabled: false,
    }),

  interval: (json) => {
    const intervals = String(json.query ?? '')
      .split(',')
      .map((interval) => interval.trim())
      .filter(Boolean);
    return new IntervalVariable({
      ...common(json),
      intervals,
      value: String(one(json.current?.value) ?? intervals[0] ?? ''),
      autoEnabled: json.auto ?? false,
      autoMinInterval: json.auto_min ?? '10s',
      autoStepCount: json.auto_count ?? 30,
    });
  },

  textbox: (json) =>
    new TextBoxVariable({ ...common(json), value: String(one(json.current?.value) ?? json.query ?? '') }),

  constant: (json) =>
    new ConstantVariable({
      ...common(json),
      value: String(json.query ?? ''),
      hide: VariableHide.hideVariable,
      skipUrlSync: true,
    }),

  adhoc: (json) =>
    new AdHocFiltersVariable({
      ...common(json),
      datasource: refOf(json.datasource) ?? null,
      filters: json.filters ?? [],
      baseFilters: json.baseFilters ?? [],
      defaultKeys: json.defaultKeys,
      applyMode: 'auto',
      layout: 'combobox',
      supportsMultiValueOperators: true,
      useQueriesAsFilterForOptions: true,
    }),
};

const one = (value?: string | string[]) => (Array.isArray(value) ? value[0] : value);

const common = ({ name, label, description, hide, skipUrlSync }: VariableJson) => ({
  name,
  label: label || undefined,
  description: description ?? undefined,
  hide: (hide ?? VariableHide.dontHide) as VariableHide,
  skipUrlSync,
});

const choice = ({ current, multi, includeAll, allValue, allowCustomValue }: VariableJson) => ({
  value: current?.value ?? (multi ? [] : ''),
  text: current?.text ?? (multi ? [] : ''),
  isMulti: multi ?? false,
  includeAll: includeAll ?? false,
  defaultToAll: includeAll ?? false,
  allValue: allValue ?? undefined,
  allowCustomValue: allowCustomValue ?? true,
});
