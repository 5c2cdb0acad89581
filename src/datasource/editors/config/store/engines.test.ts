import { serverForm } from './engines';

test.each([
  ['predictions', 'lake.ml.predictions'],
  ['other.predictions', 'lake.other.predictions'],
  ['hive.ml.predictions', 'hive.ml.predictions'],
  ['Log of 2026', 'lake.ml."Log of 2026"'],
])('a right to read %s in Trino is one to its catalog, schema and table', (table, whole) => {
  const statements = serverForm('trino')!.statements!({ engine: 'trino', database: 'lake', schema: 'ml' }, table);
  expect(statements).toBe(`GRANT SELECT ON ${whole} TO USER tideline;`);
});
