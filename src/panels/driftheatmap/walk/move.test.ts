import { readMarks } from '../shape/annotations';
import { day, Given, heatmapOf, viewAt } from '../testing/given';
import { annotationFrame } from '../../../../tests/gallery/driftFixture';
import { View } from '../grid/view';
import { movePlace, startPlace } from './move';
import { Place } from './spot';

const given: Given[] = [
  { feature: 'a_x', severities: [3, 0, 0, 0], rows: [9, 9, 9, 9] },
  { feature: 'a_y', severities: [0, undefined, undefined, 0], rows: [9, 9, 9, 9] },
  { feature: 'b', severities: [0, 0, 0, 0], rows: [9, 9, 9, 9] },
];
const plain = viewAt(heatmapOf(given, { order: 'name' }), { options: { ...viewOptions(), showShare: false } });
const full = viewAt(heatmapOf(given, { order: 'name', grouping: 'prefix' }), {
  height: 400,
  options: { ...viewOptions(), showRows: true },
  marks: readMarks([
    annotationFrame([
      { time: day, timeEnd: 2 * day, title: 'x' },
      { time: 3 * day, title: 'y' },
    ]),
  ]),
});

function viewOptions() {
  return { order: 'name' as const, showHeadline: true, showShare: true, showRows: false, showLegend: true };
}

const cell = (line: number, at: number): Place => ({ on: 'line', line, cell: at });
const walk = (view: View, from: Place, ...keys: string[]): Place =>
  keys.reduce((place, key) => movePlace(view, place, key) ?? place, from);

test('begins at the newest window', () => expect(startPlace(plain)).toEqual(cell(0, 3)));

test('walks along windows, past the first one to the label, and no further', () => {
  expect(movePlace(plain, cell(0, 1), 'ArrowLeft')).toEqual(cell(0, 0));
  expect(movePlace(plain, cell(0, 0), 'ArrowLeft')).toEqual(cell(0, -1));
  expect(movePlace(plain, cell(0, -1), 'ArrowLeft')).toEqual(cell(0, -1));
  expect(movePlace(plain, cell(0, 3), 'ArrowRight')).toEqual(cell(0, 3));
  expect(movePlace(plain, cell(0, -1), 'End')).toEqual(cell(0, 3));
  expect(movePlace(plain, cell(0, 3), 'Home')).toEqual(cell(0, -1));
});

test('keeps the time between rows that have other windows, and the label', () => {
  expect(movePlace(plain, cell(0, 3), 'ArrowDown')).toEqual(cell(1, 1));
  expect(movePlace(plain, cell(0, 1), 'ArrowDown')).toEqual(cell(1, 0));
  expect(walk(plain, cell(1, 1), 'ArrowDown', 'PageDown')).toEqual(cell(2, 3));
  expect(movePlace(plain, cell(1, -1), 'ArrowUp')).toEqual(cell(0, -1));
});

test('leaves other keys alone', () => expect(movePlace(plain, cell(0, 0), 'a')).toBeNull());

test('goes up over group headers to marks, rows and shares, at the same time, and stops there', () => {
  expect(full.lines.map((line) => (line.kind === 'group' ? line.group.name : line.row.feature))).toEqual([
    'a', 'a_x', 'a_y', '', 'b',
  ]); // prettier-ignore
  const header = movePlace(full, cell(1, 1), 'ArrowUp');
  expect(header).toEqual(cell(0, 1));
  const marks = walk(full, header!, 'ArrowUp');
  expect(marks).toEqual({ on: 'mark', cluster: 0 });
  expect(walk(full, marks, 'ArrowRight', 'ArrowRight')).toEqual({ on: 'mark', cluster: 1 });
  const count = walk(full, marks, 'ArrowUp');
  expect(count).toEqual({ on: 'count', column: 1 });
  const share = walk(full, count, 'ArrowUp', 'ArrowUp', 'ArrowRight');
  expect(share).toEqual({ on: 'share', column: 2 });
  expect(walk(full, share, 'Home')).toEqual({ on: 'share', column: 0 });
  expect(walk(full, share, 'PageDown')).toEqual(cell(4, 2));
});

test('a page up stops at the first line before it goes above', () => {
  expect(movePlace(full, cell(4, 2), 'PageUp')).toEqual(cell(0, 2));
  expect(movePlace(full, cell(0, 2), 'PageUp')).toEqual({ on: 'share', column: 2 });
});
