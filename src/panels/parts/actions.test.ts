import { PanelData, toDataFrame } from '@grafana/data';
import { config } from '@grafana/runtime';
import { excludeAddress, newNormalAddress, rowsAddress, sourceOf } from './actions';

const frame = toDataFrame({ refId: 'B', fields: [], meta: { custom: { model: 'digits' } } });
const asked = (type: string) =>
  ({
    request: {
      targets: [
        { refId: 'A', datasource: { type: 'prometheus', uid: 'p' } },
        { refId: 'B', datasource: { type, uid: 't' }, filters: [{ column: 'device', operator: '=', value: ['x'] }] },
      ],
    },
  }) as unknown as PanelData;
const source = sourceOf(asked('tideline-drift-datasource'), frame)!;
const day = { from: 1000, to: 2000 };

const as = (orgRole: string) => Object.assign(config.bootData, { user: { orgRole } });

test('the question is found by the frame’s letter, and only of Tideline’s data source', () => {
  expect(source).toMatchObject({ uid: 't', model: 'digits' });
  expect(sourceOf(asked('prometheus'), frame)).toBeNull();
  expect(sourceOf({}, frame)).toBeNull();
  expect(sourceOf(asked('tideline-drift-datasource'), toDataFrame({ refId: 'B', fields: [] }))).toBeNull();
});

test('rows keep the query’s own filters and get the new ones', () => {
  as('Editor');
  const url = new URL(
    rowsAddress(source, [{ column: 'brightness', operator: '>=', value: ['0.5'] }], day)!,
    'http://g'
  );
  const { rows } = JSON.parse(url.searchParams.get('panes')!);
  expect(url.pathname).toBe('/explore');
  expect(rows.range).toEqual({ from: '1000', to: '2000' });
  expect(rows.queries[0]).toMatchObject({ queryType: 'rows', model: 'digits', datasource: { uid: 't' } });
  expect(rows.queries[0].filters.map((filter: { column: string }) => filter.column)).toEqual(['device', 'brightness']);
});

test('who may not, is offered nothing', () => {
  as('Viewer');
  expect(rowsAddress(source, [], day)).toBeNull();
  expect(newNormalAddress(source, day)).toBeNull();
  as('Editor');
  expect(excludeAddress(source, day)).toBeNull();
  as('Admin');
  expect(newNormalAddress(source, day)).toBe(
    '/a/tideline-ml-app/reference?datasource=t&model=digits&from=1000&to=2000'
  );
  expect(excludeAddress(source, day)).toBe('/a/tideline-ml-app/exclude?datasource=t&model=digits&from=1000&to=2000');
});
