import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React, { useId } from 'react';
import type { Column } from '../../../resources';
import type { Part } from '../../../settings';
import { columnOptions } from '../columns/named';
import { TypedSelect } from '../TypedSelect';
import { fieldWidth } from './fieldsInRows';
import { parsePart, partText } from './part';
import { isUnknown } from './spans';

interface Props {
  label: string;
  description: string;
  value: Part | undefined;
  columns: Column[];
  /** What holds where nothing is said. */
  placeholder?: string;
  disabled: boolean;
  onChange: (part: Part | undefined) => void;
}

/** A column that is chosen or typed, or an expression after an equals sign. */
export function ColumnField({ label, description, value, columns, placeholder = '', disabled, onChange }: Props) {
  const id = useId();
  const unknown = isUnknown(value, columns);
  return (
    <Field
      label={label}
      description={description}
      htmlFor={id}
      disabled={disabled}
      invalid={unknown}
      error={unknown ? t('datasource.service.unknown', 'There is no such column') : undefined}
    >
      <TypedSelect
        inputId={id}
        width={fieldWidth}
        isClearable
        options={columnOptions(columns)}
        value={partText(value) || undefined}
        placeholder={placeholder}
        onChange={(chosen) => onChange(parsePart(chosen ?? ''))}
      />
    </Field>
  );
}
