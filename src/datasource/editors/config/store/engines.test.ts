import { serverForm } from './engines';
import { tablesOf } from './tables';

test.each([
  ['predictions', 'lake.ml.predictions'],
  ['other.predictions', 'lake.other.predictions'],
  ['hive.ml.predictions', 'hive.ml.predictions'],
  ['Log of 2026', 'lake.ml."Log of 2026"'],
])('a right to read %s in Trino is one to its catalog, schema and table', (table, whole) => {
  const statements = serverForm('trino')!.statements!({ engine: 'trino', database: 'lake', schema: 'ml' }, [table]);
  expect(statements).toBe(`GRANT SELECT ON ${whole} TO USER tideline;`);
});

test('every table that is read is named, each once, with its schema', () => {
  const tables = tablesOf({
    models: [
      { name: 'a', source: { table: 'log' }, target: { column: 'label', source: { table: 'labels' } } },
      {
        name: 'b',
        source: { table: 'log' },
        reference: [{ source: { table: 'ml.trained_on' } }, { from: '2026-01-01' }],
      },
      { name: 'c', source: { sql: 'SELECT 1' } },
    ],
    service: { source: { table: 'otel.traces' } },
  });
  expect(tables).toEqual(['log', 'labels', 'ml.trained_on', 'otel.traces']);
  const granted = (engine: 'postgres' | 'clickhouse' | 'trino', of: string[]) =>
    serverForm(engine)!.statements!({ engine, database: 'd', schema: 's' }, of)
      .split('\n')
      .flatMap((line) => /GRANT (?:SELECT|USAGE) ON (.*) TO/.exec(line)?.[1] ?? []);
  expect(granted('postgres', tables)).toEqual([
    'SCHEMA s',
    'SCHEMA ml',
    'SCHEMA otel',
    's.log',
    's.labels',
    'ml.trained_on',
    'otel.traces',
  ]);
  expect(granted('clickhouse', tables)).toEqual(['d.log', 'd.labels', 'ml.trained_on', 'otel.traces']);
  expect(granted('trino', tables)).toEqual(['d.s.log', 'd.s.labels', 'd.ml.trained_on', 'd.otel.traces']);
});
