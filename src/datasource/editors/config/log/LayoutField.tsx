import { t } from '@grafana/i18n';
import { Field, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { Layout } from '../../../settings';

interface Props {
  value: Layout | undefined;
  /** Those there are to choose from. */
  layouts: Layout[];
  description: string;
  disabled: boolean;
  onChange: (layout: Layout | undefined) => void;
}

/** How rows are laid out: as telemetry, or in columns that speak for themselves. */
export function LayoutField({ value, layouts, description, disabled, onChange }: Props) {
  const id = useId();
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
  return (
    <Field
      label={t('datasource.telemetry.layout', 'Layout')}
      description={description}
      htmlFor={id}
      disabled={disabled}
    >
      <Select<Layout | ''>
        inputId={id}
        width={60}
        options={choices}
        value={value ?? ''}
        onChange={(choice) => onChange(choice.value || undefined)}
      />
    </Field>
  );
}
