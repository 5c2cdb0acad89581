import type { Service } from '../../../settings';
import { isUnknown, lackingSpans, spanLayouts, spansIn, withExceptions } from './spans';

const clickhouse = { engine: 'clickhouse' as const };

test('a table’s name says the layout of spans, and not that of logs', () => {
  expect(spansIn(clickhouse, 'otel.otel_traces')).toEqual({ table: 'otel.otel_traces', layout: 'otel-traces' });
  expect(spansIn(clickhouse, 'otel.otel_logs')).toEqual({ table: 'otel.otel_logs' });
  expect(spansIn({ engine: 'duckdb' }, 'spans/*.parquet')).toEqual({ file: 'spans/*.parquet' });
  expect(spanLayouts({ engine: 'duckdb' }, 'otlp/*.jsonl')).toEqual(['otlp-traces']);
  expect(spanLayouts({ engine: 'postgres' }, 'spans')).toEqual([]);
});

test('without a layout time and duration have to be named', () => {
  expect(lackingSpans({ source: {} })).toEqual(['where they lie', 'Time', 'Duration']);
  expect(lackingSpans({ source: { table: 'spans' }, time: 'at' })).toEqual(['Duration']);
  expect(lackingSpans({ source: { table: 'otel_traces', layout: 'otel-traces' } })).toEqual([]);
});

test('a column is unknown only among columns that were found', () => {
  const columns = [{ name: 'at', type: 'TIMESTAMP', kind: 'timestamp' as const, samples: [] }];
  expect(isUnknown('tiem', columns)).toBe(true);
  expect(isUnknown('at', columns)).toBe(false);
  expect(isUnknown('tiem', [])).toBe(false);
  expect(isUnknown({ expression: 'a - b' }, columns)).toBe(false);
});

test('exceptions of which nothing is said are not there', () => {
  const service: Service = { source: { table: 'spans' } };
  const typed = withExceptions(service, { type: 'error_type' });
  expect(typed.exceptions).toEqual({ type: 'error_type' });
  expect(withExceptions(typed, { type: '' }).exceptions).toBeUndefined();
});
