// Where the spans of services lie, what their columns are, and how they are judged.
import { t } from '@grafana/i18n';
import { Alert, ControlledCollapse, Field, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import type { Resources, ServerTables } from '../../../resources';
import { placeOf, type Service, type StoreSettings } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { NumberInput } from '../../NumberInput';
import type { Loaded } from '../../useLoaded';
import { LayoutField } from '../log/LayoutField';
import { maybePartitioned } from '../log/partition';
import { PartitionField } from '../log/PartitionField';
import { PlaceField } from '../log/PlaceField';
import { useAsked } from '../path/useAsked';
import { fieldsInRows, fieldWidth } from './fieldsInRows';
import { SpanColumns } from './SpanColumns';
import { spanLayouts, spansIn } from './spans';

interface Props {
  service: Service;
  store: StoreSettings;
  tables: Loaded<ServerTables>;
  resources: Resources;
  /** How often the store was asked anew. */
  attempt: number;
  disabled: boolean;
  onChange: (service: Service) => void;
}

export function ServiceForm({ service, store, tables, resources, attempt, disabled, onChange }: Props) {
  const styles = useStyles2(fieldsInRows);
  const id = useId();
  const { source } = service;
  const place = placeOf(source);
  const schema = useAsked(place ? { store, source } : undefined, resources.schema, attempt);
  const columns = schema.value?.columns ?? [];
  const layouts = place ? spanLayouts(store, place) : [];
  const spans = <SpanColumns service={service} columns={columns} disabled={disabled} onChange={onChange} />;
  const text = (key: 'window' | 'lateness' | 'timezone' | 'clock', placeholder: string) => ({
    id: `${id}-${key}`,
    width: fieldWidth,
    disabled,
    placeholder,
    value: service[key] ?? '',
    onCommit: (value: string) => onChange({ ...service, [key]: value || undefined }),
  });
  return (
    <>
      {source.sql === undefined && (
        <PlaceField
          id={`${id}-place`}
          store={store}
          tables={tables}
          chosen={place}
          example="spans/*.parquet"
          disabled={disabled}
          onChoose={(chosen) => onChange({ ...service, source: spansIn(store, chosen) })}
        />
      )}
      {layouts.length > 0 && (
        <LayoutField
          value={source.layout}
          layouts={layouts}
          description={t('datasource.service.layout-what', 'Of spans as telemetry writes them the columns are known.')}
          disabled={disabled}
          onChange={(layout) => onChange({ ...service, source: { ...source, layout } })}
        />
      )}
      {place && maybePartitioned(store, source) && (
        <PartitionField
          source={source}
          columns={columns}
          disabled={disabled}
          onChange={(changed) => onChange({ ...service, source: changed })}
        />
      )}
      {schema.loading && <LoadingPlaceholder text={t('datasource.columns.reading', 'Reading the columns …')} />}
      {schema.error !== undefined && <Alert severity="error" title={schema.error} />}
      {schema.value?.problems.map((problem) => (
        <Alert key={problem} severity="warning" title={problem} />
      ))}
      {source.layout === undefined ? (
        (place || source.sql) && spans
      ) : (
        <ControlledCollapse
          label={t('datasource.service.columns', 'Columns, where they differ from the layout’s')}
          isOpen={false}
        >
          {spans}
        </ControlledCollapse>
      )}
      <div className={styles.row}>
        <Field
          label={t('datasource.service.apdex', 'Threshold of Apdex, in seconds')}
          description={t('datasource.service.apdex-what', 'Users are satisfied within it')}
          htmlFor={`${id}-apdex`}
        >
          <NumberInput
            id={`${id}-apdex`}
            width={fieldWidth}
            min={0}
            step="any"
            disabled={disabled}
            placeholder="0.5"
            value={service.apdex}
            onCommit={(apdex) => onChange({ ...service, apdex: apdex || undefined })}
          />
        </Field>
        <Field
          label={t('datasource.service.window', 'Window of alert rules')}
          description={t('datasource.service.window-what', 'What a rule looks at: 5m, 1h')}
          htmlFor={`${id}-window`}
        >
          <CommitInput {...text('window', '5m')} />
        </Field>
        <Field
          label={t('datasource.columns.lateness', 'Lateness')}
          description={t('datasource.service.lateness-what', 'How long a window may get rows')}
          htmlFor={`${id}-lateness`}
        >
          <CommitInput {...text('lateness', '0')} />
        </Field>
      </div>
      <div className={styles.row}>
        <Field
          label={t('datasource.columns.clock', 'Zone of stored times')}
          description={t('datasource.service.clock-what', 'Of times that name none')}
          htmlFor={`${id}-clock`}
        >
          <CommitInput {...text('clock', 'UTC')} />
        </Field>
        <Field
          label={t('datasource.service.timezone', 'Zone of windows')}
          description={t('datasource.service.timezone-what', 'Where hours and days begin')}
          htmlFor={`${id}-timezone`}
        >
          <CommitInput {...text('timezone', 'UTC')} />
        </Field>
      </div>
    </>
  );
}
