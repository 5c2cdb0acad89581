import { parse } from 'yaml';
import type { Settings } from '../../datasource/settings';
import { listsOf, put, withExcluded, withReferences } from './edit';
import { fileOf, linesOf } from './yaml';

const settings = {
  store: { engine: 'duckdb', path: '/x' },
  future: { kept: true },
  models: [
    { name: 'a', source: { file: 'a' }, reference: { from: '2026-01-01', to: '2026-02-01' }, unknown: [1] },
    { name: 'b', source: { file: 'b' } },
  ],
} as unknown as Settings;

test('one reference is a list of one, and a list of one is written as it always was', () => {
  expect(listsOf(settings, 'a').references).toEqual([{ from: '2026-01-01', to: '2026-02-01' }]);
  expect(listsOf(settings, 'b').references).toEqual([]);
  const one = withReferences(settings, 'b', [{ mode: 'previous' }]);
  expect(one.models?.[1]).toEqual({ name: 'b', source: { file: 'b' }, reference: { mode: 'previous' } });
});

test('nothing but the list changes, not even what this version does not know', () => {
  const two = withReferences(settings, 'a', [
    ...listsOf(settings, 'a').references,
    { since: '2026-03-01', mode: 'previous' },
  ]);
  expect(two).toEqual({
    ...settings,
    models: [
      {
        ...settings.models?.[0],
        reference: [
          { from: '2026-01-01', to: '2026-02-01' },
          { since: '2026-03-01', mode: 'previous' },
        ],
      },
      settings.models?.[1],
    ],
  });
  const none = withExcluded(withReferences(settings, 'a', []), 'a', []);
  expect(Object.keys(none.models?.[0] ?? {})).toEqual(['name', 'source', 'unknown']);
});

test('an entry is put at the end, in the place of another, or taken out', () => {
  expect(put([1, 2], null, 3)).toEqual([1, 2, 3]);
  expect(put([1, 2], 0, 3)).toEqual([3, 2]);
  expect(put([1, 2], 1, undefined)).toEqual([1]);
});

test('the lines for a provisioning file say the same, in an order that people write', () => {
  const references = [
    { to: '2026-02-01', from: '2026-01-01' },
    { why: 'costs $5', to: '2026-03-01', version: 4.2, from: '2026-02-20', since: '2026-02-20' },
  ];
  const lines = linesOf('reference', references);
  expect(lines.split('\n').map((line) => line.trim().split(':')[0])).toEqual(
    ['reference', '- from', 'to', '- since', 'version', 'from', 'to', 'why', ''] // prettier-ignore
  );
  // Grafana takes a dollar sign for a variable.
  expect(lines).toContain('costs $$5');
  expect(parse(lines.replaceAll('$$', '$'))).toEqual({ reference: references });
  expect(linesOf('exclude', undefined)).toBe('# exclude: is left out');
  const stored = { uid: 'u', name: 'N', type: 't', version: 1, readOnly: false, jsonData: settings };
  expect(parse(fileOf(stored, settings)).datasources[0].jsonData.models).toEqual(settings.models);
});
