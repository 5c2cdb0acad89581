import { standardTransformersRegistry, VariableHide } from '@grafana/data';
import {
  AdHocFiltersVariable,
  IntervalVariable,
  QueryVariable,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridRow,
  SceneQueryRunner,
  TextBoxVariable,
  VizPanel,
} from '@grafana/scenes';
import { transformers } from '../services/transformers';
import type { PanelJson, VariableJson } from './json';
import { layout } from './layout';
import { panel } from './panels';
import { variables } from './variables';

beforeAll(() => standardTransformersRegistry.setInit(transformers));

const at = (id: number, y: number, more: Partial<PanelJson> = {}): PanelJson => ({
  id,
  type: 'stat',
  gridPos: { x: 0, y, w: 12, h: 8 },
  ...more,
});

test('a row owns the panels after it, a collapsed one those in it', () => {
  const { children } = layout([
    at(4, 20, { type: 'row', title: 'Closed', collapsed: true, panels: [at(5, 21)] }),
    at(1, 0),
    at(2, 10, { type: 'row', title: 'Open' }),
    at(3, 11),
    at(6, 30),
  ]).state;
  const shape = children.map((child) =>
    child instanceof SceneGridRow
      ? [child.state.title, child.state.isCollapsed, child.state.children.map(({ state }) => state.key)]
      : child.state.key
  );
  expect(shape).toEqual(['item-1', ['Open', false, ['item-3']], ['Closed', true, ['item-5']], 'item-6']);
});

test('panels keep their places', () => {
  const [item] = layout([at(1, 3, { gridPos: { x: 4, y: 3, w: 5, h: 6 } })]).state.children;
  expect(item.state).toMatchObject({ x: 4, y: 3, width: 5, height: 6 });
  expect((item as SceneGridItem).state.body).toBeInstanceOf(VizPanel);
});

test('queries go to their own data source, else to the panel’s', () => {
  const { $data } = panel(
    at(1, 0, { datasource: { uid: 'one' }, targets: [{ refId: 'A' }, { refId: 'B', datasource: { uid: 'two' } }] })
  ).state;
  expect(($data as SceneQueryRunner).state.queries.map(({ datasource }) => datasource?.uid)).toEqual(['one', 'two']);
});

test('transformations come after the queries', () => {
  const { $data } = panel(
    at(1, 0, { targets: [{ refId: 'A' }], transformations: [{ id: 'limit', options: { limitField: 1 } }] })
  ).state;
  expect($data).toBeInstanceOf(SceneDataTransformer);
  expect($data?.state.$data).toBeInstanceOf(SceneQueryRunner);
});

test.each([
  [
    'an unknown transformation',
    { targets: [{ refId: 'A' }], transformations: [{ id: 'rowsToFields', options: {} }] },
    'rowsToFields',
  ],
  [
    'another panel’s data',
    { datasource: { uid: '-- Dashboard --' }, targets: [{ refId: 'A', panelId: 1 }] },
    'another panel',
  ],
])('%s is said, not drawn wrongly', (_, json, said) => {
  const { pluginId, options, $data } = panel(at(1, 0, json)).state;
  expect(pluginId).toBe('text');
  expect((options as { content: string }).content).toContain(said);
  expect($data).toBeUndefined();
});

const only = (json: VariableJson) => variables([json]).state.variables[0];

test('a query variable', () => {
  const variable = only({
    type: 'query',
    name: 'model',
    label: 'Model',
    hide: 1,
    datasource: { uid: 'x' },
    query: { refId: 'v' },
    multi: true,
    includeAll: true,
    current: { value: ['a'], text: ['a'] },
  });
  expect(variable).toBeInstanceOf(QueryVariable);
  expect(variable.state).toMatchObject({
    name: 'model',
    label: 'Model',
    hide: VariableHide.hideLabel,
    isMulti: true,
    includeAll: true,
    value: ['a'],
    query: { refId: 'v' },
  });
});

test('an interval, a text, a constant and filters', () => {
  const interval = only({ type: 'interval', name: 'step', query: '1m, 1h', auto: true, auto_count: 10 });
  expect(interval).toBeInstanceOf(IntervalVariable);
  expect(interval.state).toMatchObject({ intervals: ['1m', '1h'], value: '1m', autoEnabled: true, autoStepCount: 10 });
  expect((only({ type: 'textbox', name: 'word', query: 'hello' }) as TextBoxVariable).getValue()).toBe('hello');
  expect(only({ type: 'constant', name: 'seven', query: '7' }).getValue()).toBe('7');
  const filters = only({
    type: 'adhoc',
    name: 'filters',
    datasource: { uid: 'x' },
    filters: [{ key: 'device', operator: '=', value: 'a' }],
  });
  expect((filters as AdHocFiltersVariable).state.filters).toEqual([{ key: 'device', operator: '=', value: 'a' }]);
});

test('a variable of a kind that is not there is an error that names it', () => {
  expect(() => only({ type: 'system', name: 'odd' })).toThrow(/odd.*system/);
});
