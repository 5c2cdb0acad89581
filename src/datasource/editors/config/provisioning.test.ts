import { parse } from 'yaml';
import type { Settings } from '../../settings';
import { provisioningYaml, yaml } from './provisioning';

test('reads back as what it was', () => {
  const value = {
    texts: [
      'plain',
      '',
      ' spaces ',
      'a: b',
      '# no comment',
      "it's",
      '"quoted"',
      'back\\slash',
      'two\nlines',
      '- dash',
      'ünïcode',
      '*.parquet',
      '@at',
      'a%b',
    ],
    lookLikeOtherThings: [
      'true',
      'No',
      'null',
      '~',
      '1',
      '1e5',
      '-3.5',
      '0x1f',
      '2026-01-01',
      '1d',
      '10m',
      '.5',
      '.inf',
      'y',
    ],
    numbers: [0, -1.5, 1e21],
    others: [true, false, null],
    empty: { list: [], map: {} },
    nested: [{ a: [{ b: 'c', d: [1] }], e: { f: 'g' } }, [['deep']]],
    'key with: colon': 1,
    '0': 'zero',
  };
  expect(parse(yaml(value))).toEqual(value);
  // As readers of YAML 1.1 understand it, too.
  expect(parse(yaml(value), { version: '1.1' })).toEqual(value);
});

test('keys stand in the order in which a person would write them', () => {
  const sorted = {
    features: [{ kind: 'numeric' as const, name: 'a' }],
    name: 'digits',
    source: { file: 'x' },
    time: 'at',
  };
  const text = provisioningYaml(
    { name: 'T', uid: 't', type: 'x' },
    { models: [sorted], store: { path: '/', engine: 'duckdb' } }
  );
  expect(
    text
      .match(/\w+(?=:)/g)
      ?.slice(6)
      .join(' ')
  ).toBe('jsonData store engine path models name source file time features name kind');
});

test('the settings become a data source, undefined parts fall out and a dollar is written twice', () => {
  const settings: Settings = {
    store: { engine: 'duckdb', path: '/srv/predictions' },
    models: [
      {
        name: 'iris',
        source: { file: 'iris/*.csv' },
        clock: undefined,
        features: [{ name: 'price', column: 'price in $', kind: 'numeric' }],
        labels: { '0': 'setosa' },
        reference: { source: { file: 'training.csv' }, columns: { sepal_length: 'sepal length (cm)' } },
      },
    ],
    service: {
      source: { file: 'spans/*.parquet' },
      time: 'started_at',
      duration: 'duration_ms',
      unit: 'ms',
      error: { expression: 'case when status >= 500 then 1 else 0 end' },
    },
  };
  const text = provisioningYaml({ name: 'Tideline', uid: 'tideline', type: 'tideline-drift-datasource' }, settings);
  expect(text).toContain('price in $$');
  expect(text).not.toContain('clock');
  expect(parse(text.replaceAll('$$', '$'))).toEqual({
    apiVersion: 1,
    datasources: [
      {
        name: 'Tideline',
        uid: 'tideline',
        type: 'tideline-drift-datasource',
        access: 'proxy',
        jsonData: JSON.parse(JSON.stringify(settings)),
      },
    ],
  });
});
