import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import type { Format, Value } from '../../query';
import { formats, values } from './choices';
import { labelWidth } from './layout';

interface Props {
  format: Format;
  value: Value;
  /** An alert rule needs one number for each feature: no tables. */
  alerting: boolean;
  onChange: (part: { format?: Format; value?: Value }) => void;
}

/** The shape of the answer, and which number of each verdict it holds. */
export function AnswerField({ format, value, alerting, onChange }: Props) {
  const id = useId();
  return (
    <InlineFieldRow>
      <InlineField label={t('datasource.query.format', 'Format')} labelWidth={labelWidth}>
        <RadioButtonGroup
          id={`${id}-format`}
          aria-label={t('datasource.query.format', 'Format')}
          options={formats().filter((choice) => !alerting || choice.value !== 'table' || format === 'table')}
          value={format}
          onChange={(chosen) => onChange({ format: chosen })}
        />
      </InlineField>
      {format !== 'table' && (
        <InlineField label={t('datasource.query.value', 'Value')} htmlFor={`${id}-value`}>
          <Select
            inputId={`${id}-value`}
            width={24}
            options={values()}
            value={value}
            onChange={(choice) => choice.value && onChange({ value: choice.value })}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}
