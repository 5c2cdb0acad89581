import { Given, heatmapOf, tableOf } from '../testing/given';
import { shapeHeatmap } from '../shape/heatmap';
import { calmText, stateText } from './beyond';
import { methodLine, severityTitle } from './methods';
import { heatmapSentence } from './summary';

const given: Given[] = ['a', 'b', 'c'].map((feature) => ({ feature, severities: [0.1, 2] }));

test('features are counted once: several questions about them are comparisons', () => {
  expect(stateText(heatmapOf(given), 2, 3)).toBe('2 of 3 features have drifted');
  expect(stateText(heatmapOf(given), 1, 3)).toBe('1 of 3 features has drifted');
  expect(stateText(heatmapOf(given), 0, 3)).toBe('0 of 3 features have drifted');
  expect(stateText(heatmapOf(given), 1, 1)).toBe('1 of 1 feature has drifted');
  expect(calmText(heatmapOf(given), 1)).toBe('0 of 1 feature has drifted');
  const frames = ['ks', 'psi'].map((method) => tableOf(given, { method }));
  const both = shapeHeatmap(frames, { order: 'name', maxRows: 0 })!;
  expect(stateText(both, 4, 6)).toBe('4 of 6 comparisons show drift');
  expect(calmText(both, 6)).toBe('None of 6 comparisons shows drift');
  const headline = { tone: 'plain' as const, main: '', short: '', more: '' };
  expect(heatmapSentence(both, headline)).toBe('Drift by 6 comparisons in 2 windows.');
  expect(methodLine(both)).toBe('by Kolmogorov–Smirnov, PSI');
});

test('the method is said beside the scale where somebody chose one, and in its title always', () => {
  const by = (method?: string) => heatmapOf(given, {}, method === undefined ? {} : { method });
  expect(methodLine(by('ks'))).toBe('by Kolmogorov–Smirnov');
  expect(methodLine(by('auto'))).toBeNull();
  expect(severityTitle(by('auto'))).toMatch(/drifted\. Method: automatic$/);
  expect(severityTitle(by())).toMatch(/drifted$/);
});
