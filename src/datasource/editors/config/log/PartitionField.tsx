import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React, { useId } from 'react';
import type { Column } from '../../../resources';
import type { Source } from '../../../settings';
import { columnOptions } from '../columns/named';
import { TypedSelect } from '../TypedSelect';

interface Props {
  source: Source;
  columns: Column[];
  disabled: boolean;
  onChange: (source: Source) => void;
}

/** The column of days that a log is partitioned by. It stands at the log, because a log with a wrong one cannot be read. */
export function PartitionField({ source, columns, disabled, onChange }: Props) {
  const id = useId();
  const { partition, ...whole } = source;
  return (
    <Field
      label={t('datasource.log.partition', 'Partitioned by')}
      description={t(
        'datasource.log.partition-what',
        'A column with the day of a row’s time, such as dt=2026-11-01: a question then reads its own days alone. Where the time itself parts the log, nothing need be said.'
      )}
      htmlFor={id}
      disabled={disabled}
    >
      <TypedSelect
        inputId={id}
        width={60}
        isClearable
        options={columnOptions(columns)}
        value={partition}
        placeholder={t('datasource.log.partition-none', 'no column of days')}
        onChange={(chosen) => onChange(chosen === undefined ? whole : { ...whole, partition: chosen })}
      />
    </Field>
  );
}
