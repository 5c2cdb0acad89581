// What the columns of spans are: when a request began, who answered, how long it took and whether it failed.
import { t } from '@grafana/i18n';
import { Field, Select, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import type { Column } from '../../../resources';
import type { Part, Service } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import { ColumnField } from './ColumnField';
import { fieldsInRows, fieldWidth } from './fieldsInRows';
import { parseList } from './part';
import { knownColumns, withExceptions } from './spans';

interface Props {
  service: Service;
  columns: Column[];
  disabled: boolean;
  onChange: (service: Service) => void;
}

type Unit = NonNullable<Service['unit']>;

export function SpanColumns({ service, columns, disabled, onChange }: Props) {
  const styles = useStyles2(fieldsInRows);
  const id = useId();
  const { source, exceptions } = service;
  const isKnown = source.layout !== undefined;
  const shared = { columns, disabled };
  const part = (key: keyof typeof knownColumns) => ({
    ...shared,
    value: service[key],
    placeholder: isKnown ? knownColumns[key] : '',
    onChange: (value: Part | undefined) => onChange({ ...service, [key]: value }),
  });
  const thrown = (key: 'type' | 'message') => ({
    ...shared,
    // those of a table of their own are not known here
    columns: exceptions?.source === undefined ? columns : [],
    value: exceptions?.[key],
    onChange: (value: Part | undefined) => onChange(withExceptions(service, { [key]: value ?? '' })),
  });
  const list = (key: 'errors' | 'kinds', placeholder: string) => ({
    id: `${id}-${key}`,
    width: fieldWidth,
    disabled,
    placeholder,
    value: (service[key] ?? []).join(', '),
    onCommit: (text: string) => onChange({ ...service, [key]: parseList(text) }),
  });
  return (
    <>
      <div className={styles.row}>
        <ColumnField
          {...part('time')}
          label={t('datasource.service.time', 'Time')}
          description={t('datasource.service.time-what', 'When a request began')}
          onChange={(time) => onChange({ ...service, time: typeof time === 'string' ? time : undefined })}
        />
        <ColumnField
          {...part('service')}
          label={t('datasource.service.service', 'Service')}
          description={t('datasource.service.service-what', 'Who answered')}
        />
        <ColumnField
          {...part('operation')}
          label={t('datasource.service.operation', 'Operation')}
          description={t('datasource.service.operation-what', 'What was asked for')}
        />
      </div>
      <div className={styles.row}>
        <ColumnField
          {...part('duration')}
          label={t('datasource.service.duration', 'Duration')}
          description={t('datasource.service.duration-what', 'A column, or = finished - started')}
        />
        <Field
          label={t('datasource.service.unit', 'Unit of the duration')}
          description={t('datasource.service.unit-what', 'What the column counts')}
          htmlFor={`${id}-unit`}
          disabled={disabled}
        >
          <Select<Unit>
            inputId={`${id}-unit`}
            width={fieldWidth}
            options={[
              { value: 's', label: t('datasource.service.s', 'Seconds') },
              { value: 'ms', label: t('datasource.service.ms', 'Milliseconds') },
              { value: 'us', label: t('datasource.service.us', 'Microseconds') },
              { value: 'ns', label: t('datasource.service.ns', 'Nanoseconds') },
            ]}
            value={service.unit ?? (isKnown && service.duration === undefined ? 'ns' : 's')}
            onChange={({ value }) => onChange({ ...service, unit: value === 's' ? undefined : value })}
          />
        </Field>
      </div>
      <div className={styles.row}>
        <ColumnField
          {...part('error')}
          label={t('datasource.service.error', 'Failure')}
          description={t('datasource.service.error-what', 'Says whether a request failed')}
        />
        <Field
          label={t('datasource.service.errors', 'Its values of failed requests')}
          description={t('datasource.service.errors-what', 'With commas between them')}
          htmlFor={`${id}-errors`}
        >
          <CommitInput {...list('errors', 'true, 1, error, …')} />
        </Field>
        <ColumnField
          {...shared}
          value={service.refused}
          label={t('datasource.service.refused', 'Refusal')}
          description={t('datasource.service.refused-what', '1 or true of a refused request')}
          onChange={(refused) => onChange({ ...service, refused })}
        />
      </div>
      <div className={styles.row}>
        <ColumnField
          {...part('kind')}
          placeholder={isKnown ? knownColumns.kind : t('datasource.service.kind-none', 'all are')}
          label={t('datasource.service.kind', 'Kind')}
          description={t('datasource.service.kind-what', 'Says which spans are requests')}
        />
        <Field
          label={t('datasource.service.kinds', 'Its values of requests')}
          description={t('datasource.service.kinds-what', 'With commas between them')}
          htmlFor={`${id}-kinds`}
        >
          <CommitInput {...list('kinds', t('datasource.service.kinds-default', 'server and consumer, 2 and 5'))} />
        </Field>
      </div>
      <div className={styles.row}>
        <ColumnField
          {...thrown('type')}
          label={t('datasource.service.exception', 'Exception')}
          description={t('datasource.service.exception-what', 'The type of what was thrown')}
          placeholder={
            isKnown && exceptions === undefined ? t('datasource.service.by-layout', 'as the layout says') : ''
          }
        />
        <ColumnField
          {...thrown('message')}
          label={t('datasource.service.message', 'Its message')}
          description={t('datasource.service.message-what', 'Counted beside its type')}
          placeholder={
            isKnown && exceptions === undefined ? t('datasource.service.by-layout', 'as the layout says') : ''
          }
        />
      </div>
    </>
  );
}
