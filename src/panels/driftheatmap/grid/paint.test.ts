import { createTheme } from '@grafana/data';
import { day, Given, heatmapOf, viewAt } from '../testing/given';
import { colorScale } from './colors';
import { Look, looks } from './looks';
import { paint, Pen } from './paint';
import { View, ViewInput } from './view';

interface Drawn {
  boxes: Array<{ x: number; y: number; width: number; height: number; look: Look; line: number; cell: number }>;
  signs: string[];
  texts: string[];
  bands: number[];
}

function draw(view: View, first = 0, last = view.lines.length): Drawn {
  const theme = createTheme();
  const drawn: Drawn = { boxes: [], signs: [], texts: [], bands: [] };
  const pen: Pen = {
    band: (y) => drawn.bands.push(y),
    box: (x, y, width, height, look, line, cell) => drawn.boxes.push({ x, y, width, height, look, line, cell }),
    sign: (sign) => drawn.signs.push(sign),
    text: (text) => drawn.texts.push(text),
  };
  const { color } = colorScale(theme, null, view.heatmap.rows[0].series[0]);
  paint(pen, {
    lines: view.lines,
    first,
    last,
    cellsOf: view.cellsOf,
    x: view.x,
    rowHeight: view.layout.rowHeight,
    lookOf: looks(theme, color),
    numberOf: (_line, value) => String(value),
  });
  return drawn;
}

const show = (given: Given[], input: Partial<ViewInput> = {}, grouping: 'none' | 'prefix' = 'none') =>
  viewAt(heatmapOf(given, { grouping, order: 'name' }), input);

test('cells fill their row and their time, with a gap between them', () => {
  const view = show([
    { feature: 'a', severities: [0, 0, 0, 0] },
    { feature: 'b', severities: [0, undefined, 0, 0] },
  ]);
  const { boxes } = draw(view);
  expect(boxes).toHaveLength(7);
  expect(boxes[0]).toMatchObject({ x: 0, y: 0, line: 0, cell: 0 });
  expect(boxes[0].width).toBeCloseTo(view.x(day) - 1);
  expect(boxes[5].x).toBeCloseTo(view.x(2 * day));
  expect(boxes[5].y).toBe(view.layout.rowHeight);
});

test('only the lines that are asked for are drawn', () => {
  const view = show(Array.from({ length: 50 }, (_, i) => ({ feature: `f${i}`, severities: [0, 0] })));
  expect(new Set(draw(view, 10, 20).boxes.map(({ line }) => line))).toEqual(
    new Set(Array.from({ length: 10 }, (_, i) => 10 + i))
  );
});

test('colour is never alone: what drifted has a sign, what was not decided a hatch', () => {
  const { boxes, signs } = draw(show([{ feature: 'a', severities: [0, 2, null, 3] }]));
  expect(signs).toEqual(['dot', 'dot']);
  expect(boxes.map(({ look }) => look.fill === 'hatch')).toEqual([false, false, true, false]);
});

test('narrow cells join their signs to a line', () => {
  const severities = Array.from({ length: 200 }, (_, i) => (i > 190 ? 2 : 0));
  const { signs } = draw(show([{ feature: 'a', severities }]));
  expect(new Set(signs)).toEqual(new Set(['line']));
});

test('wide cells have their number, also beside a sign', () => {
  expect(draw(show([{ feature: 'a', severities: [0.5, 2] }])).texts).toEqual(['0.5', '2']);
  expect(draw(show([{ feature: 'a', severities: Array<number>(50).fill(0.5) }])).texts).toEqual([]);
});

test('a group’s cells have the number of their drifted rows in place of a sign, on a band', () => {
  const view = show(
    [
      { feature: 'a_x', severities: [2, 0, 3] },
      { feature: 'a_y', severities: [2, 0, 0] },
    ],
    { isOpen: () => false },
    'prefix'
  );
  const { texts, signs, bands, boxes } = draw(view);
  expect(texts).toEqual(['2', '1']);
  expect(signs).toEqual([]);
  expect(bands).toEqual([0]);
  expect(boxes).toHaveLength(3);
});

test('more windows than pixels: as many boxes as columns', () => {
  const severities = Array.from({ length: 2000 }, () => 0.1);
  const view = show([{ feature: 'a', severities }]);
  const { boxes } = draw(view);
  expect(boxes).toHaveLength(view.columns.from.length);
  expect(boxes.length).toBeLessThan(view.layout.plotWidth);
});
