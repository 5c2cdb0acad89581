import { t } from '@grafana/i18n';
import { Box, InlineField, InlineFieldRow, Select, Text } from '@grafana/ui';
import React, { useId } from 'react';
import type { MethodInfo } from '../../resources';
import type { Kind } from '../../settings';
import { NumberInput } from '../NumberInput';
import { labelWidth } from './layout';

interface Props {
  methods: MethodInfo[];
  /** The kinds of the chosen features; empty: any. */
  kinds: Kind[];
  method: string;
  threshold: number | undefined;
  onChange: (part: { method?: string; threshold?: number }) => void;
}

/** How a change is measured, in one line, and from where on it matters. */
export function MethodField({ methods, kinds, method, threshold, onChange }: Props) {
  const id = useId();
  const chosen = methods.find((candidate) => candidate.id === method);
  const fitting = methods.filter(
    (candidate) =>
      kinds.length === 0 || candidate.kinds.length === 0 || candidate.kinds.some((kind) => kinds.includes(kind))
  );
  const choices = fitting.map(({ id: value, name, summary }) => ({ value, label: name, description: summary }));
  if (!choices.some(({ value }) => value === method)) {
    choices.push({ value: method, label: chosen?.name ?? method, description: chosen?.summary ?? '' });
  }
  return (
    <>
      <InlineFieldRow>
        <InlineField label={t('datasource.query.method', 'Method')} labelWidth={labelWidth} htmlFor={`${id}-method`}>
          <Select
            inputId={`${id}-method`}
            width={36}
            options={choices}
            value={method}
            allowCustomValue
            // A threshold is in its method's unit: it means nothing to another.
            onChange={({ value }) => onChange({ method: value, threshold: undefined })}
          />
        </InlineField>
        <InlineField
          label={t('datasource.query.threshold', 'Threshold')}
          tooltip={t(
            'datasource.query.threshold-what',
            'The smallest effect that matters. Empty: the model’s own for this method, else the method’s.'
          )}
          htmlFor={`${id}-threshold`}
        >
          <NumberInput
            id={`${id}-threshold`}
            width={12}
            step="any"
            min={0}
            placeholder={chosen ? String(chosen.threshold) : ''}
            value={threshold}
            onCommit={(value) => onChange({ threshold: value })}
          />
        </InlineField>
      </InlineFieldRow>
      {chosen && (
        <Box marginBottom={1}>
          <Text element="p" variant="bodySmall" color="secondary">
            {[
              chosen.summary,
              chosen.formula,
              chosen.unit &&
                t('datasource.query.unit', 'in {{unit}}', { unit: chosen.unit, interpolation: { escapeValue: false } }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Box>
      )}
    </>
  );
}
