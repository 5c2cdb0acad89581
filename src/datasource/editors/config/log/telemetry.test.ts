import { layoutsOf, readsSpans, telemetryIn, telemetryOf } from './telemetry';

test('a table’s name speaks of its layout, in ClickHouse alone', () => {
  const layout = (table: string) => telemetryOf({ engine: 'clickhouse' }, table).layout;
  expect(
    ['otel.otel_logs', 'otel_traces', 'signoz_logs.distributed_logs_v2', 'signoz_traces.signoz_index_v3'].map(layout)
  ).toEqual(['otel-logs', 'otel-traces', 'signoz-logs', 'signoz-traces']);
  expect(layout('ml.predictions')).toBeUndefined();
  expect(telemetryOf({ engine: 'postgres' }, 'public.otel_logs')).toEqual({});
});

test('what is empty is not kept, and nothing is without a layout', () => {
  expect(telemetryIn({ table: 't', layout: 'otel-logs', event: '', model: 'digits' })).toEqual({
    layout: 'otel-logs',
    model: 'digits',
  });
  expect(telemetryIn({ table: 't', event: 'x' })).toEqual({});
});

test('files of JSON may be OTLP, tables of ClickHouse telemetry, and nothing else', () => {
  expect(layoutsOf({ engine: 'duckdb' }, 'otlp/*.jsonl')).toEqual(['otlp-logs', 'otlp-traces']);
  expect(layoutsOf({ engine: 'duckdb' }, 'digits/*.parquet')).toEqual([]);
  expect(layoutsOf({ engine: 'postgres' }, 'public.digits')).toEqual([]);
  expect(layoutsOf({ engine: 'clickhouse' }, 't').map((layout) => readsSpans({ layout }))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});
