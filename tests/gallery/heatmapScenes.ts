// Every state of the drift heatmap, by name.
import { DataFrame, LoadingState } from '@grafana/data';
import { day, digitsFeatures, driftTable, hour, severitySeries } from './driftFixture';
import { Scene } from './scene';

const heatmap = (scene: Partial<Scene> & { series: DataFrame[] }): Scene => ({
  panel: 'driftheatmap',
  width: 1000,
  height: 340,
  ...scene,
});

const eightWeeks = { features: digitsFeatures, windows: 56, length: day, reference: 28, episode: 7, partialLast: true };

const manyFeatures = Array.from(
  { length: 60 },
  (_, i) => `sensor_${String(i + 1).padStart(2, '0')}_${['rms', 'peak', 'kurtosis'][i % 3]}`
);

export const heatmapScenes: Record<string, Scene> = {
  'heatmap-eight-weeks': heatmap({ series: [driftTable(eightWeeks)] }),
  'heatmap-states': heatmap({
    series: [
      driftTable({
        ...eightWeeks,
        special: (f, w) =>
          f === 5 && w % 7 > 4
            ? { verdict: 'not_enough', note: '23 rows, fewer than the 50 that a verdict needs.' }
            : f === 8 && w < 12
              ? { verdict: 'no_reference' }
              : f === 10 && w > 40
                ? { verdict: 'error', note: 'Column latency_ms became text on 2 November.' }
                : f === 6 && w > 50
                  ? { verdict: 'drifted' }
                  : f === 8 && w > 49
                    ? { verdict: 'drifted' }
                    : undefined,
      }),
    ],
  }),
  'heatmap-hover': heatmap({ series: [driftTable(eightWeeks)], hover: [0.93, 0.3] }),
  'heatmap-keys': heatmap({
    series: [driftTable(eightWeeks)],
    keys: ['ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft'],
  }),
  'heatmap-tiny': heatmap({ series: [driftTable(eightWeeks)], width: 300, height: 200 }),
  'heatmap-other-zone': heatmap({ series: [driftTable(eightWeeks)], timeZone: 'America/New_York' }),
  'heatmap-wide': heatmap({ series: [driftTable(eightWeeks)], width: 1600, height: 260 }),
  'heatmap-one-feature': heatmap({
    series: [driftTable({ ...eightWeeks, features: ['brightness'], drifting: 1 })],
    height: 180,
  }),
  'heatmap-one-window': heatmap({
    series: [driftTable({ ...eightWeeks, windows: 1, reference: 0, episode: 1 })],
    width: 500,
  }),
  'heatmap-sixty-features': heatmap({ series: [driftTable({ ...eightWeeks, features: manyFeatures })], height: 420 }),
  'heatmap-long-names': heatmap({
    series: [
      driftTable({
        ...eightWeeks,
        features: [
          'customer_lifetime_value_normalised_by_region_v1',
          'customer_lifetime_value_normalised_by_region_v2',
          'Größe der Schädigung (mm²)',
          '画像の明るさ',
          'x',
        ],
      }),
    ],
    width: 700,
    height: 240,
  }),
  'heatmap-segments': heatmap({
    series: [
      driftTable({
        ...eightWeeks,
        features: digitsFeatures.slice(0, 5),
        segments: ['iphone 14', 'galaxy s22', 'pixel 9'],
      }),
    ],
    height: 380,
  }),
  'heatmap-hours': heatmap({
    series: [driftTable({ features: digitsFeatures, windows: 14 * 24, length: hour, episode: 40, reference: 168 })],
  }),
  'heatmap-canvas': heatmap({
    series: [driftTable({ features: manyFeatures, windows: 56 * 24, length: hour, episode: 168, reference: 600 })],
    height: 500,
  }),
  'heatmap-series': heatmap({ series: severitySeries(digitsFeatures.slice(0, 6), 40), height: 240 }),
  'heatmap-thresholds': heatmap({
    series: [driftTable(eightWeeks)],
    fieldDefaults: {
      color: { mode: 'thresholds' },
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: -Infinity, color: 'green' },
          { value: 0.5, color: 'yellow' },
          { value: 1, color: 'red' },
        ],
      },
    },
  }),
  'heatmap-empty': heatmap({ series: [], width: 500, height: 220 }),
  'heatmap-loading': heatmap({ series: [], state: LoadingState.Loading, width: 500, height: 220 }),
  'heatmap-error': heatmap({
    series: [],
    state: LoadingState.Error,
    error: 'Model digits has no column brightnes. It has: brightness, contrast, sharpness, aspect_ratio.',
    width: 500,
    height: 220,
  }),
  'heatmap-all-undecided': heatmap({
    series: [
      driftTable({ ...eightWeeks, features: digitsFeatures.slice(0, 5), special: () => ({ verdict: 'not_enough' }) }),
    ],
    height: 240,
  }),
};
