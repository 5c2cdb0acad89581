// Every state of the distribution panel, by name.
import { DataFrame, FieldType, LoadingState, toDataFrame } from '@grafana/data';
import {
  categoryFrame,
  distributionTarget,
  manyCategories,
  numericFrame,
  NumericSpec,
  rawFrame,
  skewed,
  slowDrift,
} from './distributionFixture';
import { Scene } from './scene';

const distribution = (scene: Partial<Scene> & { series: DataFrame[] }): Scene => ({
  panel: 'distribution',
  width: 700,
  height: 340,
  ...scene,
});

const brightness = { feature: 'brightness' };
const explained: NumericSpec = {
  ...brightness,
  told: {
    verdict: 'drifted',
    cause: 'distribution',
    severity: 4.2,
    effect: 0.31,
    sentence:
      'brightness fell by 0.11 (0.92 sd) on average, from 0.52 to 0.41; the lowest tenth holds 39 % of the rows instead of 10 %; the spread is 1.25 times as wide.',
  },
};
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

// Eight weeks of days before the newest one, in the last of which a new phone arrives.
const phoneWeeks = Array.from({ length: 55 }, (_, i) => {
  const arrived = Math.max(0, i - 47) / 24;
  return {
    'iphone 14': 0.41 * (1 - arrived) + 0.01 * Math.sin(i),
    'galaxy s22': 0.34 * (1 - arrived) - 0.01 * Math.sin(i),
    'pixel 7': 0.17 * (1 - arrived),
    'fairphone 4': 0.08 * (1 - arrived),
    'pixel 9': arrived,
  };
});
const weeks: NumericSpec = { ...brightness, currents: slowDrift(56, 48), driftedFrom: 50 };
const amount = { feature: 'amount', from: 0, to: 400 };
const ordinary = { referenceWindows: { count: 28, wander: 0.08 } };
const raw = [
  rawFrame('A', 'petal length', [...skewed(1200, 4, 0.2), null, null, null]),
  rawFrame('B', 'petal length', skewed(900, 4.6, 0.25, 31)),
];
const oneSample = [rawFrame('A', 'petal length', skewed(400, 4, 0.2))];
const numericViews = ['histogram', 'density', 'ecdf', 'qq', 'difference', 'ridgeline'] as const;
const states: Record<string, DataFrame[]> = {
  one: oneSample,
  constant: [
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
  missing: [
    numericFrame({
      ...brightness,
      bins: 0,
      missing: [1, 1],
      newShare: null,
      told: {
        verdict: 'fine',
        severity: 0,
        effect: 0,
        note: 'neither the window nor the reference has a value',
        sentence: 'brightness has no value in any row, as in the reference.',
      },
    }),
  ],
};
// Every view in the states in which it has little to draw.
const stateScenes = Object.fromEntries(
  numericViews.flatMap((view) =>
    Object.entries(states).map(([state, series]) => [
      `distribution-state-${view}-${state}`,
      distribution({ series, options: { view }, width: 420, height: 240 }),
    ])
  )
);
// Every view where there is little room, and where there is width to waste.
const sizes = { tiny: [300, 200], wide: [1500, 320] } as const;
const fewWeeks = { ...brightness, currents: slowDrift(14, 10), driftedFrom: 12, ...ordinary };
const sizeScenes = Object.fromEntries(
  Object.entries(sizes).flatMap(([size, [width, height]]) => [
    ...numericViews.map((view) => [
      `distribution-${size}-${view}`,
      distribution({ series: [numericFrame(fewWeeks)], options: { view }, width, height }),
    ]),
    ...(['bars', 'difference', 'stacked'] as const).map((categoryView) => [
      `distribution-${size}-category-${categoryView}`,
      distribution({
        series: [categoryFrame({ ...devices, before: phoneWeeks.slice(42), driftedFrom: 8, referenceWindows: 28 })],
        options: { categoryView },
        width,
        height,
      }),
    ]),
  ])
);
const manyTiles = Array.from({ length: 200 }, (_, i) =>
  numericFrame({
    feature: 'brightness',
    segment: { camera: `camera ${i + 1}` },
    currents: [[0.52 - (i % 9) * 0.02, 0.12, 900 + i]],
    told: i % 9 > 5 ? undefined : { verdict: 'fine', severity: (i % 9) / 9, effect: 0.02 },
  })
);
const fiftyWindows = numericFrame({
  ...brightness,
  bins: 200,
  currents: slowDrift(50, 42),
  driftedFrom: 44,
  ...ordinary,
});
const acting = { targets: [distributionTarget] };

export const distributionScenes: Record<string, Scene> = {
  ...stateScenes,
  ...sizeScenes,
  'distribution-difference': distribution({
    series: [numericFrame({ ...brightness, ...ordinary })],
    options: { view: 'difference' },
  }),
  'distribution-difference-hover': distribution({
    series: [numericFrame({ ...brightness, ...ordinary })],
    options: { view: 'difference' },
    hover: [0.55, 0.6],
  }),
  'distribution-difference-fine': distribution({
    series: [
      numericFrame({
        feature: 'contrast',
        currents: [[0.524, 0.12, 1_402]],
        told: { verdict: 'fine', severity: 0.2, effect: 0.01 },
        ...ordinary,
      }),
    ],
    options: { view: 'difference' },
  }),
  'distribution-ridgeline': distribution({
    series: [numericFrame({ ...brightness, currents: slowDrift(12, 8), driftedFrom: 10 })],
    options: { view: 'ridgeline' },
    height: 420,
  }),
  'distribution-ridgeline-many': distribution({
    series: [numericFrame(weeks)],
    options: { view: 'ridgeline' },
    width: 900,
    height: 640,
  }),
  'distribution-ridgeline-scrolls': distribution({
    series: [numericFrame(weeks)],
    options: { view: 'ridgeline' },
  }),
  'distribution-ridgeline-hover': distribution({
    series: [numericFrame({ ...brightness, currents: slowDrift(12, 8), driftedFrom: 10 })],
    options: { view: 'ridgeline' },
    height: 420,
    hover: [0.5, 0.7],
  }),
  'distribution-stacked': distribution({
    series: [categoryFrame({ ...devices, before: phoneWeeks, driftedFrom: 50 })],
    options: { categoryView: 'stacked' },
    width: 900,
    height: 400,
  }),
  'distribution-stacked-hover': distribution({
    series: [categoryFrame({ ...devices, before: phoneWeeks.slice(40), driftedFrom: 12 })],
    options: { categoryView: 'stacked' },
    hover: [0.72, 0.5],
  }),
  'distribution-stacked-many': distribution({
    series: [
      categoryFrame({
        feature: 'origin',
        categories: manyCategories(60),
        missing: [0.02, 0.11],
        before: phoneWeeks.map((_, i) =>
          Object.fromEntries(
            Object.entries(manyCategories(60)).map(([name, [, now]], c) => [
              name,
              now * (1 + 0.2 * Math.sin(i / 4 + c)),
            ])
          )
        ),
        told: { verdict: 'fine', severity: 0.6, effect: 0.04 },
      }),
    ],
    options: { categoryView: 'stacked' },
    width: 1500,
    height: 320,
  }),
  'distribution-category-difference': distribution({
    series: [categoryFrame({ ...devices, referenceWindows: 28 })],
    options: { categoryView: 'difference' },
  }),
  'distribution-category-one': distribution({
    series: [rawFrame('A', 'device', ['a', 'b', 'a', 'c', null], FieldType.string)],
    options: { categoryView: 'difference' },
    height: 240,
  }),
  'distribution-category-selected': distribution({
    series: [categoryFrame({ ...devices, referenceWindows: 28 })],
    keys: ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'Enter'],
    ...acting,
  }),
  'distribution-brush': distribution({
    series: [numericFrame({ ...brightness, ...ordinary })],
    drag: { from: [0.2, 0.6], to: [0.42, 0.6], hold: true },
    ...acting,
  }),
  'distribution-menu': distribution({
    series: [numericFrame({ ...brightness, ...ordinary })],
    drag: { from: [0.2, 0.6], to: [0.42, 0.6] },
    fieldDefaults: { links: [{ title: 'Runbook of brightness', url: 'https://example.com/runbook' }] },
    ...acting,
  }),
  'distribution-log': distribution({
    series: [rawFrame('A', 'amount', skewed(4000, 40, 1.4)), rawFrame('B', 'amount', skewed(3000, 70, 1.5, 37))],
    options: { scale: 'log' },
    fieldDefaults: { unit: 'currencyEUR' },
  }),
  'distribution-log-density': distribution({
    series: [rawFrame('A', 'amount', skewed(4000, 40, 1.4)), rawFrame('B', 'amount', skewed(3000, 70, 1.5, 37))],
    options: { scale: 'log', view: 'density' },
  }),
  'distribution-log-counted': distribution({
    series: [numericFrame({ ...amount, reference: [60, 50, 112_345], currents: [[110, 60, 3_902]], newShare: null })],
    options: { scale: 'log' },
  }),
  'distribution-log-fallback': distribution({
    series: [
      rawFrame('A', 'balance', [
        ...skewed(2000, 40, 1.4),
        ...skewed(700, 30, 1, 41).map((value) => -value),
        ...Array(80).fill(0),
      ]),
      rawFrame('B', 'balance', [...skewed(1500, 70, 1.2, 37), ...skewed(900, 30, 1, 43).map((value) => -value)]),
    ],
    options: { scale: 'log' },
  }),
  'distribution-bins-width': distribution({
    series: [numericFrame({ ...amount, reference: [150, 50, 112_345], currents: [[180, 60, 3_902]] })],
    options: { bins: 'width', binWidth: 33 },
    fieldDefaults: { unit: 'currencyEUR' },
    hover: [0.4, 0.6],
  }),
  'distribution-bins-quantiles': distribution({
    series: [numericFrame({ ...brightness, ...ordinary })],
    options: { bins: 'quantiles', binCount: 10 },
  }),
  'distribution-psi': distribution({
    series: [
      numericFrame({
        ...brightness,
        told: { verdict: 'drifted', cause: 'distribution', severity: 3, effect: 0.6, method: 'psi' },
      }),
    ],
    hover: [0.3, 0.6],
  }),
  'distribution-thresholds': distribution({
    series: [
      numericFrame({
        feature: 'latency_ms',
        from: 0,
        to: 400,
        reference: [120, 30, 112_345],
        currents: [[150, 45, 3_902]],
      }),
    ],
    fieldDefaults: {
      unit: 'ms',
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: null, color: 'transparent' },
          { value: 180, color: 'orange' },
          { value: 250, color: 'red' },
        ],
      },
    },
  }),
  'distribution-raw-queries': distribution({ series: raw }),
  'distribution-raw-three': distribution({
    series: [...raw, rawFrame('C', 'petal length', skewed(700, 5.2, 0.22, 47))],
    options: { view: 'density' },
  }),
  'distribution-raw-few': distribution({
    series: [rawFrame('A', 'sepal width', skewed(150, 3, 0.14)), rawFrame('B', 'sepal width', skewed(11, 3.2, 0.1, 5))],
  }),
  'distribution-raw-texts': distribution({
    series: [
      rawFrame(
        'A',
        'prediction',
        [...Array(50).fill('Setosa'), ...Array(50).fill('Versicolour'), ...Array(50).fill('Virginica')],
        FieldType.string
      ),
      rawFrame('B', 'prediction', [...Array(2).fill('Setosa'), ...Array(9).fill('Virginica'), null], FieldType.string),
    ],
    height: 260,
  }),
  'distribution-buckets': distribution({
    series: [
      toDataFrame({
        refId: 'A',
        name: 'http_request_duration_seconds',
        meta: { type: 'heatmap-rows' as never },
        fields: [
          { name: 'Time', type: FieldType.time, values: Array.from({ length: 24 }, (_, i) => 1.79e12 + i * 3_600_000) },
          ...[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, Infinity].map((le, b) => ({
            name: le === Infinity ? '+Inf' : String(le),
            type: FieldType.number,
            values: Array.from({ length: 24 }, (_, i) =>
              Math.round(900 * Math.exp(-0.5 * ((b - 4 - (i > 16 ? 1.2 : 0)) / 1.5) ** 2))
            ),
          })),
        ],
      }),
    ],
    options: { scale: 'log' },
    fieldDefaults: { unit: 's' },
    height: 420,
  }),
  // What must be fast: see tests/browser/distribution.test.ts.
  'distribution-fifty-windows': distribution({ series: [fiftyWindows], width: 1100, height: 520 }),
  'distribution-fifty-ridges': distribution({
    series: [fiftyWindows],
    options: { view: 'ridgeline' },
    width: 1100,
    height: 520,
  }),
  'distribution-fifty-difference': distribution({
    series: [fiftyWindows],
    options: { view: 'difference' },
    width: 1100,
    height: 520,
  }),
  'distribution-raw-large': distribution({
    series: [rawFrame('A', 'amount', skewed(100_000, 40, 1.2)), rawFrame('B', 'amount', skewed(100_000, 44, 1.25, 53))],
    width: 1100,
    height: 520,
  }),
  'distribution-many': distribution({ series: manyTiles, width: 1500, height: 640 }),
  'distribution-segments-own': distribution({
    series: ['iphone 14', 'galaxy s22', 'pixel 9'].map((device, i) =>
      numericFrame({ ...brightness, segment: { device }, currents: [[0.52 - i * 0.08, 0.12 + i * 0.05, 3_902]] })
    ),
    options: { sharedAxes: false },
    width: 1100,
    height: 300,
  }),
  'distribution-histogram': distribution({ series: [numericFrame(explained)] }),
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
        told: {
          verdict: 'drifted',
          cause: 'missing',
          severity: 9.1,
          effect: 0.38,
          sentence:
            'confidence is missing in 38 % of the rows instead of 0.3 %; it fell by 0.11 (0.92 sd) on average, from 0.52 to 0.41.',
        },
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
        told: {
          verdict: 'not_enough',
          note: '23 rows in the window, 50 are needed',
          sentence:
            'brightness fell by 0.07 (0.58 sd) on average, from 0.52 to 0.45; spread unchanged; too few rows to tell it from chance.',
        },
      }),
    ],
  }),
  'distribution-error': distribution({
    series: [],
    state: LoadingState.Error,
    error: 'Model digits has no feature brightnes. It has: brightness, contrast, sharpness, aspect_ratio.',
  }),
  'distribution-empty': distribution({ series: [] }),
  'distribution-all-missing': distribution({ series: states.missing }),
  'distribution-constant': distribution({ series: states.constant }),
  'distribution-category': distribution({
    series: [
      categoryFrame({
        ...devices,
        told: {
          ...devices.told,
          sentence:
            'device: ‘pixel 9’ is new with 34 % of the rows; ‘iphone 14’ fell from 41 % to 27 %; ‘galaxy s22’ fell from 34 % to 22 %; another one changed too.',
        },
      }),
    ],
  }),
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
      numericFrame({
        feature: 'sharpness',
        currents: [[0.5, 0.1, 23]],
        told: {
          verdict: 'not_enough',
          sentence: 'sharpness has the same mean (0.5); spread unchanged; too few rows to tell it from chance.',
        },
      }),
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
