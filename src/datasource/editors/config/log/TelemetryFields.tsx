// How telemetry is read: its layout, and which of its rows are the model's log.
import { t } from '@grafana/i18n';
import { Field, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { Layout } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { readsSpans, type Telemetry } from './telemetry';

interface Props {
  value: Telemetry;
  /** Those there are to choose from. */
  layouts: Layout[];
  disabled: boolean;
  onChange: (value: Telemetry) => void;
}

export function TelemetryFields({ value, layouts, disabled, onChange }: Props) {
  const id = useId();
  const { layout } = value;
  const names: Record<Layout, string> = {
    'otel-logs': t('datasource.telemetry.otel-logs', 'OpenTelemetry logs'),
    'otel-traces': t('datasource.telemetry.otel-traces', 'OpenTelemetry spans'),
    'signoz-logs': t('datasource.telemetry.signoz-logs', 'SigNoz logs'),
    'signoz-traces': t('datasource.telemetry.signoz-traces', 'SigNoz spans'),
    'otlp-logs': t('datasource.telemetry.otlp-logs', 'OTLP logs'),
    'otlp-traces': t('datasource.telemetry.otlp-traces', 'OTLP spans'),
  };
  const choices: Array<{ value: Layout | ''; label: string }> = [
    { value: '', label: t('datasource.telemetry.none', 'Columns as they are') },
    ...layouts.map((name) => ({ value: name, label: names[name] })),
  ];
  const texts: Array<{ key: 'event' | 'model' | 'service'; label: string; description: string; placeholder: string }> =
    [
      readsSpans(value)
        ? {
            key: 'event',
            label: t('datasource.telemetry.span', 'Name of the span'),
            description: t('datasource.telemetry.span-what', 'Of the spans whose attributes are the predictions.'),
            placeholder: 'POST /predict',
          }
        : {
            key: 'event',
            label: t('datasource.telemetry.event', 'Name of the event'),
            description: t('datasource.telemetry.event-what', 'Of the records that are predictions.'),
            placeholder: 'ml.prediction',
          },
      {
        key: 'model',
        label: t('datasource.telemetry.model', 'Attribute ml.model.name'),
        description: t('datasource.telemetry.model-what', 'Where several models log to one place.'),
        placeholder: t('datasource.telemetry.any', 'any'),
      },
      {
        key: 'service',
        label: t('datasource.telemetry.service', 'Service'),
        description: t('datasource.telemetry.service-what', 'Who logs: with it less is read.'),
        placeholder: t('datasource.telemetry.any', 'any'),
      },
    ];
  return (
    <>
      <Field
        label={t('datasource.telemetry.layout', 'Layout')}
        description={t(
          'datasource.telemetry.layout-what',
          'Telemetry holds predictions as attributes: they become columns.'
        )}
        htmlFor={`${id}-layout`}
        disabled={disabled}
      >
        <Select<Layout | ''>
          inputId={`${id}-layout`}
          width={60}
          options={choices}
          value={layout ?? ''}
          onChange={(choice) => onChange(choice.value ? { ...value, layout: choice.value } : {})}
        />
      </Field>
      {layout !== undefined &&
        texts.map(({ key, label, description, placeholder }) => (
          <Field key={key} label={label} description={description} htmlFor={`${id}-${key}`} disabled={disabled}>
            <CommitInput
              id={`${id}-${key}`}
              width={60}
              placeholder={placeholder}
              value={value[key] ?? ''}
              onCommit={(text) => onChange({ ...value, [key]: text.trim() || undefined })}
            />
          </Field>
        ))}
    </>
  );
}
