// How telemetry is read: its layout, and which of its rows are the model's log.
import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React, { useId } from 'react';
import type { Layout } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { LayoutField } from './LayoutField';
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
      <LayoutField
        value={layout}
        layouts={layouts}
        description={t(
          'datasource.telemetry.layout-what',
          'Telemetry holds predictions as attributes: they become columns.'
        )}
        disabled={disabled}
        onChange={(chosen) => onChange(chosen ? { ...value, layout: chosen } : {})}
      />
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
