import type { FileInfo } from '../../../resources';
import { inLayout, worthShowing } from './layouts';

const file = (path: string, more: Partial<FileInfo> = {}): FileInfo => ({
  path,
  bytes: 1,
  modified: '2026-01-01T00:00:00Z',
  kind: path.includes('*') ? 'glob' : path.slice(path.lastIndexOf('.') + 1),
  ...more,
});

test('single files are hidden behind a pattern of objects or tables that takes them', () => {
  const files = [
    file('1/*/artifacts/predictions.json', { tables: true, count: 3 }),
    file('1/*/artifacts/eval.json', { tables: true, count: 1 }),
    file('lake/**/*.json', { objects: true, count: 4 }),
    file('requests/a+b/*.json', { objects: true, count: 2 }),
    file('day [[]1] [*]/*.json', { objects: true, count: 2 }),
    file('plain/*.json', { count: 2 }),
    file('1/41caf4ce/artifacts/predictions.json'),
    file('1/41caf4ce/artifacts/eval.json'),
    file('1/41caf4ce/artifacts/deeper/predictions.json'),
    file('lake/day=1/hour=2/a.json'),
    file('lake/a.json'),
    file('requests/a+b/c.json'),
    file('requests/aab/c.json'),
    file('day [1] */c.json', { kind: 'json' }),
    file('day [1] x/c.json'),
    file('plain/a.json'),
    file('requests/a+b/c.parquet'),
  ];
  expect(worthShowing(files).map(({ path }) => path)).toEqual([
    '1/*/artifacts/predictions.json',
    '1/*/artifacts/eval.json',
    'lake/**/*.json',
    'requests/a+b/*.json',
    'day [[]1] [*]/*.json',
    'plain/*.json',
    '1/41caf4ce/artifacts/eval.json',
    '1/41caf4ce/artifacts/deeper/predictions.json',
    'requests/aab/c.json',
    'day [1] x/c.json',
    'plain/a.json',
    'requests/a+b/c.parquet',
  ]);
});

test('tables of pandas are logs as CSV and Parquet are', () => {
  expect(inLayout('table', file('1/*/artifacts/predictions.json', { tables: true }))).toBe(true);
  expect(inLayout('objects', file('1/*/artifacts/predictions.json', { tables: true }))).toBe(false);
});
