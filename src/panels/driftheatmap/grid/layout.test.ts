import { defaultOptions } from '../options';
import { MarkKind } from '../shape/annotations';
import { linesOf } from '../shape/lines';
import { day, heatmapOf } from '../testing/given';
import { Layout, layOut, LayoutOptions } from './layout';

interface Case {
  options?: Partial<LayoutOptions>;
  marks?: { tracks: MarkKind[]; flags: boolean };
}

const of = (rows: number, width: number, height: number, { options, marks }: Case = {}): Layout => {
  const given = Array.from({ length: rows }, (_, i) => ({
    feature: `feature_${i}`,
    severities: [0, 0, 2, 0, 0],
    reference: 2,
    rows: [day, 1, 1, 1, 1],
  }));
  const heatmap = heatmapOf(given, {}, { importance: { feature_0: 1 } });
  return layOut({
    width,
    height,
    heatmap,
    lines: linesOf(heatmap, () => true),
    marks: marks ?? { tracks: [], flags: false },
    options: { ...defaultOptions, ...options },
  });
};
const everything: Case = {
  options: { showRows: true },
  marks: { tracks: ['drift', 'excluded', 'other'], flags: true },
};
const used = (layout: Layout): number =>
  layout.headlineHeight +
  layout.shareHeight +
  layout.countHeight +
  layout.marksHeight +
  layout.bandHeight +
  layout.bodyHeight +
  layout.axisHeight +
  layout.legendHeight;

test.each([
  [1, 300, 200],
  [1, 1200, 600],
  [12, 300, 200],
  [12, 1000, 340],
  [60, 1000, 420],
  [5, 160, 80],
  [12, 300, 120],
  [12, 300, 170],
  [12, 300, 250],
])('%i rows in %i × %i stay inside', (rows, width, height) => {
  for (const layout of [of(rows, width, height), of(rows, width, height, everything)]) {
    expect(used(layout)).toBeLessThanOrEqual(height);
    expect(layout.labelWidth + layout.plotWidth).toBeLessThanOrEqual(width);
  }
});

test('rows grow with the panel, a few of them more', () => {
  expect(of(12, 1000, 340).rowHeight).toBeGreaterThanOrEqual(17);
  expect(of(12, 1000, 2000).rowHeight).toBe(36);
  expect(of(1, 1000, 400).rowHeight).toBe(72);
  expect(of(5, 1000, 400).rowHeight).toBeGreaterThan(36);
});

test('rows that nearly fit are squeezed, more of them scroll at a readable height', () => {
  expect(of(12, 1600, 280)).toMatchObject({ scrolls: false, rowHeight: 13 });
  expect(of(60, 1000, 420)).toMatchObject({ scrolls: true, rowHeight: 15 });
});

test('small panels leave out the rows’ strip first, then the legend, the share, the marks, the words and the axis', () => {
  const heights = (height: number) => {
    const layout = of(5, 400, height, everything);
    return [
      layout.countHeight,
      layout.legendHeight,
      layout.shareHeight,
      layout.marksHeight,
      layout.headlineHeight,
      layout.axisHeight,
    ].map((size) => size > 0);
  };
  expect(heights(260)).toEqual([true, true, true, true, true, true]);
  expect(heights(249)).toEqual([false, true, true, true, true, true]);
  expect(heights(229)).toEqual([false, false, true, true, true, true]);
  expect(heights(169)).toEqual([false, false, false, true, true, true]);
  expect(heights(139)).toEqual([false, false, false, false, true, true]);
  expect(heights(119)).toEqual([false, false, false, false, false, true]);
  expect(heights(89)).toEqual([false, false, false, false, false, false]);
});

test('what is switched off takes no room', () => {
  const off = of(5, 800, 400, {
    options: { showHeadline: false, showShare: false, showRows: false, showLegend: false },
  });
  expect([off.headlineHeight, off.shareHeight, off.countHeight, off.legendHeight]).toEqual([0, 0, 0, 0]);
  expect(of(1, 800, 400).shareHeight).toBe(0);
});

test('importance has room where rows stand in its order', () => {
  expect(of(5, 800, 400).importanceWidth).toBe(0);
  const wide = of(5, 800, 400, { options: { order: 'importance' } });
  expect(wide.importanceWidth).toBeGreaterThan(0);
  expect(wide.labelWidth).toBeGreaterThan(of(5, 800, 400).labelWidth);
});
