import type { TidelineQuery } from './query';
import { idleFields, readFields, valueOf } from './reads';

const query = (part: Partial<TidelineQuery>) =>
  ({ refId: 'A', version: 1, queryType: 'drift', ...part }) as TidelineQuery;
const reads = (part: Partial<TidelineQuery>) => readFields(query(part));

test('a number looks back over windows, and takes the newest closed one', () => {
  expect(reads({ format: 'numeric' }).has('persist')).toBe(true);
  expect(reads({ format: 'numeric' }).has('includePartial')).toBe(false);
  expect(reads({ format: 'numeric', value: 'effect' }).has('persist')).toBe(true); // it is of the window that the severity is of
  expect(reads({ format: 'numeric', value: 'enough' }).has('persist')).toBe(false);
});

test('a table has everything, or some columns', () => {
  const table = reads({ format: 'table' });
  expect(table.has('columns')).toBe(true);
  expect(table.has('value')).toBe(false);
  expect(reads({}).has('columns')).toBe(false);
});

test('an age knows neither windows nor verdicts, rows no verdicts', () => {
  expect([...reads({ value: 'age' })].sort()).toEqual(['filters', 'format', 'groupBy', 'model', 'value']);
  expect(reads({ value: 'rows' }).has('window')).toBe(true);
  expect(reads({ value: 'rows' }).has('alpha')).toBe(false);
});

test('episodes without drift judge nothing', () => {
  expect([...reads({ queryType: 'episodes', kinds: ['excluded'] })].sort()).toEqual(['kinds', 'model']);
  const versions = ['filters', 'kinds', 'model', 'timezone', 'window'];
  expect([...reads({ queryType: 'episodes', kinds: ['version', 'reference'] })].sort()).toEqual(versions);
  expect(reads({ queryType: 'episodes', kinds: ['excluded', 'drift'] }).has('alpha')).toBe(true);
});

test('a value of another type stands for the default', () => {
  expect(valueOf(query({ value: 'p50' }))).toBe('severity');
  expect(valueOf(query({ queryType: 'summary', value: 'severity' }))).toBe('mean');
  expect(valueOf(query({ queryType: 'rows', value: 'mean' }))).toBeUndefined();
});

test('what is set and not read is told, what is empty is not', () => {
  expect(idleFields(query({ queryType: 'rows', alpha: 0.1, groupBy: [], limit: 5 }))).toEqual(['alpha']);
});
