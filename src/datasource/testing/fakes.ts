// A backend for the tests of the editors: the answers to the resource calls, made by hand, and a data source that asks it.
import type { DataSource } from '../DataSource';
import type { MethodInfo, ModelInfo, Resources, TimelineWindow } from '../resources';
import { Interpolation, type Templates } from '../query/templates';

export const digits: ModelInfo = {
  name: 'digits',
  features: [
    { name: 'brightness', kind: 'numeric' },
    { name: 'device', kind: 'categorical' },
  ],
  segments: ['device'],
  window: '1d',
  timezone: 'UTC',
  prediction: 'predicted',
  reference: '2026-01-01 – 2026-02-01',
};
export const flights: ModelInfo = {
  ...digits,
  name: 'flights',
  features: [{ name: 'distance', kind: 'numeric' }],
  segments: ['origin'],
};

export const methods: MethodInfo[] = [
  {
    id: 'auto',
    name: 'Automatic',
    group: 'Default',
    remark: '',
    bins: false,
    lower: false,
    summary: 'Several tests at once',
    formula: '',
    kinds: ['numeric', 'categorical'],
    threshold: 0.1,
    unit: 'sd',
    range: [0, 10],
  },
  {
    id: 'ks',
    name: 'Kolmogorov–Smirnov',
    group: 'Tests',
    remark: '',
    bins: false,
    lower: false,
    summary: 'The largest gap',
    formula: 'max|F−G|',
    kinds: ['numeric'],
    threshold: 0.1,
    unit: '',
    range: [0, 1],
  },
  {
    id: 'chi2',
    name: 'χ²',
    group: 'Tests',
    remark: '',
    bins: true,
    lower: false,
    summary: 'Differences of shares',
    formula: 'Σ(O−E)²/E',
    kinds: ['categorical'],
    threshold: 0.1,
    unit: '',
    range: [0, null],
  },
  {
    id: 'intersection',
    name: 'Histogram intersection',
    group: 'Distances',
    remark: 'Depends on the bins.',
    bins: true,
    lower: true,
    summary: 'Rows in common',
    formula: 'Σ min(c, r)',
    kinds: ['numeric', 'categorical'],
    threshold: 0.1,
    unit: '',
    range: [0, 1],
  },
];

/** Days from 2026 on, each with some 200 rows. */
export const fakeWindows = (days: number): TimelineWindow[] =>
  Array.from({ length: days }, (_, i) => {
    const from = Date.UTC(2026, 0, 1 + i);
    return { from, to: from + 86_400_000, rows: 200 + Math.round(60 * Math.sin(i)) };
  });

export const fakeResources = (part: Partial<Resources> = {}): Resources => ({
  models: async () => [digits, flights],
  methods: async () => methods,
  values: async () => ['iphone', 'pixel'],
  service: async () => ({ requests: [], exceptions: [], apdex: 0 }),
  serviceValues: async () => ['shop', 'labels'],
  diagnostics: async () => ({
    since: '2026-02-01T00:00:00Z',
    cache: { bytes: 0, limit: 1, entries: 0, evicted: 0 },
    memory: { resident: 0, engine: 0, engineLimit: 0, spilled: 0 },
    models: [],
    slow: [],
    slowFrom: 1,
  }),
  folders: async () => [{ path: '/srv/predictions', exists: true }],
  files: async ({ store }) => ({
    folder: store.path ?? '/srv/predictions',
    files: [
      { path: 'digits/*.parquet', bytes: 12_000_000, modified: '2026-02-01T00:00:00Z', kind: 'glob', count: 32 },
      { path: 'digits/2026-02-01.parquet', bytes: 1_000_000, modified: '2026-02-01T00:00:00Z', kind: 'parquet' },
    ],
    logs: 32,
    others: 0,
    more: false,
  }),
  tables: async () => ({ server: 'PostgreSQL 16.4', tables: ['public.digits', 'public.labels'], more: false }),
  schema: async () => ({
    columns: [
      {
        name: 'at',
        type: 'TIMESTAMP',
        kind: 'timestamp',
        samples: ['2026-02-01 10:00:00'],
        role: 'time',
        why: 'its values are times',
      },
      { name: 'brightness', type: 'DOUBLE', kind: 'numeric', samples: ['0.5', '0.7'], role: 'feature', why: 'numbers' },
      { name: 'device', type: 'VARCHAR', kind: 'categorical', samples: ['pixel'], role: 'feature', why: 'texts' },
    ],
    problems: [],
    warnings: [],
    notices: [],
  }),
  guess: async ({ source }) => ({
    name: 'digits',
    source,
    time: 'at',
    features: [
      { name: 'brightness', kind: 'numeric' },
      { name: 'device', kind: 'categorical' },
    ],
    segments: ['device'],
  }),
  preview: async () => ({
    columns: ['at', 'brightness'],
    rows: [
      ['2026-02-01', '0.5'],
      ['2026-02-01', null],
    ],
  }),
  timeline: async () => ({ window: '1d', timezone: 'UTC', rows: 40 * 200, windows: fakeWindows(40) }),
  check: async () => ({
    found: '8,000 rows from 2026-01-01 to 2026-02-09, 2 features',
    rows: 8000,
    from: '2026-01-01T00:10:00Z',
    to: '2026-02-09T23:50:00Z',
    references: [{ text: '2026-01-01 – 2026-01-29', windows: 28, filled: 28 }],
    problems: [],
    notices: [],
  }),
  ...part,
});

/** Grafana's template service with $model set to digits and $feature to All. */
const fakeTemplates: Templates = {
  replace: (target = '', _, format) =>
    target.replace('${feature:text}', 'All').replace(/\$(model|feature)\b/g, (_match, name: string) => {
      const value = name === 'model' ? 'digits' : digits.features.map((feature) => feature.name);
      return format ? format(value) : String(value);
    }),
};

/** A data source over the fake backend, in a dashboard with the variables $model (digits) and $feature (all). */
export const fakeDataSource = (
  part: Partial<Resources> = {},
  variables: string[] = ['$model', '$feature']
): DataSource =>
  ({
    uid: 'tideline',
    resources: fakeResources(part),
    interpolation: () => new Interpolation(fakeTemplates),
    variableNames: () => variables,
  }) as unknown as DataSource;
