import { type TidelineQuery } from './query';
import { receive } from './received';

const given = (part: object) => ({ refId: 'A', ...part }) as TidelineQuery;

test('a new query gets the defaults of where it is made', () => {
  expect(receive(given({ datasource: { uid: 'x' } }))).toEqual({
    query: { refId: 'A', datasource: { uid: 'x' }, version: 1, queryType: 'drift', format: 'timeseries' },
  });
  expect(receive(given({ queryType: '' }), 'unified-alerting').query.format).toBe('numeric');
});

test('what was written by hand keeps what it says', () => {
  expect(receive(given({ model: 'digits', format: 'table' }))).toEqual({
    query: { refId: 'A', version: 1, queryType: 'drift', model: 'digits', format: 'table' },
  });
  expect(receive(given({ model: 'digits' }), 'unified-alerting').query).not.toHaveProperty('format');
});

test('looser shapes that the backend takes are brought into the plain one', () => {
  const { query } = receive(
    given({
      model: 'digits',
      features: 'brightness',
      threshold: '0.2',
      groupBy: '',
      window: null,
      filters: [{ column: 'device', operator: '=', value: 'a' }],
      unheard: { of: 'x' },
    })
  );
  expect(query).toEqual({
    refId: 'A',
    version: 1,
    queryType: 'drift',
    model: 'digits',
    features: ['brightness'],
    threshold: 0.2,
    groupBy: [],
    filters: [{ column: 'device', operator: '=', value: ['a'] }],
    unheard: { of: 'x' },
  });
});

test('what is left out inside is what the backend takes for it', () => {
  const { query } = receive(
    given({
      model: 'digits',
      window: { mode: 'duration', length: '6h' },
      reference: {},
      persist: { windows: 2 },
      budget: {},
      filters: [{ column: 'device', value: 'a' }, {}],
    })
  );
  expect(query).toMatchObject({
    window: { mode: 'duration', every: '6h', length: '6h' },
    reference: { mode: 'model' },
    persist: { windows: 2, of: 2 },
    budget: { alarms: 1, per: '30d' },
    filters: [
      { column: 'device', operator: '=', value: ['a'] },
      { column: '', operator: '=' },
    ],
  });
});

test.each([
  [{ version: 2, queryType: 'drift', model: 'digits' }, /newer Tideline \(version 2/],
  [{ version: '2', queryType: 'drift', model: 'digits' }, /newer Tideline \(version 2/],
  [{ version: 1, queryType: 'quality', model: 'digits' }, /does not know, “quality”/],
  [{ version: 1, queryType: 'drift', window: '1d' }, /cannot show this query: window must be an object/],
])('what no form can show is kept: %j', (part, why) => {
  const received = receive(given(part));
  expect(received.query).toEqual(given(part));
  expect(received.foreign).toMatch(why);
});
