import { check } from './check';

const errors = (query: Record<string, unknown>) =>
  check(query)
    .filter(({ remark }) => !remark)
    .map(({ field, text }) => `${field} ${text}`);

test('what the backend takes is right', () => {
  expect(
    check({
      refId: 'A',
      datasource: { uid: 'x' },
      version: 1,
      queryType: 'drift',
      model: '$model',
      features: 'brightness',
      threshold: '0.2',
      alpha: '$alpha',
      budget: { alarms: 1, per: '30d' },
      window: { mode: 'duration', every: '$every' },
      reference: { mode: 'range', from: 1_700_000_000_000, to: '2026-01-01' },
      filters: [{ column: 'device', operator: 'in', value: ['a', 1, true, null] }],
      value: 'p50',
      minRows: null,
      kinds: ['drift'],
    })
  ).toEqual([]);
});

test('a wrong type is named by its field', () => {
  expect(
    errors({
      model: 3,
      features: ['a', 1],
      threshold: 'much',
      alpha: 2,
      limit: 1.5,
      includePartial: 'yes',
      window: '1d',
      reference: { mode: 'sometime', from: {} },
      filters: [{ column: 'device', operator: '=~', value: [{}] }, 'device'],
      persist: { windows: [] },
    })
  ).toEqual([
    'model must be a text, not 3',
    'features must be a list of texts, not a list',
    'threshold must be a number, not the text “much”',
    'alpha is 2; it must lie between 1e-12 and 0.5',
    'limit is 1.5; it must be a whole number',
    'includePartial must be true or false, not the text “yes”',
    'window must be an object such as {…}, not the text “1d”',
    'reference.mode must be one of model, range, previous, trailing, season, filter',
    'reference.from must be a date or a time, not an object',
    'filters[0].operator must be one of =, !=, <, <=, >, >=, in, not in, is null, is not null, contains, starts with',
    'filters[0].value must be a text, a number, true or false, or a list of these',
    'filters[1] must be an object such as {…}, not the text “device”',
    'persist.windows must be a number, not a list',
  ]);
});

test('an unknown field is a remark: the backend has the last word', () => {
  expect(check({ colour: 1, window: { mode: 'auto', hasOwnProperty: 1 } })).toEqual([
    { field: 'colour', text: 'is not a field that this editor knows', remark: true },
    { field: 'window.hasOwnProperty', text: 'is not a field that this editor knows', remark: true },
  ]);
});
