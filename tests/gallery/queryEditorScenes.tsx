// Every state of the query editor and its relatives for variables and annotations, by name.
import { CoreApp, DataFrame, dateTime, LoadingState, PanelData, toDataFrame } from '@grafana/data';
import React, { useState } from 'react';
import { AnnotationEditor } from '../../src/datasource/editors/AnnotationEditor';
import { QueryEditor } from '../../src/datasource/editors/query/QueryEditor';
import { VariableEditor } from '../../src/datasource/editors/VariableEditor';
import type { VariableQuery } from '../../src/datasource/lists';
import type { TidelineQuery } from '../../src/datasource/query/query';
import type { ModelInfo, Resources } from '../../src/datasource/resources';
import { fakeDataSource } from '../../src/datasource/testing/fakes';
import { day, end } from './driftFixture';
import { EditorScene } from './scene';

const digits: ModelInfo = {
  name: 'digits',
  features: [
    ...['brightness', 'contrast', 'sharpness', 'aspect_ratio', 'width', 'height', 'confidence', 'latency_ms'].map(
      (name) => ({ name, kind: 'numeric' as const })
    ),
    ...['device', 'app_version', 'error'].map((name) => ({ name, kind: 'categorical' as const })),
  ],
  segments: ['device', 'app_version'],
  window: '1d',
  timezone: 'Europe/Copenhagen',
  prediction: 'predicted',
  target: 'label',
  reference: '2026-09-29 – 2026-10-27',
};

const from = dateTime(end - 56 * day);
const to = dateTime(end);

const answered = (part: Partial<PanelData> & { panelPluginId?: string } = {}): PanelData =>
  ({
    state: LoadingState.Done,
    series: [series(56)],
    timeRange: { from, to, raw: { from: 'now-8w', to: 'now' } },
    request: { panelPluginId: part.panelPluginId },
    ...part,
  }) as unknown as PanelData;

function series(points: number, meta: object = {}): DataFrame {
  return toDataFrame({
    refId: 'A',
    fields: [{ name: 'severity', values: Array.from({ length: points }, (_, i) => i % 3) }],
    meta: {
      type: 'timeseries-multi',
      custom: { model: 'digits' },
      stats: [
        { displayName: 'Rows scanned', value: 222_755 },
        { displayName: 'Time in the store', unit: 's', value: 0.412 },
        { displayName: 'Answers from the cache', value: 3 },
        { displayName: 'Answers computed', value: 9 },
      ],
      ...meta,
    },
  });
}

interface Given {
  query?: Partial<TidelineQuery>;
  data?: PanelData;
  app?: CoreApp;
  resources?: Partial<Resources>;
  variables?: string[];
}

function Editor({ query = {}, data = answered(), app, resources, variables }: Given) {
  const [held, setHeld] = useState({
    refId: 'A',
    version: 1,
    queryType: 'drift',
    model: 'digits',
    ...query,
  } as TidelineQuery);
  const [datasource] = useState(() => fakeDataSource({ models: async () => [digits], ...resources }, variables));
  return (
    <QueryEditor
      datasource={datasource}
      query={held}
      data={data}
      app={app}
      onChange={setHeld}
      onRunQuery={() => undefined}
    />
  );
}

function Annotation() {
  const [held, setHeld] = useState({
    refId: 'Anno',
    version: 1,
    queryType: 'episodes',
    model: 'digits',
  } as TidelineQuery);
  const [datasource] = useState(() => fakeDataSource({ models: async () => [digits] }));
  return <AnnotationEditor datasource={datasource} query={held} onChange={setHeld} onRunQuery={() => undefined} />;
}

function Variable() {
  const [held, setHeld] = useState<VariableQuery>({
    refId: 'Variable',
    queryType: 'values',
    model: '$model',
    features: ['device'],
  });
  const [datasource] = useState(() => fakeDataSource({ models: async () => [digits] }));
  return <VariableEditor datasource={datasource} query={held} onChange={setHeld} onRunQuery={() => undefined} />;
}

/** The widths of a panel editor: on a laptop, and with room. */
const narrow = 500;
const wide = 1100;

const scene = (given: Given = {}, width = wide, press?: string[]): EditorScene => ({
  editor: () => <Editor {...given} />,
  width,
  press,
});

const rich: Partial<TidelineQuery> = {
  features: ['brightness', 'contrast'],
  groupBy: ['device'],
  filters: [{ column: 'app_version', operator: '=', value: ['4.2'] }],
  format: 'timeseries',
  alpha: 0.005,
  correction: 'holm',
};

export const queryEditorScenes: Record<string, EditorScene> = {
  'query-new': scene({
    query: { model: undefined },
    data: undefined,
    resources: { models: async () => [digits, { ...digits, name: 'flights' }] },
  }),
  'query-plain': scene(),
  'query-rich': scene({ query: rich }),
  'query-rich-narrow': scene({ query: rich }, narrow),
  'query-options': scene({ query: rich }, wide, ['Options']),
  'query-options-narrow': scene({ query: rich }, narrow, ['Options']),
  'query-windows': scene(
    {
      query: {
        method: 'ks',
        features: ['device', 'brightness'],
        window: { mode: 'duration', every: '6h', length: '1d' },
        reference: { mode: 'range', from: '2026-09-29', to: '2026-10-27' },
      },
    },
    narrow
  ),
  'query-variables': scene({ query: { model: '$model', features: ['$feature'], format: 'table' } }),
  'query-wrong': scene({
    query: { ...rich, threshold: 0.2, window: { mode: 'duration', every: 'soon' } },
    data: answered({
      state: LoadingState.Error,
      series: [],
      errors: [
        {
          refId: 'A',
          message:
            'features[0]: "bright" is not known. Did you mean "brightness"? Right would be: brightness, contrast.\n' +
            'window.every: "soon" is not a length of time; write for example 15m, 1h, 1d or 2w\n' +
            'model "digits": its log could not be read',
        },
      ],
    }),
  }),
  'query-remarks': scene({
    data: answered({
      series: [
        series(56, {
          notices: [
            { severity: 'info', text: 'The model names no reference: 2026-09-01 to 2026-09-28 was taken.' },
            { severity: 'warning', text: 'File 2026-10-01.parquet could not be read and was left out.' },
          ],
        }),
      ],
    }),
  }),
  'query-asking': scene({ data: answered({ state: LoadingState.Loading }) }),
  'query-distribution': scene({ query: { queryType: 'distribution', features: ['brightness'] } }),
  'query-summary': scene({ query: { queryType: 'summary', format: 'timeseries', value: 'p50' } }),
  'query-rows': scene({ query: { queryType: 'rows', limit: 50 } }),
  'query-episodes': scene({ query: { queryType: 'episodes', kinds: ['drift', 'excluded'] } }),
  'query-table': scene({ query: { format: 'table', columns: ['time', 'feature', 'severity'] } }),
  'query-rule': scene({
    app: CoreApp.UnifiedAlerting,
    query: { format: 'numeric', persist: { windows: 2, of: 3 }, budget: { alarms: 1, per: '30d' } },
    variables: [],
  }),
  'query-rule-narrow': scene({ app: CoreApp.UnifiedAlerting, query: { format: 'numeric' } }, narrow),
  'query-rule-from-panel': scene({
    app: CoreApp.UnifiedAlerting,
    query: { model: '$model', features: ['$feature'], format: 'table', timezone: 'browser' },
  }),
  'query-in-heatmap': scene({
    query: { format: 'timeseries' },
    data: answered({ panelPluginId: 'tideline-driftheatmap-panel' }),
  }),
  'query-in-distribution': scene({ data: answered({ panelPluginId: 'tideline-distribution-panel' }) }),
  'query-also-set': scene({
    query: { ...rich, persist: { windows: 2, of: 3 }, value: 'rows', ...{ colour: 'red' } },
  }),
  'query-json': scene({ query: rich }, wide, ['JSON']),
  'query-newer': scene({ query: { version: 3, ...{ lens: 'wide' } } }),
  'query-no-models': scene({ query: { model: undefined }, resources: { models: async () => [] } }),
  'query-annotation': { editor: () => <Annotation />, width: wide },
  'query-variable': { editor: () => <Variable />, width: narrow },
  'query-no-list': scene({
    resources: { models: () => Promise.reject(new Error('the data source has no settings yet')) },
  }),
};
