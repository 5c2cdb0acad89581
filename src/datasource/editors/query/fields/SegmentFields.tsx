import { t } from '@grafana/i18n';
import { MultiSelect } from '@grafana/ui';
import React, { useId } from 'react';
import { FilterList, options } from '../../FilterList';
import { typable } from '../../typable';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import type { PartProps } from './part';

/** Which rows count. */
export function FiltersField({ query, known, errors, onChange }: PartProps) {
  return (
    <Cell
      label={t('datasource.query.filters', 'Filters')}
      help={t('datasource.query.filters-what', 'Only rows for which all conditions hold are counted, on both sides.')}
      // As long as there is no condition, a button is enough.
      width={query.filters?.length ? 'row' : undefined}
      errors={errorsAt(errors, 'filters')}
    >
      <FilterList
        label={t('datasource.query.filter', 'Filter')}
        filters={query.filters ?? []}
        columns={[...known.columns, ...known.variables]}
        valuesOf={known.valuesOf}
        onChange={(filters) => onChange({ filters })}
      />
    </Cell>
  );
}

/** By which columns the answer is split. */
export function GroupByField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const { groupBy = [] } = query;
  return (
    <Cell
      label={t('datasource.query.group-by', 'Group by')}
      htmlFor={id}
      help={
        query.queryType === 'service'
          ? t('datasource.query.group-by-service', 'An answer for each service, operation, exception or message.')
          : t(
              'datasource.query.group-by-what',
              'An answer for each value of these segments, each compared with its own reference.'
            )
      }
      width={180}
      errors={errorsAt(errors, 'groupBy')}
    >
      <MultiSelect
        inputId={id}
        options={options([...known.groups, ...groupBy, ...known.variables])}
        value={groupBy}
        placeholder={t('datasource.query.group-by-placeholder', 'All rows together')}
        {...typable}
        onChange={(choices) => onChange({ groupBy: choices.map(({ value }) => value ?? '') })}
      />
    </Cell>
  );
}
