import { t } from '@grafana/i18n';
import { MultiSelect, RadioButtonGroup, Select } from '@grafana/ui';
import React, { useId } from 'react';
import { formatOf, readFields, valueOf } from '../../../query/reads';
import { options } from '../../FilterList';
import { ruleFormat, ruleValues } from '../advice/rules';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import { formats, valueChoices } from './choices';
import { columnsOf } from './columns';
import { NumberField } from './NumberField';
import type { PartProps } from './part';

/** The shape of the answer. In an alert rule it is always a number, and the field is only there for a query that says otherwise. */
export function FormatField({ query, known, errors, onChange }: PartProps) {
  const format = formatOf(query);
  if (known.alerting && format === ruleFormat) {
    return null;
  }
  const choices = formats().map((choice) => ({
    ...choice,
    description:
      known.alerting && choice.value !== ruleFormat
        ? t('datasource.format.not-in-rules', 'Not for alert rules')
        : choice.description,
  }));
  return (
    <Cell
      label={t('datasource.query.format', 'Format')}
      help={t(
        'datasource.query.format-what',
        'Time series for graphs, numbers for stats and alert rules, tables for the drift heatmap and for all that is known.'
      )}
      errors={errorsAt(errors, 'format')}
    >
      <RadioButtonGroup
        aria-label={t('datasource.query.format', 'Format')}
        options={choices}
        disabledOptions={known.alerting ? choices.flatMap(({ value }) => (value === ruleFormat ? [] : value)) : []}
        value={format}
        onChange={(chosen) => onChange({ format: chosen })}
      />
    </Cell>
  );
}

/** Which number a series holds, or which columns a table has. */
export function ValueField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const read = readFields(query);
  if (read.has('value')) {
    const value = valueOf(query);
    const all = valueChoices(query.queryType);
    const right = known.alerting
      ? ruleValues(query.queryType).flatMap((name) => all.find((choice) => choice.value === name) ?? [])
      : all;
    return (
      <Cell
        label={t('datasource.query.value', 'Value')}
        htmlFor={id}
        help={t('datasource.query.value-what', 'Which number of each window is shown.')}
        width={150}
        errors={errorsAt(errors, 'value')}
      >
        <Select
          inputId={id}
          options={[...right, ...all.filter((choice) => choice.value === value && !right.includes(choice))]}
          value={value}
          onChange={(choice) => choice.value && onChange({ value: choice.value })}
        />
      </Cell>
    );
  }
  return read.has('columns') ? (
    <Cell
      label={t('datasource.query.columns', 'Columns')}
      htmlFor={id}
      help={t(
        'datasource.query.columns-what',
        'Only these, in this order. None: all. Tideline’s panels need them all.'
      )}
      width={200}
      greedy
      errors={errorsAt(errors, 'columns')}
    >
      <MultiSelect
        inputId={id}
        options={options([...columnsOf(query), ...(query.columns ?? [])])}
        value={query.columns ?? []}
        placeholder={t('datasource.query.all-columns', 'All columns')}
        closeMenuOnSelect={false}
        onChange={(choices) => onChange({ columns: choices.map(({ value }) => value ?? '') })}
      />
    </Cell>
  ) : null;
}

/** How many windows of each feature are explained. */
export function ExplainedField(part: PartProps) {
  return (
    <NumberField
      {...part}
      name="limit"
      label={t('datasource.query.explained', 'Windows')}
      help={t(
        'datasource.query.explained-what',
        'Of each feature and segment so many windows that drifted, the newest.'
      )}
      min={1}
      max={10_000}
      placeholder="1"
    />
  );
}

/** Which part of the raw rows. */
export function PageFields(part: PartProps) {
  return (
    <>
      <NumberField
        {...part}
        name="limit"
        label={t('datasource.query.limit', 'Rows')}
        help={t('datasource.query.limit-what', 'How many, the newest first; at most 10,000.')}
        min={1}
        max={10_000}
        placeholder="100"
      />
      <NumberField
        {...part}
        name="offset"
        label={t('datasource.query.offset', 'Skip')}
        help={t('datasource.query.offset-what', 'After how many of the newest: for paging.')}
        min={0}
        placeholder="0"
      />
    </>
  );
}
