import { day, driftTable } from '../../../tests/gallery/driftFixture';
import { shapeHeatmap } from './data';
import { layOut } from './layout';

const of = (rows: number, width: number, height: number) => {
  const features = Array.from({ length: rows }, (_, i) => `feature_${i}`);
  const heatmap = shapeHeatmap([driftTable({ features, windows: 5, length: day, reference: 2 })], {
    order: 'name',
    maxRows: 0,
  })!;
  return layOut({ width, height, heatmap, showShare: true, showLegend: true });
};
const used = (layout: ReturnType<typeof layOut>): number =>
  layout.stripHeight + layout.bandHeight + layout.bodyHeight + layout.axisHeight + layout.legendHeight;

test.each([
  [1, 300, 200],
  [1, 1200, 600],
  [12, 300, 200],
  [12, 1000, 340],
  [60, 1000, 420],
  [5, 160, 80],
])('%i rows in %i × %i stay inside', (rows, width, height) => {
  const layout = of(rows, width, height);
  expect(used(layout)).toBeLessThanOrEqual(height);
  expect(layout.labelWidth + layout.plotWidth).toBeLessThanOrEqual(width);
});

test('rows grow with the panel, a few of them more', () => {
  expect(of(12, 1000, 340).rowHeight).toBeGreaterThanOrEqual(18);
  expect(of(12, 1000, 2000).rowHeight).toBe(36);
  expect(of(1, 1000, 400).rowHeight).toBe(72);
});

test('rows that nearly fit are squeezed, more of them scroll at a readable height', () => {
  expect(of(12, 1600, 260)).toMatchObject({ scrolls: false, rowHeight: 14 });
  expect(of(60, 1000, 420)).toMatchObject({ scrolls: true, rowHeight: 15 });
});

test('small panels leave out the legend first, then the share, then the axis', () => {
  expect(of(5, 400, 189).legendHeight).toBe(0);
  expect(of(5, 400, 129)).toMatchObject({ legendHeight: 0, stripHeight: 0 });
  expect(of(5, 400, 89)).toMatchObject({ legendHeight: 0, stripHeight: 0, axisHeight: 0 });
});
