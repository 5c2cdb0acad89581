// What the settings say of the spans of services (docs/data-source.md#services): what a layout knows by itself, and what is still missing or wrong.
import { t } from '@grafana/i18n';
import type { Column } from '../../../resources';
import { type Layout, placeOf, type Service, type Source, sourceIn, type StoreSettings } from '../../../settings';
import { layoutsOf, readsSpans, telemetryOf } from '../log/telemetry';

/** The layouts of spans that a table or a file may have. */
export const spanLayouts = (store: StoreSettings, place: string): Layout[] =>
  layoutsOf(store, place).filter((layout) => readsSpans({ layout }));

/** Spans in another place: a table's name may say how they are laid out there. */
export function spansIn(store: StoreSettings, place: string): Source {
  const { layout } = telemetryOf(store, place);
  return { ...sourceIn(store, place), ...(layout && readsSpans({ layout }) && { layout }) };
}

/** The columns of spans, as pkg/model fills them in for a layout. */
export const knownColumns = {
  time: 'time',
  service: 'service',
  operation: 'operation',
  duration: 'span_ns',
  error: 'failed',
  kind: 'span_kind',
} as const;

/** What has to be said before anything can be computed, by the labels of its fields. */
export function lackingSpans({ source, time, duration }: Service): string[] {
  const known = source.layout !== undefined;
  return [
    ...(placeOf(source) || source.sql ? [] : [t('datasource.service.place', 'where they lie')]),
    ...(known || time ? [] : [t('datasource.service.time', 'Time')]),
    ...(known || duration ? [] : [t('datasource.service.duration', 'Duration')]),
  ];
}

/** Whether a column is not among those that were found. Where nothing was found yet, and of an expression, nothing is known. */
export const isUnknown = (name: unknown, columns: Column[]): boolean =>
  typeof name === 'string' && name !== '' && columns.length > 0 && !columns.some((column) => column.name === name);

/** Exceptions with a change; none where nothing is said of them any more. */
export function withExceptions(service: Service, part: Partial<NonNullable<Service['exceptions']>>): Service {
  const exceptions = { type: '', ...service.exceptions, ...part };
  const said = Object.entries(exceptions).some(([, value]) => value !== undefined && value !== '');
  return { ...service, exceptions: said ? exceptions : undefined };
}
