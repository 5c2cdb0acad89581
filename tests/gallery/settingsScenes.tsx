// States of the data source's settings page, by name: a first user's path, what goes wrong on it, and a page that cannot be edited.
import React, { useState } from 'react';
import { SettingsPage } from '../../src/datasource/editors/config/SettingsPage';
import type { Health } from '../../src/datasource/health';
import type { Column, Resources, TimelineWindow } from '../../src/datasource/resources';
import type { Model, SecretName, Service, Settings } from '../../src/datasource/settings';
import { fakeResources } from '../../src/datasource/testing/fakes';
import { EditorScene } from './scene';

const folder = '/var/lib/predictions';
const newest = '2026-11-25T23:58:12Z';

const column = (
  name: string,
  type: string,
  kind: Column['kind'],
  samples: string[],
  role: string,
  why: string
): Column => ({
  name,
  type,
  kind,
  samples,
  role,
  why,
});

const of = (distinct: string) => `${distinct} different values in a sample of 5,000 rows`;

const columns: Column[] = [
  column('time', 'TIMESTAMP', 'timestamp', ['2026-11-25T23:58:12Z'], 'time', 'its values are times'),
  column(
    'request_id',
    'VARCHAR',
    'id',
    ['9f2c61', '0b77aa'],
    'id',
    'its name is that of an id, and no two rows share a value'
  ),
  column('brightness', 'DOUBLE', 'numeric', ['0.5112', '0.4987', '0.6023'], 'feature', `numbers: ${of('4,961')}`),
  column('width', 'BIGINT', 'numeric', ['640', '480', '1024'], 'feature', `numbers: ${of('212')}`),
  column('device', 'VARCHAR', 'categorical', ['lumen-4', 'orbit-s'], 'feature', `texts: ${of('5')}`),
  column('confidence', 'DOUBLE', 'numeric', ['0.98', '0.71'], 'score', 'its name is that of a score'),
  column(
    'predicted',
    'BIGINT',
    'numeric',
    ['3', '8', '1'],
    'label',
    `its name is that of a prediction; ${of('10')}, so it is a class`
  ),
  column('embedding', 'DOUBLE[]', 'numeric', [], 'ignored', 'values of its type cannot be compared'),
];

const windows: TimelineWindow[] = Array.from({ length: 56 }, (_, i) => {
  const from = Date.UTC(2026, 9, 1 + i);
  const weekend = (i + 4) % 7 < 2;
  return {
    from,
    to: from + 86_400_000,
    rows: i === 20 ? 0 : Math.round((weekend ? 2500 : 4300) * (1 + 0.08 * Math.sin(3 * i))),
  };
});

const digits: Model = {
  name: 'digits',
  source: { file: 'digits/*.parquet' },
  time: 'time',
  id: 'request_id',
  prediction: { label: 'predicted', score: 'confidence' },
  features: [
    { name: 'brightness', kind: 'numeric' },
    { name: 'width', kind: 'numeric' },
    { name: 'device', kind: 'categorical' },
  ],
  segments: ['device'],
  reference: { from: '2026-10-01', to: '2026-10-29' },
};

const answers: Partial<Resources> = {
  folders: async () => [
    { path: folder, exists: true },
    { path: '/srv/team-two', exists: false },
  ],
  files: async () => ({
    folder,
    files: [
      { path: 'answers/*.json', bytes: 48_200_000, modified: newest, kind: 'glob', count: 12_841, objects: true },
      { path: 'digits/*.parquet', bytes: 21_400_000, modified: newest, kind: 'glob', count: 56 },
      { path: 'digits/2026-10-01.parquet', bytes: 371_000, modified: '2026-10-02T00:00:04Z', kind: 'parquet' },
      { path: 'digits/2026-10-02.parquet', bytes: 402_000, modified: '2026-10-03T00:00:04Z', kind: 'parquet' },
      { path: 'iris/prediction_database.csv', bytes: 88_400, modified: newest, kind: 'csv' },
    ],
    logs: 12_898,
    others: 2,
    more: false,
  }),
  schema: async () => ({ columns, problems: [], warnings: [], notices: [] }),
  guess: async ({ source }) => ({ ...digits, reference: undefined, source }),
  timeline: async () => ({ window: '1d', timezone: 'UTC', rows: 212_340, windows }),
  check: async () => ({
    found: '212,340 rows from 2026-10-01 to 2026-11-25, 3 features and the prediction',
    rows: 212_340,
    from: '2026-10-01T00:02:00Z',
    to: newest,
    references: [{ text: '2026-10-01 – 2026-10-29', windows: 28, filled: 27 }],
    problems: [],
    notices: [],
  }),
};

const takesAll =
  'The reference 2026-10-01 – 2026-11-26 goes to the end of the log: what drifted in it counts as usual, and nothing is left to judge until new rows come. Choose an earlier end.';
const oddFiles =
  'Of the 58 files, 2 have other columns than the rest, and no window counts their rows, because they have no column "time": totals-1.parquet, totals-2.parquet (device, total). If they are no part of the log, name the others alone: digits/2026-*.parquet';

interface Given {
  settings?: Settings;
  resources?: Partial<Resources>;
  readOnly?: boolean;
  saved?: boolean;
  secrets?: SecretName[];
  health?: Health;
}

function Page({ settings = {}, resources, readOnly = false, saved = true, secrets = [], health }: Given) {
  const [held, setHeld] = useState<Settings>(settings);
  const [ask] = useState(() => fakeResources({ ...answers, ...resources }));
  return (
    <SettingsPage
      identity={{ name: 'Tideline', uid: 'tideline', type: 'tideline-drift-datasource' }}
      settings={held}
      secrets={{
        isSet: (name) => secrets.includes(name),
        set: () => undefined,
        reset: () => undefined,
      }}
      resources={ask}
      dashboards={{ imported: hasDashboards, bring: async () => undefined }}
      saved={saved}
      health={health}
      readOnly={readOnly}
      onChange={(part) => setHeld({ ...held, ...part })}
    />
  );
}

const hasDashboards = async () => true;

const laptop = 1000;
const narrow = 700;

const scene = (given: Given = {}, press?: string[], width = laptop): EditorScene => ({
  editor: () => <Page {...given} />,
  width,
  press,
});

const store = { engine: 'duckdb' as const, path: folder };
const withDigits = (part: Partial<Model> = {}): Settings => ({ store, models: [{ ...digits, ...part }] });

const spans: Service = {
  source: { file: 'spans/*.parquet' },
  time: 'started_at',
  service: 'service',
  operation: 'route',
  duration: 'duration_ms',
  unit: 'ms',
  error: { expression: 'status >= 500' },
  exceptions: { type: 'exception' },
};
const spanColumns = ['started_at', 'service', 'route', 'duration_ms', 'status', 'kind', 'exception'].map((name) =>
  column(name, 'VARCHAR', 'categorical', [], 'feature', 'texts')
);
const withSpans: Partial<Resources> = {
  schema: async () => ({ columns: [...columns, ...spanColumns], problems: [], warnings: [], notices: [] }),
};
const editSpans = 'Edit Spans of services';
const clickhouse = { engine: 'clickhouse' as const, url: 'https://clickhouse.example.com:8443' };

const both = (name: string, given: Given, press?: string[]): Record<string, EditorScene> => ({
  [name]: scene(given, press),
  [`${name}-narrow`]: scene(given, press, narrow),
});

const logStep = '2. Log';
const columnsStep = '3. Columns';
const referenceStep = '4. Reference';

export const settingsScenes: Record<string, EditorScene> = {
  'settings-empty': scene({
    resources: { files: async () => ({ folder, files: [], logs: 0, others: 0, more: false }) },
  }),
  'settings-folder-wrong': scene({
    settings: { store: { engine: 'duckdb', path: '/etc' } },
    resources: {
      files: () =>
        Promise.reject(
          new Error(
            `the path /etc lies outside the folders that the server's operator allows (${folder}, /srv/team-two): choose one of them, or ask for data_directories in [plugin.tideline-drift-datasource] of Grafana's configuration to be widened`
          )
        ),
    },
  }),
  'settings-server': scene({
    settings: {
      store: { engine: 'postgres', url: 'db.example.com:5432', database: 'predictions', user: 'tideline' },
    },
    secrets: ['password'],
  }),
  'settings-server-wrong': scene({
    settings: {
      store: {
        engine: 'clickhouse',
        url: 'https://clickhouse.example.com:8443',
        user: 'tideline',
        tls: { mode: 'verify-ca' },
      },
    },
    resources: {
      tables: () =>
        Promise.reject(
          new Error('the server clickhouse.example.com:8443 does not let the user "tideline" in: the password is wrong')
        ),
    },
  }),
  'settings-server-new': scene({ settings: { store: { engine: 'trino' } } }),
  'settings-prometheus': scene({
    settings: { store: { engine: 'prometheus', url: 'https://prometheus.example.com', tenant: 'ml' } },
    resources: {
      tables: async () => ({ server: 'Prometheus 2.42', tables: ['model_feature{model="digits"}'], more: false }),
    },
    secrets: ['token'],
  }),
  'settings-loki': scene(
    {
      settings: {
        store: { engine: 'loki', url: 'https://loki.example.com', tenant: 'ml' },
        models: [{ ...digits, source: { table: '{service_name="digits"} |= "ml.prediction" | json' } }],
      },
      resources: {
        tables: async () => ({
          server: 'Loki 3.7.6',
          tables: ['{service_name="digits"}', '{service_name="shop"}'],
          more: false,
        }),
      },
      secrets: ['token'],
    },
    [logStep]
  ),
  'settings-partition': scene(
    {
      settings: {
        store: {
          engine: 'trino',
          url: 'https://trino.example.com:8443',
          database: 'lake',
          schema: 'ml',
          user: 'tideline',
        },
        models: [{ ...digits, source: { table: 'predictions', partition: 'dt' } }],
      },
      resources: { tables: async () => ({ server: 'Trino 476', tables: ['predictions', 'labels'], more: false }) },
    },
    [logStep]
  ),
  ...both(
    'settings-service',
    {
      settings: { ...withDigits(), service: spans },
      resources: withSpans,
    },
    [editSpans]
  ),
  'settings-service-layout': scene(
    {
      settings: {
        store: clickhouse,
        models: [{ ...digits, source: { table: 'digits' } }],
        service: { source: { table: 'otel.otel_traces', layout: 'otel-traces' } },
      },
      resources: { tables: async () => ({ server: 'ClickHouse 26.9', tables: ['otel.otel_traces'], more: false }) },
    },
    [editSpans]
  ),
  'settings-service-wrong': scene(
    {
      settings: { ...withDigits(), service: { ...spans, time: 'stated_at', duration: undefined } },
      resources: withSpans,
    },
    [editSpans]
  ),
  ...both('settings-files', {}),
  'settings-file-wrong': scene(
    {
      resources: {
        guess: () => Promise.reject(new Error(`no file matches "digits/*.parquet" in ${folder}`)),
      },
    },
    ['digits/*.parquet']
  ),
  'settings-commas': scene(
    {
      settings: withDigits(),
      resources: {
        schema: async () => ({
          columns,
          problems: [
            'column "brightness": values are numbers with a decimal comma ("0,51") and were read as texts; write them with a decimal point (0.51)',
          ],
          warnings: [],
          notices: [],
        }),
      },
    },
    [logStep]
  ),
  ...both('settings-columns', { settings: withDigits() }, [columnsStep]),
  'settings-columns-none': scene({ settings: withDigits({ time: undefined, prediction: undefined, features: [] }) }, [
    columnsStep,
  ]),
  ...both('settings-reference', { settings: withDigits(), saved: false }, [referenceStep]),
  'settings-reference-none': scene({ settings: withDigits({ reference: undefined }) }, [referenceStep]),
  'settings-reference-outside': scene(
    { settings: withDigits({ reference: { from: '2020-01-01', to: '2020-02-01' } }) },
    [referenceStep]
  ),
  'settings-reference-list': scene(
    {
      settings: withDigits({
        reference: [
          { from: '2026-10-01', to: '2026-10-29' },
          { since: '2026-11-10', from: '2026-11-10', to: '2026-11-20', why: 'retrained with aurora-x' },
          { version: '4.2.0', source: { file: 'train.csv' }, columns: { brightness: 'b', width: 'w' } },
        ],
      }),
    },
    [referenceStep]
  ),
  ...both('settings-check-warnings', {
    settings: withDigits({ time: 'tiem' }),
    resources: {
      check: async () => ({
        found: '',
        rows: 0,
        references: [],
        problems: [
          {
            step: 'columns',
            text: 'time: "tiem" is not known. Did you mean "time"? Right would be: time, request_id, brightness.',
          },
        ],
        notices: [
          {
            step: 'reference',
            text: 'The reference 2026-10-01 – 2026-10-03 has 2 windows of 1d with rows: with fewer than 4 only sampling noise is known, not how much windows vary. Choose a longer one.',
            warning: true,
          },
        ],
      }),
    },
  }),
  'settings-check-nothing-left': scene({
    settings: withDigits({ reference: { from: '2026-10-01', to: '2026-11-26' } }),
    resources: {
      check: async () => ({
        found: '212,340 rows from 2026-10-01 to 2026-11-25, 3 features and the prediction',
        rows: 212_340,
        from: '2026-10-01T00:02:00Z',
        to: newest,
        references: [{ text: '2026-10-01 – 2026-11-26', windows: 56, filled: 55 }],
        problems: [],
        notices: [{ step: 'reference', text: takesAll, warning: true }],
      }),
    },
  }),
  'settings-odd-files': scene(
    {
      settings: withDigits(),
      resources: {
        schema: async () => ({
          columns,
          problems: [],
          warnings: [{ step: 'log', text: oddFiles, warning: true, pattern: 'digits/2026-*.parquet' }],
          notices: [],
        }),
      },
    },
    [logStep]
  ),
  'settings-tested': scene({
    settings: { store, models: [digits, { ...digits, name: 'flights', source: { file: 'flights/*.parquet' } }] },
    health: {
      models: [
        {
          model: 'digits',
          ok: true,
          found: '212,340 rows from 2026-10-01 to 2026-11-25, 3 features and the prediction',
          warnings: [oddFiles],
        },
        {
          model: 'flights',
          ok: true,
          found: '3,021,770 rows from 2026-10-01 to 2026-11-25, 9 features and the prediction',
          notices: ['flights/2026-11-25.csv: its last line is half written and was left out'],
        },
      ],
    },
  }),
  'settings-check-green': scene({ settings: withDigits() }),
  'settings-check-unsaved': scene({ settings: withDigits(), saved: false }),
  'settings-several': scene({
    settings: { store, models: [digits, { ...digits, name: 'flights', source: { file: 'flights/*.parquet' } }] },
  }),
  'settings-removed': scene(
    { settings: { store, models: [digits, { ...digits, name: 'flights', source: { file: 'flights/*.parquet' } }] } },
    ['Remove']
  ),
  'settings-provisioned': scene({ settings: withDigits(), readOnly: true }, [referenceStep]),
};
