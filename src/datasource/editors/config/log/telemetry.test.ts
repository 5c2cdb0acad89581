import { telemetryIn, telemetryOf } from './telemetry';

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
