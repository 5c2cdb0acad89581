import { css } from '@emotion/css';
import type { GrafanaTheme2, SelectableValue } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, MultiSelect, Select, useStyles2 } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { type Filter, operators, unaryOperators } from '../query/query';
import { typable } from './typable';
import { useLoaded } from './useLoaded';

interface Props {
  /** What the rows filter, for those who hear the page: "Filter", "Reference filter". */
  label: string;
  filters: Filter[];
  columns: string[];
  /** The values that a column holds; asked for when its list is opened. */
  valuesOf: (column: string) => Promise<string[]>;
  onChange: (filters: Filter[]) => void;
}

/** Conditions that all hold: a column, an operator and the values to compare with. */
export function FilterList({ label, filters, columns, valuesOf, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.list}>
      {filters.map((filter, index) => (
        <FilterRow
          key={index}
          label={`${label} ${index + 1}`}
          filter={filter}
          columns={columns}
          valuesOf={valuesOf}
          onChange={(changed) => onChange(filters.map((other, at) => (at === index ? changed : other)))}
          onRemove={() => onChange(filters.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        variant="secondary"
        icon="plus"
        type="button"
        aria-label={t('datasource.filters.add-label', 'Add: {{label}}', { label })}
        onClick={() => onChange([...filters, { column: '', operator: '=', value: [] }])}
      >
        {t('datasource.filters.add', 'Add')}
      </Button>
    </div>
  );
}

interface RowProps extends Pick<Props, 'label' | 'columns' | 'valuesOf'> {
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function FilterRow({ label, filter, columns, valuesOf, onChange, onRemove }: RowProps) {
  const { column, operator, value = [] } = filter;
  const [opened, setOpened] = useState(false);
  const load = useCallback(() => valuesOf(column), [valuesOf, column]);
  // Without the values of a column, one can still type them.
  const values = useLoaded(opened && column !== '' ? load : undefined);
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row}>
      <Select
        className={styles.column}
        aria-label={t('datasource.filters.column', '{{label}}: column', { label })}
        options={options([...columns, column])}
        value={column || null}
        placeholder={t('datasource.filters.column-placeholder', 'Column')}
        {...typable}
        onChange={(choice) => onChange({ ...filter, column: choice.value ?? '', value: [] })}
      />
      <Select
        className={styles.operator}
        aria-label={t('datasource.filters.operator', '{{label}}: operator', { label })}
        options={options([...operators, operator])}
        value={operator}
        onChange={(choice) => onChange({ ...filter, operator: choice.value ?? '=' })}
      />
      {!unaryOperators.includes(operator) && (
        <MultiSelect
          className={styles.values}
          aria-label={t('datasource.filters.value', '{{label}}: values', { label })}
          options={options([...(values.value ?? []), ...value])}
          value={value}
          isLoading={values.loading}
          {...typable}
          placeholder={t('datasource.filters.value-placeholder', 'Value')}
          onOpenMenu={() => setOpened(true)}
          onChange={(choices) => onChange({ ...filter, value: choices.map((choice) => choice.value ?? '') })}
        />
      )}
      <Button
        variant="secondary"
        icon="times"
        type="button"
        aria-label={t('datasource.filters.remove', 'Remove: {{label}}', { label })}
        onClick={onRemove}
      />
    </div>
  );
}

/** Each text once, as a choice. */
export const options = (texts: readonly string[]): Array<SelectableValue<string>> =>
  [...new Set(texts)].filter((text) => text !== '').map((text) => ({ label: text, value: text }));

/** Room of one condition, px: as many as fit stand side by side. */
const oneCondition = 400;

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(1) }),
  row: css({ display: 'flex', flex: `1 1 ${oneCondition}px`, maxWidth: 1.5 * oneCondition, minWidth: 0, gap: 2 }),
  column: css({ flex: '3 1 120px', minWidth: 0 }),
  operator: css({ flex: '1 1 80px', minWidth: 0 }),
  values: css({ flex: '4 1 130px', minWidth: 0 }),
});
