import { day, heatmapOf, viewAt } from '../testing/given';

const heatmap = heatmapOf([{ feature: 'a', severities: [0, 0, 0, 0] }]);

test('the axis ends where the range does, as in the charts beside it, and no window is cut off', () => {
  for (const rest of [0.4 * day, 30 * day]) {
    expect(viewAt(heatmap, { until: heatmap.to + rest }).to).toBe(heatmap.to + rest);
  }
  expect(viewAt(heatmap, { until: heatmap.to - 0.4 * day }).to).toBe(heatmap.to);
});
