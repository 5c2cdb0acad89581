import type { TidelineQuery } from './query';
import { Interpolation, interpolateQuery, type Templates } from './templates';

/** Grafana's template service over a few variables: `$__all` is how it keeps "All". */
function templates(variables: Record<string, { value: string | string[]; options?: string[] }>): Templates {
  return {
    replace: (target = '', scopedVars, format) =>
      target.replace(/\$(\w+)|\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)\]\]/g, (match, plain, braced, named, old) => {
        const name = plain ?? braced ?? old;
        const scoped = scopedVars?.[name];
        const variable = scoped ? { value: scoped.value as string } : variables[name];
        if (variable === undefined) {
          return match;
        }
        const all = [variable.value].flat().includes('$__all');
        if (named === 'text') {
          return all ? 'All' : [variable.value].flat().join(' + ');
        }
        const value = all ? ((variable as { options?: string[] }).options ?? []) : variable.value;
        return format === undefined ? String(value) : format(value);
      }),
  };
}

const query = (part: Partial<TidelineQuery>): TidelineQuery => ({
  refId: 'A',
  version: 1,
  queryType: 'drift',
  ...part,
});

const grafana = templates({
  model: { value: 'digits' },
  feature: { value: ['brightness', 'contrast'] },
  device: { value: ['pixel', 'a "quoted", one'] },
  everything: { value: ['$__all'], options: ['pixel', 'iphone'] },
  every: { value: '6h' },
  empty: { value: '' },
  called: { value: 'All' },
  major: { value: ['1', '2'] },
});
const apply = (part: Partial<TidelineQuery>, scopedVars = {}) =>
  interpolateQuery(query(part), new Interpolation(grafana, scopedVars));

test('a field with one value gets the value', () => {
  expect(apply({ model: '$model', window: { mode: 'duration', every: '$every' } })).toMatchObject({
    model: 'digits',
    window: { mode: 'duration', every: '6h' },
  });
});

test('a list gets every value, as entries of their own', () => {
  expect(apply({ features: ['$feature', 'sharpness'], groupBy: ['${feature}', 'brightness'] })).toMatchObject({
    features: ['brightness', 'contrast', 'sharpness'],
    groupBy: ['brightness', 'contrast'],
  });
});

test('equality with several values is membership, and quotes and commas stay inside a value', () => {
  const filters = [
    { column: 'device', operator: '=', value: ['$device'] },
    { column: 'device', operator: '!=', value: ['[[device]]'] },
    { column: 'device', operator: '=', value: ['pixel'] },
  ];
  expect(apply({ filters }).filters).toEqual([
    { column: 'device', operator: 'in', value: ['pixel', 'a "quoted", one'] },
    { column: 'device', operator: 'not in', value: ['pixel', 'a "quoted", one'] },
    { column: 'device', operator: '=', value: ['pixel'] },
  ]);
});

test('a variable inside a text is put in once for each of its values', () => {
  const filters = [{ column: 'version', operator: 'starts with', value: ['v$major.'] }];
  expect(apply({ filters }).filters).toEqual([{ column: 'version', operator: 'starts with', value: ['v1.', 'v2.'] }]);
});

test('All means no filter and all features', () => {
  const filters = [
    { column: 'device', operator: '=', value: ['$everything'] },
    { column: 'device', operator: '=', value: ['$empty'] },
    { column: 'app', operator: 'is null' },
  ];
  expect(apply({ features: ['$everything'], filters })).toMatchObject({
    features: [],
    filters: [{ column: 'app', operator: 'is null' }],
  });
});

test('All of a list that was cut or written by hand is that list', () => {
  const known = [
    { name: 'cut', type: 'query', regex: '/^p/' },
    { name: 'hand', type: 'custom' },
    { name: 'whole', type: 'query', regex: '' },
    { name: 'dots', type: 'query', regex: '/^p/', allValue: '.*' },
  ];
  const values = { value: ['$__all'], options: ['pixel', 'poco'] };
  const service = templates({ cut: values, hand: values, whole: values, dots: { ...values, options: ['.*'] } });
  const interpolation = new Interpolation({ ...service, getVariables: () => known });
  const features = (name: string) => interpolateQuery(query({ features: [name] }), interpolation).features;
  expect(features('$cut')).toEqual(['pixel', 'poco']);
  expect(features('$hand')).toEqual(['pixel', 'poco']);
  expect(features('$whole')).toEqual([]);
  expect(features('$dots')).toEqual([]);
  const filters = [{ column: 'device', operator: '=', value: ['$cut'] }];
  expect(interpolateQuery(query({ filters }), interpolation).filters).toEqual([
    { column: 'device', operator: 'in', value: ['pixel', 'poco'] },
  ]);
});

test('a value that is called All is a value', () => {
  const filters = [{ column: 'device', operator: '=', value: ['$called'] }];
  expect(apply({ filters }).filters).toEqual([{ column: 'device', operator: '=', value: ['All'] }]);
});

test('All in the place of a model is every model, and two models are no model', () => {
  expect(apply({ model: '$everything' }).model).toBe('$__all');
  expect(apply({ model: '$__all' }).model).toBe('$__all');
  expect(apply({ model: '$feature' }).model).toBe('brightness, contrast');
  expect(apply({ model: '$empty' }).model).toBe('');
});

test('a repeated panel has one of the values, although the variable is set to All', () => {
  const filters = [{ column: 'device', operator: '=', value: ['$everything'] }];
  expect(apply({ filters }, { everything: { text: 'iphone', value: 'iphone' } }).filters).toEqual([
    { column: 'device', operator: '=', value: ['iphone'] },
  ]);
});

test('a dollar that is no variable stays', () => {
  const filters = [{ column: 'price', operator: '=', value: ['$5 off'] }];
  expect(apply({ filters }).filters).toEqual([{ column: 'price', operator: '=', value: ['$5 off'] }]);
});

test('filters inside the reference are filled in too', () => {
  const reference = { mode: 'filter' as const, filters: [{ column: 'device', operator: '=', value: ['$device'] }] };
  expect(apply({ reference }).reference).toEqual({
    mode: 'filter',
    filters: [{ column: 'device', operator: 'in', value: ['pixel', 'a "quoted", one'] }],
  });
});

test('ad hoc filters are added as they are, with our names for their operators', () => {
  const added = interpolateQuery(
    query({ filters: [{ column: 'app', operator: '=', value: ['2'] }] }),
    new Interpolation(grafana),
    [
      { key: 'device', operator: '=', value: '$model' },
      { key: 'device', operator: '=|', value: 'a', values: ['a', 'b'] },
      { key: '', operator: '=', value: '' },
    ]
  );
  expect(added.filters).toEqual([
    { column: 'app', operator: '=', value: ['2'] },
    { column: 'device', operator: '=', value: ['$model'] },
    { column: 'device', operator: 'in', value: ['a', 'b'] },
  ]);
});

test('ad hoc filters do not touch a question about all models: some lack the column', () => {
  const filters = [{ column: 'app', operator: '=' as const, value: ['2'] }];
  const asked = query({ model: '$__all', filters });
  const adHoc = [{ key: 'device', operator: '=', value: 'a' }];
  expect(interpolateQuery(asked, new Interpolation(grafana), adHoc).filters).toEqual(filters);
});

test('numbers and choices may be variables too', () => {
  const part = {
    threshold: '$number',
    value: '$value',
    persist: { windows: '$number', of: 3 },
    limit: '$feature',
  } as unknown as Partial<TidelineQuery>;
  const filled = interpolateQuery(
    query(part),
    new Interpolation(templates({ number: { value: '2' }, value: { value: 'effect' } }))
  );
  expect(filled).toMatchObject({ threshold: 2, value: 'effect', persist: { windows: 2, of: 3 }, limit: '$feature' });
});

test('a variable among the edges of bins may be a number, several or a list', () => {
  const edges = (...given: Array<number | string>) =>
    apply(
      { method: 'psi', binning: { mode: 'edges', edges: given } },
      {
        one: { text: '', value: '5' },
        two: { text: '', value: ['10', '20'] },
        list: { text: '', value: '30, 40.5' },
        odd: { text: '', value: 'x' },
      }
    ).binning?.edges;
  expect(edges(0, '$one', '$two', '$list')).toEqual([0, 5, 10, 20, 30, 40.5]);
  expect(edges('$odd')).toEqual(['x']);
});

test('a query that was written by hand is filled in as well, and a malformed one is left to the backend', () => {
  const loose = { features: '$feature', reference: { mode: 'range', from: 1_767_225_600_000, to: '2026-02-01' } };
  expect(apply(loose as unknown as Partial<TidelineQuery>)).toMatchObject({
    features: ['brightness', 'contrast'],
    reference: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01' },
  });
  const malformed = query({ model: '$model', filters: {} } as unknown as Partial<TidelineQuery>);
  expect(interpolateQuery(malformed, new Interpolation(grafana))).toBe(malformed);
});

test('the browser’s time zone is sent by its name', () => {
  expect(apply({ timezone: 'browser' }).timezone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(apply({ timezone: 'model' }).timezone).toBe('model');
});

test('a query without variables is unchanged', () => {
  const plain = query({ model: 'digits', features: ['brightness'], threshold: 0.2, filters: [] });
  expect(interpolateQuery(plain, new Interpolation(grafana))).toEqual(plain);
});
