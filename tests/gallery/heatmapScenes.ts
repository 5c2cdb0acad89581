// Every state of the drift heatmap, by name.
import { DataFrame, LoadingState } from '@grafana/data';
import {
  annotationFrame,
  day,
  digitsFeatures,
  driftTable,
  driftTarget,
  end,
  hour,
  otherSeries,
  random,
  severitySeries,
  thousandSeries,
} from './driftFixture';
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

const notes = annotationFrame([
  {
    time: end - 48 * day,
    timeEnd: end - 45 * day,
    title: 'Left out of references',
    text: 'outage of the ingest',
    tags: ['excluded', 'digits'],
    color: '#8e8e8e',
  },
  {
    time: end - 7 * day,
    timeEnd: end,
    title: 'brightness has been drifting',
    text: '7 windows of digits. At its worst: severity 9.1, effect 0.91 against a threshold of 0.1 (distribution).',
    tags: ['drift', 'digits', 'brightness', 'distribution'],
    color: '#ff9830',
  },
  {
    time: end - 7 * day,
    timeEnd: end - day,
    title: 'width has been drifting',
    tags: ['drift', 'digits', 'width', 'distribution'],
    color: '#ff9830',
  },
  {
    time: end - 30 * day + 9 * hour,
    title: 'v2.3',
    text: 'New weights',
    tags: ['version', 'digits'],
    color: '#b877d9',
  },
  { time: end - 7 * day - 4 * hour, title: 'Deployed <b>gateway</b> 41', text: 'by ci', color: '#3274d9' },
  { time: end - 20 * day, timeEnd: end - 19 * day, title: 'Network maintenance', color: '#37872d' },
  {
    time: end - 14 * day,
    title: 'Another reference from here on',
    text: 'Retrained',
    tags: ['reference', 'digits'],
    color: '#37872d',
  },
]);

// 60 features of machines: by the beginning of their names, and one that belongs nowhere.
const plants = [
  ...['pump', 'fan', 'motor', 'belt'].flatMap((machine) =>
    ['rms', 'peak', 'kurtosis', 'temperature', 'load'].map((name) => `${machine}_${name}`)
  ),
  'humidity',
];

const importance = Object.fromEntries(
  digitsFeatures.slice(0, 9).map((name, i) => [name, [0.31, 0.02, 0.22, 0.2, 0.08, 0.05, 0, 0.1, 0.02][i]])
);

// CPU of workers, per cent: a daily rhythm, one that runs hot, gaps.
const noise = random(3);
const workers = otherSeries(
  Array.from({ length: 14 }, (_, i) => ({
    __name__: 'cpu_usage',
    job: i < 8 ? 'inference' : 'training',
    instance: `worker-${i + 1}:9100`,
  })),
  96,
  hour,
  (s, i) =>
    s === 5 && i > 20 && i < 40
      ? null
      : 30 + 18 * Math.sin((i / 24) * 2 * Math.PI + s) + noise() * 12 + (s === 2 && i > 70 ? 38 : 0)
);

// Made when it is looked at: a million values.
const thousand = (scene: Partial<Scene>): Scene => {
  const full = heatmap({ series: [], height: 520, ...scene });
  return Object.defineProperty(full, 'series', { get: thousandSeries });
};

export const heatmapScenes: Record<string, Scene> = {
  'heatmap-eight-weeks': heatmap({ series: [driftTable(eightWeeks)] }),
  'heatmap-two-methods': heatmap({
    series: ['ks', 'psi'].map((method, i) =>
      driftTable({ ...eightWeeks, features: digitsFeatures.slice(0, 5), drifting: 3 - i, method })
    ),
  }),
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
  // A day of the model begins at 20:00 of the dashboard's zone: it is named where it is a day.
  'heatmap-days-of-the-model': heatmap({
    series: [driftTable({ ...eightWeeks, zone: 'UTC' })],
    timeZone: 'America/New_York',
    hover: [0.93, 0.4],
  }),
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
  'heatmap-strips': heatmap({ series: [driftTable(eightWeeks)], options: { showRows: true }, height: 380 }),
  'heatmap-strip-hover': heatmap({
    series: [driftTable(eightWeeks)],
    options: { showRows: true },
    height: 380,
    hover: [0.92, 0.12],
  }),
  'heatmap-marks': heatmap({ series: [driftTable(eightWeeks)], annotations: [notes] }),
  'heatmap-mark-hover': heatmap({ series: [driftTable(eightWeeks)], annotations: [notes], hover: [0.517, 0.205] }),
  'heatmap-mark-keys': heatmap({
    series: [driftTable(eightWeeks)],
    annotations: [notes],
    keys: ['ArrowDown', 'ArrowUp', 'ArrowRight'],
  }),
  'heatmap-groups': heatmap({
    series: [driftTable({ ...eightWeeks, features: plants, drifting: 3 })],
    options: { grouping: 'prefix' },
    height: 460,
  }),
  'heatmap-groups-closed': heatmap({
    series: [driftTable({ ...eightWeeks, features: plants, drifting: 7 })],
    options: { grouping: 'prefix', groupsClosed: true },
    height: 300,
  }),
  'heatmap-group-hover': heatmap({
    series: [driftTable({ ...eightWeeks, features: plants, drifting: 7 })],
    options: { grouping: 'prefix', groupsClosed: true },
    height: 300,
    hover: [0.93, 0.5],
  }),
  'heatmap-groups-by-segment': heatmap({
    series: [
      driftTable({
        ...eightWeeks,
        features: digitsFeatures.slice(0, 5),
        segments: ['iphone 14', 'galaxy s22', 'pixel 9'],
      }),
    ],
    options: { grouping: 'segment:device' },
    height: 420,
  }),
  'heatmap-importance': heatmap({
    series: [driftTable({ ...eightWeeks, importance })],
    options: { order: 'importance' },
  }),
  'heatmap-drag': heatmap({
    series: [driftTable(eightWeeks)],
    targets: [driftTarget],
    drag: { from: [0.5, 0.4], to: [0.7, 0.6], hold: true },
  }),
  'heatmap-drag-menu': heatmap({
    series: [driftTable(eightWeeks)],
    targets: [driftTarget],
    drag: { from: [0.5, 0.4], to: [0.7, 0.6], modifier: 'Control' },
  }),
  'heatmap-select-keys': heatmap({
    series: [driftTable(eightWeeks)],
    keys: ['ArrowDown', 'ArrowDown', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft'],
  }),
  'heatmap-pinned': heatmap({ series: [driftTable(eightWeeks)], targets: [driftTarget], click: [0.92, 0.35] }),
  'heatmap-calm': heatmap({ series: [driftTable({ ...eightWeeks, episode: 0 })] }),
  'heatmap-silent': heatmap({ series: [driftTable({ ...eightWeeks, partialLast: false })], until: end + 9 * day }),
  'heatmap-table': heatmap({
    series: [driftTable({ ...eightWeeks, importance })],
    options: { view: 'table' },
    width: 1250,
  }),
  'heatmap-table-segments': heatmap({
    series: [
      driftTable({
        ...eightWeeks,
        features: digitsFeatures.slice(0, 5),
        segments: ['iphone 14', 'galaxy s22', 'pixel 9'],
      }),
    ],
    options: { view: 'table' },
  }),
  'heatmap-table-tiny': heatmap({
    series: [driftTable(eightWeeks)],
    options: { view: 'table' },
    width: 300,
    height: 200,
  }),
  'heatmap-table-thousand': thousand({ options: { view: 'table' }, height: 340 }),
  'heatmap-thousand': thousand({}),
  'heatmap-thousand-hover': thousand({ hover: [0.96, 0.3] }),
  'heatmap-thousand-groups': thousand({ options: { grouping: 'prefix', groupsClosed: true } }),
  'heatmap-fifty-thousand-rows': heatmap({
    series: [
      driftTable({
        features: Array.from({ length: 500 }, (_, i) => `line_${i}`),
        windows: 100,
        length: day,
        episode: 4,
        reference: 40,
      }),
    ],
    height: 460,
  }),
  'heatmap-other-source': heatmap({ series: workers, fieldDefaults: { unit: 'percent', decimals: 0 } }),
  'heatmap-other-source-hover': heatmap({
    series: workers,
    fieldDefaults: { unit: 'percent', decimals: 0 },
    hover: [0.9, 0.3],
  }),
  'heatmap-other-source-table': heatmap({
    series: workers,
    fieldDefaults: { unit: 'percent', decimals: 0 },
    options: { view: 'table' },
  }),
  'heatmap-other-source-thresholds': heatmap({
    series: workers,
    fieldDefaults: {
      unit: 'percent',
      decimals: 0,
      color: { mode: 'thresholds' },
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: -Infinity, color: 'green' },
          { value: 70, color: 'orange' },
          { value: 85, color: 'red' },
        ],
      },
    },
  }),
  'heatmap-other-source-scheme': heatmap({
    series: workers,
    fieldDefaults: { unit: 'percent', decimals: 0, color: { mode: 'continuous-GrYlRd' } },
  }),
  'heatmap-tiny-other': heatmap({ series: workers, width: 300, height: 200, fieldDefaults: { unit: 'percent' } }),
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
