import type { TidelineQuery } from '../../../query/query';
import { read, write } from './draft';
import { linesOf } from './lines';

const query = {
  refId: 'A',
  datasource: { uid: 'tideline' },
  hide: false,
  queryType: 'drift',
  unheard: [1],
  model: 'digits',
  version: 1,
  window: { mode: 'auto' },
} as unknown as TidelineQuery;

test('Grafana’s own keys are left out, and come back', () => {
  const text = write(query);
  expect(text).toBe(
    JSON.stringify({ version: 1, queryType: 'drift', model: 'digits', window: { mode: 'auto' }, unheard: [1] }, null, 2)
  );
  expect(read(text, query).query).toEqual(query);
});

test('what is deleted is gone, what is added is there', () => {
  const { query: changed } = read('{"version": 1, "queryType": "rows", "limit": 5, "refId": "Z"}', query);
  expect(changed).toEqual({
    refId: 'A',
    datasource: { uid: 'tideline' },
    hide: false,
    version: 1,
    queryType: 'rows',
    limit: 5,
  });
});

test('broken JSON is told by its line', () => {
  expect(read('{\n  "model": "digits",\n  "features": [1,\n}', query).problems).toEqual([
    { line: 4, text: expect.stringMatching(/not JSON from column 1/) },
  ]);
  expect(read('', query).problems).toEqual([{ line: 1, text: expect.stringMatching(/nothing here/) }]);
  expect(read('[]', query)).toEqual({ problems: [{ line: 1, text: expect.stringMatching(/is an object/) }] });
});

test('a wrong type stops it and is told by its line; an unknown field is a remark', () => {
  const wrong = read('{\n  "window":\n {\n   "mode": "soon" }\n}', query);
  expect(wrong.query).toBeUndefined();
  expect(wrong.problems).toEqual([{ line: 4, text: expect.stringMatching(/^window\.mode must be one of auto/) }]);
  const unknown = read('{\n  "colour": 1\n}', query);
  expect(unknown.query).toMatchObject({ colour: 1 });
  expect(unknown.problems).toEqual([{ line: 2, text: expect.stringMatching(/^colour is not/), remark: true }]);
});

test.each([
  '{',
  '{"a":1,}',
  '{"a" 1}',
  "{'a': 1}",
  '{"a": 01}',
  '{"a": .5}',
  '{"a": "\n"}',
  '{"a": "\\x"}',
  '{"a": tru}',
  '[1 2]',
  '{} {}',
  '{"a": 1',
  '"abc',
  '{"a": -}',
])('every text that JSON.parse refuses is broken somewhere: %s', (text) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(linesOf(text).broken).toBeDefined();
});

test.each(['{}', ' [ ] ', '{"a":[{"b":null},-1.5e+3,"\\u00e4\\"",true]}', '1', '"x"', '{"":{"":[[]]}}'])(
  'and every text that it takes is not: %s',
  (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(linesOf(text).broken).toBeUndefined();
  }
);

test('lines of fields, in lists and objects', () => {
  const lines = linesOf('{\n"a": [\n1,\n{"b": 2,\n"c": 3}]}');
  expect(['a', 'a[0]', 'a[1]', 'a[1].b', 'a[1].c', 'z'].map(lines.of)).toEqual([2, 3, 4, 4, 5, undefined]);
});
