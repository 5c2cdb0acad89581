import { list, type VariableQuery } from './lists';
import { Interpolation, type Templates } from './query/templates';
import { digits, fakeResources, flights } from './testing/fakes';

/** $model is digits, $both is both, $all is All. */
const values: Record<string, string | string[]> = {
  $model: 'digits',
  $both: ['digits', 'flights'],
  $all: ['digits', 'flights'],
};
const templates: Templates = {
  replace: (target = '', _, format) => {
    const value = values[target];
    return target === '${all:text}' ? 'All' : value === undefined ? target : format ? format(value) : String(value);
  },
};
const asked: string[] = [];
const resources = fakeResources({
  serviceValues: async (column) => (column === 'service' ? ['shop', 'labels'] : ['GET /label']),
  values: async (model, column) => {
    asked.push(`${model}.${column}`);
    return model === 'digits' ? ['a', 'b'] : ['b', 'c'];
  },
});
const texts = async (query: Partial<VariableQuery>) =>
  (await list({ refId: 'X', queryType: 'models', ...query }, new Interpolation(templates), resources)).map(
    ({ text }) => text
  );

beforeEach(() => asked.splice(0));

test('models, features, segments', async () => {
  expect(await texts({})).toEqual(['digits', 'flights']);
  expect(await texts({ queryType: 'features', model: '$model' })).toEqual(['brightness', 'device', 'prediction']);
  expect(await texts({ queryType: 'segments', model: 'flights' })).toEqual(flights.segments);
});

test('of several models, of All and of every model, each name once', async () => {
  const both = ['brightness', 'device', 'prediction', 'distance'];
  for (const model of ['$both', '$all', '$__all']) {
    expect(await texts({ queryType: 'features', model })).toEqual(both);
  }
  expect(await texts({ queryType: 'values', model: '$both', features: ['prediction'] })).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual(['digits.prediction', 'flights.prediction']);
});

test('a column is asked of the models that have it, and of none it is an error of the backend', async () => {
  expect(await texts({ queryType: 'values', model: '$both', features: ['device'] })).toEqual(['a', 'b']);
  expect(await texts({ queryType: 'values', model: 'flights', features: ['device'] })).toEqual(['b', 'c']);
  expect(asked).toEqual(['digits.device', 'flights.device']);
  expect(await texts({ queryType: 'values', model: '$model', features: ['origin'] })).toEqual([]);
});

test('versions are the values of the segment that names them', async () => {
  const versioned = { ...digits, version: 'app_version' };
  const known = { ...resources, models: async () => [versioned, flights] };
  expect(
    await list({ refId: 'X', queryType: 'versions', model: '$both' }, new Interpolation(templates), known)
  ).toHaveLength(2);
  expect(asked).toEqual(['digits.app_version']);
});

test('a query that is not complete, or of no known model, lists nothing', async () => {
  expect(await texts({ queryType: 'features' })).toEqual([]);
  expect(await texts({ queryType: 'values', model: 'digits' })).toEqual([]);
  expect(await texts({ queryType: 'segments', model: 'unheard' })).toEqual([]);
  expect(asked).toEqual([]);
});

test('services are of the spans, whatever models there are', async () => {
  expect(await texts({ queryType: 'services' })).toEqual(['shop', 'labels']);
  expect(await texts({ queryType: 'operations' })).toEqual(['GET /label']);
});
