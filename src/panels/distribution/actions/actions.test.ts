import { Field } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Source } from '../../parts/actions';
import { Selection } from '../shape/targets';
import { adHoc, categoryConditions, conditionText, exceptConditions, rangeConditions } from './conditions';
import { linksOf, offersFor, Selected } from './offers';

const stretch = (from: number | null, to: number | null, side: Selection['side'] = null): Selection => ({
  title: '',
  pair: { reference: null, current: null, noise: null },
  from,
  to,
  side,
});

test('a stretch of values is two conditions, half open as its bins are', () => {
  expect(rangeConditions('x', stretch(0.3, 0.45))).toEqual([
    { column: 'x', operator: '>=', value: ['0.3'] },
    { column: 'x', operator: '<', value: ['0.45'] },
  ]);
  expect(rangeConditions('x', stretch(0.1 + 0.2, null))![0].value).toEqual(['0.3']);
  expect(rangeConditions('x', stretch(null, 2))).toEqual([{ column: 'x', operator: '<', value: ['2'] }]);
  expect(rangeConditions('x', stretch(null, null, 'missing'))).toEqual([
    { column: 'x', operator: 'is null', value: [] },
  ]);
  expect(rangeConditions('x', stretch(null, null, 'new'))).toBeNull();
});

test('categories are a list, all but some of them several conditions', () => {
  expect(categoryConditions('device', ['a'])).toEqual([{ column: 'device', operator: '=', value: ['a'] }]);
  expect(categoryConditions('device', ['a', 'b'])).toEqual([{ column: 'device', operator: 'in', value: ['a', 'b'] }]);
  expect(categoryConditions('device', [null])).toEqual([{ column: 'device', operator: 'is null', value: [] }]);
  expect(categoryConditions('device', ['a', null])).toBeNull();
  expect(exceptConditions('device', ['a', 'b'])).toEqual([
    { key: 'device', operator: '!=', value: 'a' },
    { key: 'device', operator: '!=', value: 'b' },
  ]);
  expect(exceptConditions('device', ['a', null])).toBeNull();
});

test('a dashboard’s filters have no word for some conditions', () => {
  expect(adHoc(rangeConditions('x', stretch(1, 2)))).toHaveLength(2);
  expect(adHoc(categoryConditions('device', ['a', 'b']))).toBeNull();
  expect(adHoc(categoryConditions('device', [null]))).toBeNull();
  expect(adHoc(null)).toBeNull();
  expect(conditionText(adHoc(rangeConditions('x', stretch(1, 2)))!)).toBe('x ≥ 1, x < 2');
});

describe('offers', () => {
  const source: Source = { uid: 't', model: 'digits', query: {} };
  const added: unknown[] = [];
  const everything: Selected = {
    source,
    addFilters: (conditions) => added.push(...conditions),
    conditions: rangeConditions('x', stretch(1, 2)),
    except: null,
    copied: '1 – 2',
    links: [{ title: 'Runbook', href: '/r', target: '_blank', origin: {} }],
    window: { from: 0, to: 1 },
  };
  const keys = (selected: Partial<Selected>): string[] =>
    offersFor({ ...everything, ...selected }).map(({ key }) => key);
  const as = (orgRole: string) => Object.assign(config.bootData, { user: { orgRole } });

  test('depend on who asks, of what, and where', () => {
    as('Admin');
    expect(keys({})).toEqual(['link 0', 'only', 'rows', 'copy', 'normal', 'exclude']);
    expect(keys({ addFilters: null })).not.toContain('only');
    expect(keys({ conditions: null, copied: '' })).toEqual(['link 0', 'normal', 'exclude']);
    expect(keys({ window: null })).toEqual(['link 0', 'only', 'copy']);
    expect(keys({ source: null })).toEqual(['link 0', 'copy']);
    as('Viewer');
    expect(keys({})).toEqual(['link 0', 'only', 'copy']);
  });

  test('only these rows adds one filter for each condition', () => {
    const only = offersFor(everything).find(({ key }) => key === 'only');
    expect(only?.kind === 'run' && only.run()).toBeDefined();
    expect(added).toEqual([
      { key: 'x', operator: '>=', value: '1' },
      { key: 'x', operator: '<', value: '2' },
    ]);
  });
});

test('links are those of the bar’s row; of a link of all fields, the one that knows the sample’s labels', () => {
  const asked: unknown[] = [];
  const field = (feature: string) =>
    ({
      getLinks: ({ valueRowIndex }: { valueRowIndex?: number }) => {
        asked.push(valueRowIndex);
        return [{ title: 'a', href: `/a?feature=${feature}`, target: '_self', origin: {} }];
      },
    }) as unknown as Field;
  expect(linksOf([field('x'), field(''), null], 7).map(({ href }) => href)).toEqual(['/a?feature=x']);
  expect(asked).toEqual([7, 7]);
});
