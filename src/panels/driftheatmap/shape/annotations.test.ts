import { FieldType, toDataFrame } from '@grafana/data';
import { annotationFrame } from '../../../../tests/gallery/driftFixture';
import { markName } from '../words/marks';
import { clusterMarks, marksIn, readMarks } from './annotations';

const marks = readMarks([
  annotationFrame([
    { time: 500, title: 'Deployed <b>gateway</b>', text: '<p>by ci</p>', color: 'blue' },
    { time: 100, timeEnd: 200, title: 'Left out', tags: ['excluded'] },
    { time: 300, timeEnd: 300, text: 'v2', tags: ['version'] },
    { time: 150, timeEnd: 900, title: 'a drifted', text: 'a drifted', tags: ['drift', 'a'] },
  ]),
]);

test('stretches and moments, in order, by their tags', () => {
  expect(marks.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['excluded', 100, 200],
    ['drift', 150, 900],
    ['version', 300, null],
    ['other', 500, null],
  ]);
});

test('texts without their HTML, a text that is the only one as the title, none twice', () => {
  expect(marks.map(({ title, text }) => [title, text])).toEqual([
    ['Left out', ''],
    ['a drifted', ''],
    ['v2', ''],
    ['Deployed gateway', 'by ci'],
  ]);
});

test('without titles, episodes and excluded periods are named by their kind, everything else by its text', () => {
  const untitled = readMarks([
    annotationFrame([
      { time: 1, timeEnd: 9, text: '6 windows of digits.', tags: ['drift', 'brightness', 'pixel 9'] },
      { time: 2, timeEnd: 9, text: 'outage', tags: ['excluded'] },
      { time: 3, text: 'v2.3 deployed', tags: ['version'] },
    ]),
  ]);
  expect(untitled.map((mark) => [markName(mark), mark.text])).toEqual([
    ['episode of drift', '6 windows of digits.'],
    ['left out of references', 'outage'],
    ['v2.3 deployed', ''],
  ]);
});

test('tags as a list or as text; times as numbers or ISO; rows without a time are left out', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: ['1970-01-01T00:00:01Z', null] },
      { name: 'title', type: FieldType.string, values: ['x', 'y'] },
      { name: 'tags', type: FieldType.string, values: ['drift, brightness', ''] },
    ],
  });
  expect(readMarks([frame])).toMatchObject([
    { from: 1000, to: null, tags: ['drift', 'brightness'], kind: 'drift', color: '' },
  ]);
  expect(readMarks([toDataFrame({ fields: [] })])).toEqual([]);
});

test('the first tag that is a kind says the kind', () => {
  const kinds = (...tags: string[]) => readMarks([annotationFrame([{ time: 1, tags }])])[0].kind;
  expect(kinds('reference', 'digits')).toBe('reference');
  expect(kinds('version', 'drift')).toBe('version');
  expect(kinds('deploy', 'version')).toBe('version');
  expect(kinds('other', 'excluded')).toBe('excluded');
  expect(kinds('deploy')).toBe('other');
});

test('twins keep ids of their own', () => {
  const twice = readMarks([
    annotationFrame([
      { time: 1, title: 'x' },
      { time: 1, title: 'x' },
    ]),
  ]);
  expect(new Set(twice.map(({ id }) => id)).size).toBe(2);
});

describe('clusters', () => {
  const cluster = (notes: Parameters<typeof annotationFrame>[0], near = 10) =>
    clusterMarks(readMarks([annotationFrame(notes)]), 0, 1000, near).map(({ kind, from, to, marks: of }) => [
      kind,
      from,
      to,
      of.length,
    ]);

  test('stretches of one kind that overlap are one, others are not', () =>
    expect(
      cluster([
        { time: 100, timeEnd: 300, tags: ['drift'] },
        { time: 200, timeEnd: 400, tags: ['drift'] },
        { time: 250, timeEnd: 260, tags: ['excluded'] },
        { time: 500, timeEnd: 600, tags: ['drift'] },
      ])
    ).toEqual([
      ['drift', 100, 400, 2],
      ['excluded', 250, 260, 1],
      ['drift', 500, 600, 1],
    ]));

  test('moments that are near share a flag, of their own colour', () =>
    expect(
      cluster([
        { time: 100, title: 'a' },
        { time: 105, title: 'b' },
        { time: 106, title: 'c', color: 'red' },
        { time: 200, title: 'd' },
      ])
    ).toEqual([
      ['other', 100, null, 2],
      ['other', 106, null, 1],
      ['other', 200, null, 1],
    ]));

  test('what lies outside is left out', () =>
    expect(
      cluster([
        { time: -100, timeEnd: -1, title: 'before' },
        { time: -100, timeEnd: 5, title: 'into' },
        { time: 1000, title: 'after' },
      ])
    ).toEqual([['other', -100, 5, 1]]));
});

test('marks in a stretch of time', () => {
  const titles = (from: number, to: number) => marksIn(marks, from, to).map(({ title }) => title);
  expect(titles(0, 100)).toEqual([]);
  expect(titles(199, 301)).toEqual(['Left out', 'a drifted', 'v2']);
  expect(titles(200, 300)).toEqual(['a drifted']);
});
