// Every state of the distribution panel, by name.
import { DataFrame, FieldType, LoadingState, toDataFrame } from '@grafana/data';
import { categoryFrame, manyCategories, numericFrame } from './distributionFixture';
import { Scene } from './scene';

const distribution = (scene: Partial<Scene> & { series: DataFrame[] }): Scene => ({
  panel: 'distribution',
  width: 700,
  height: 340,
  ...scene,
});

const brightness = { feature: 'brightness' };
const devices = {
  feature: 'device',
  categories: {
    'iphone 14': [0.41, 0.27],
    'galaxy s22': [0.34, 0.22],
    'pixel 7': [0.17, 0.1],
    'fairphone 4': [0.08, 0.07],
    'pixel 9': [0, 0.34],
  } as Record<string, [number, number]>,
  told: { verdict: 'drifted', cause: 'new values', severity: 6.1, effect: 0.34 },
};

export const distributionScenes: Record<string, Scene> = {
  'distribution-histogram': distribution({ series: [numericFrame(brightness)] }),
  'distribution-hover': distribution({ series: [numericFrame(brightness)], hover: [0.3, 0.6] }),
  'distribution-ecdf-hover': distribution({
    series: [numericFrame(brightness)],
    options: { view: 'ecdf' },
    hover: [0.5, 0.6],
  }),
  'distribution-category-hover': distribution({ series: [categoryFrame(devices)], hover: [0.3, 0.35] }),
  'distribution-density': distribution({ series: [numericFrame(brightness)], options: { view: 'density' } }),
  'distribution-ecdf': distribution({ series: [numericFrame(brightness)], options: { view: 'ecdf' } }),
  'distribution-qq': distribution({ series: [numericFrame(brightness)], options: { view: 'qq' } }),
  'distribution-fine': distribution({
    series: [
      numericFrame({
        feature: 'contrast',
        currents: [[0.521, 0.12, 4_102]],
        told: { verdict: 'fine', severity: 0.2, effect: 0.01 },
      }),
    ],
  }),
  'distribution-missing': distribution({
    series: [
      numericFrame({
        feature: 'confidence',
        missing: [0.003, 0.38],
        newShare: 0,
        told: { verdict: 'drifted', cause: 'missing', severity: 9.1, effect: 0.38 },
      }),
    ],
  }),
  'distribution-tails': distribution({
    series: [
      numericFrame({
        feature: 'latency_ms',
        from: 0,
        to: 400,
        reference: [120, 30, 112_345],
        currents: [[150, 45, 3_902]],
        outlier: 4_000,
        bins: 200,
      }),
    ],
    fieldDefaults: { unit: 'ms', decimals: 0 },
  }),
  'distribution-unequal': distribution({
    series: [
      numericFrame({
        feature: 'amount',
        from: 0,
        reference: [300, 200, 112_345],
        currents: [[420, 260, 3_902]],
        to: 2000,
        unequal: true,
      }),
    ],
    fieldDefaults: { unit: 'currencyEUR' },
  }),
  'distribution-spike': distribution({
    series: [
      numericFrame({
        feature: 'downtime_minutes',
        from: 0,
        to: 60,
        reference: [25, 9, 112_345],
        currents: [[31, 9, 3_902]],
        zeros: 0.42,
        bins: 60,
      }),
    ],
  }),
  'distribution-windows': distribution({
    series: [
      numericFrame({
        ...brightness,
        currents: [
          [0.52, 0.12, 4_100],
          [0.515, 0.12, 3_950],
          [0.53, 0.12, 4_010],
          [0.41, 0.15, 3_902],
        ],
      }),
    ],
  }),
  'distribution-not-enough': distribution({
    series: [
      numericFrame({
        ...brightness,
        currents: [[0.45, 0.1, 23]],
        told: { verdict: 'not_enough', note: 'A verdict needs 50 rows.' },
      }),
    ],
  }),
  'distribution-error': distribution({
    series: [],
    state: LoadingState.Error,
    error: 'Model digits has no feature brightnes. It has: brightness, contrast, sharpness, aspect_ratio.',
  }),
  'distribution-empty': distribution({ series: [] }),
  'distribution-all-missing': distribution({
    series: [
      numericFrame({
        ...brightness,
        bins: 0,
        missing: [1, 1],
        newShare: null,
        told: { verdict: 'not_enough', note: 'No row has a value.' },
      }),
    ],
  }),
  'distribution-constant': distribution({
    series: [
      numericFrame({
        feature: 'width',
        bins: 1,
        from: 3830,
        to: 4234,
        reference: [4032, 0, 112_345],
        currents: [[4032, 0, 3_902]],
        told: { verdict: 'fine', severity: 0, effect: 0 },
      }),
    ],
  }),
  'distribution-category': distribution({ series: [categoryFrame(devices)] }),
  'distribution-category-many': distribution({
    series: [
      categoryFrame({
        feature: 'origin',
        categories: manyCategories(60),
        told: { verdict: 'fine', severity: 0.6, effect: 0.04 },
      }),
    ],
  }),
  'distribution-category-two': distribution({
    series: [categoryFrame({ feature: 'error', categories: { false: [0.985, 0.941], true: [0.015, 0.059] } })],
    height: 240,
  }),
  'distribution-category-long': distribution({
    series: [
      categoryFrame({
        feature: 'occupation',
        categories: {
          'Managers in agriculture, forestry and fisheries': [0.3, 0.35],
          'Managers in hospitality, retail and other services': [0.5, 0.4],
          'Größe der Schädigung, sehr lang und auf Deutsch': [0.2, 0.25],
        },
      }),
    ],
    width: 420,
    height: 240,
  }),
  'distribution-raw': distribution({
    series: [
      toDataFrame({
        name: 'petal length',
        fields: ['reference', 'current'].map((name, side) => ({
          name,
          type: FieldType.number,
          values: Array.from({ length: 400 }, (_, i) =>
            side === 1 && i > 260 ? null : Math.sin(i * 12.9) + Math.sin(i * 7.3) + 4 + side * 0.6
          ),
        })),
      }),
    ],
  }),
  'distribution-tiny': distribution({ series: [numericFrame(brightness)], width: 300, height: 200 }),
  'distribution-tiny-category': distribution({ series: [categoryFrame(devices)], width: 300, height: 200 }),
  'distribution-wide': distribution({ series: [numericFrame(brightness)], width: 1500, height: 320 }),
  'distribution-multiples': distribution({
    series: [
      numericFrame(brightness),
      numericFrame({
        feature: 'aspect_ratio',
        from: 1,
        to: 2.4,
        reference: [1.33, 0.05, 112_345],
        currents: [[1.5, 0.22, 3_902]],
      }),
      categoryFrame(devices),
      numericFrame({
        feature: 'contrast',
        currents: [[0.521, 0.12, 4_102]],
        told: { verdict: 'fine', severity: 0.2, effect: 0.01 },
      }),
      numericFrame({ feature: 'sharpness', currents: [[0.5, 0.1, 23]], told: { verdict: 'not_enough' } }),
      numericFrame({
        feature: 'latency_ms',
        from: 0,
        to: 400,
        reference: [120, 30, 112_345],
        currents: [[150, 45, 3_902]],
      }),
    ],
    width: 1100,
    height: 540,
  }),
  'distribution-segments': distribution({
    series: ['iphone 14', 'galaxy s22', 'pixel 9'].map((device, i) =>
      numericFrame({
        ...brightness,
        segment: { device },
        currents: [[0.52 - i * 0.08, 0.12, 3_902]],
        told: i === 2 ? undefined : { verdict: 'fine', severity: 0.3, effect: 0.02 },
      })
    ),
    width: 1100,
    height: 300,
  }),
  'distribution-colours': distribution({
    series: [numericFrame(brightness)],
    fieldDefaults: { color: { mode: 'fixed', fixedColor: 'purple' }, unit: 'percentunit', decimals: 0 },
  }),
};
