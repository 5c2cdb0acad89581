import { annotationFrame } from '../../../../tests/gallery/driftFixture';
import { defaultOptions } from '../options';
import { readMarks } from '../shape/annotations';
import { day, heatmapOf, viewAt } from '../testing/given';
import { locate, tops } from './locate';
import { placeOf, Spot, spotOf } from './spot';

const given = Array.from({ length: 40 }, (_, i) => ({
  feature: `f${i}`,
  severities: [3, 0, i === 1 ? undefined : 0, 0],
  rows: [9, 9, 9, 9],
}));
const view = viewAt(heatmapOf(given, { order: 'name' }), {
  height: 320,
  options: { ...defaultOptions, showRows: true },
  marks: readMarks([
    annotationFrame([
      { time: day, timeEnd: 2 * day, title: 'stretch', tags: ['drift'] },
      { time: 3 * day, title: 'moment' },
    ]),
  ]),
});
const top = tops(view);
const x = (days: number): number => view.x(days * day);

test('cells by line and time, with what was scrolled', () => {
  expect(locate(view, x(0.5), top.body + 1, 0)).toEqual({ on: 'line', line: 0, cell: 0 });
  expect(locate(view, x(3.5), top.body + 1, 0)).toEqual({ on: 'line', line: 0, cell: 3 });
  expect(locate(view, x(3.5), top.body + 1, 10 * view.layout.rowHeight)).toMatchObject({ line: 10 });
});

test('nothing in a gap, beside the plot or below the lines', () => {
  expect(locate(view, x(2.5), top.body + view.layout.rowHeight + 1, 0)).toBeNull();
  expect(locate(view, -1, top.body + 1, 0)).toBeNull();
  expect(locate(view, view.layout.plotWidth, top.body + 1, 0)).toBeNull();
  expect(locate(view, x(0.5), top.body + view.layout.bodyHeight, 0)).toBeNull();
  expect(locate(view, x(0.5), -1, 0)).toBeNull();
  expect(locate(view, x(0.5), top.band + 1, 0)).toBeNull();
});

test('columns in the strips', () => {
  expect(locate(view, x(1.5), 1, 0)).toEqual({ on: 'share', column: 1 });
  expect(locate(view, x(1.5), top.count + 1, 0)).toEqual({ on: 'count', column: 1 });
});

test('flags near the pointer, stretches in their track', () => {
  expect(locate(view, x(3) + 4, top.marks + 2, 0)).toEqual({ on: 'mark', cluster: 1 });
  expect(locate(view, x(3) + 20, top.marks + 2, 0)).toBeNull();
  const track = top.marks + view.layout.flagHeight + 1;
  expect(locate(view, x(1.5), track, 0)).toEqual({ on: 'mark', cluster: 0 });
  expect(locate(view, x(3), track, 0)).toBeNull();
});

test('a spot is found again where it is, after new data, other sizes and orders', () => {
  const later = viewAt(
    heatmapOf([...given.slice(5), { feature: 'new', severities: [0, 0, 0, 0] }], { order: 'recent' }),
    {
      width: 1000,
    }
  );
  const spot = spotOf({ on: 'line', line: 7, cell: 1 }, view);
  const found = placeOf(spot, later);
  expect(found?.on === 'line' && later.lines[found.line].key).toBe(view.lines[7].key);
  expect(placeOf(spotOf({ on: 'line', line: 2, cell: 1 }, view), later)).toBeNull();
  expect(placeOf(spotOf({ on: 'count', column: 1 }, view), later)).toBeNull();
  expect(placeOf(spotOf({ on: 'mark', cluster: 0 }, view), later)).toBeNull();
});

test('spots and places say the same', () => {
  for (const place of [
    { on: 'line', line: 3, cell: -1 },
    { on: 'line', line: 3, cell: 2 },
    { on: 'share', column: 2 },
    { on: 'count', column: 0 },
    { on: 'mark', cluster: 1 },
  ] as const) {
    const spot: Spot = spotOf(place, view);
    expect(placeOf(spot, view)).toEqual(place);
  }
});
