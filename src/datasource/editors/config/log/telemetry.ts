// Telemetry: which layouts a place may have and seems to have, and what a source says of it (docs/data-source.md).
import { type Layout, layouts, type Source, type StoreSettings } from '../../../settings';

/** What narrows telemetry to one log. */
export type Telemetry = Pick<Source, 'layout' | 'event' | 'model' | 'service'>;

const names: ReadonlyArray<[RegExp, Layout]> = [
  [/^otel_logs/, 'otel-logs'],
  [/^otel_traces/, 'otel-traces'],
  [/^(distributed_)?logs_v2$/, 'signoz-logs'],
  [/^(distributed_)?signoz_index_v3$/, 'signoz-traces'],
];

/** The layout that a table's name speaks of. */
export function telemetryOf({ engine }: StoreSettings, table: string): Telemetry {
  const name = table.slice(table.lastIndexOf('.') + 1);
  const layout = engine === 'clickhouse' ? names.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return layout ? { layout } : {};
}

/** What a source says of telemetry, without what is empty; nothing without a layout. */
export function telemetryIn({ layout, event, model, service }: Source): Telemetry {
  return layout === undefined || !layouts.includes(layout)
    ? {}
    : { layout, ...(event && { event }), ...(model && { model }), ...(service && { service }) };
}

/** The layouts that a table or a file may have; none where it cannot be telemetry. */
export function layoutsOf({ engine }: StoreSettings, place: string): Layout[] {
  if (engine === 'clickhouse') {
    return ['otel-logs', 'otel-traces', 'signoz-logs', 'signoz-traces'];
  }
  return engine === 'duckdb' && /\.(json|jsonl|ndjson)$/i.test(place) ? ['otlp-logs', 'otlp-traces'] : [];
}

/** All spans are no log of predictions: one has to say which. */
export const readsSpans = ({ layout }: Telemetry): boolean => layout?.endsWith('-traces') ?? false;
