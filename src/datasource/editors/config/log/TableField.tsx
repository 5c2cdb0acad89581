// The table of a model's log, its metrics, or the query of its lines, chosen from those of the server or named.
import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React from 'react';
import type { ServerTables } from '../../../resources';
import type { StoreSettings } from '../../../settings';
import { CommitInput } from '../../CommitInput';
import type { Loaded } from '../../useLoaded';
import { serverForm } from '../store/engines';
import { TypedSelect } from '../TypedSelect';

interface Props {
  id: string;
  store: StoreSettings;
  tables: Loaded<ServerTables>;
  chosen: string | undefined;
  disabled: boolean;
  onChoose: (table: string) => void;
}

export function TableField({ id, store, tables, chosen, disabled, onChoose }: Props) {
  const listed = tables.value?.tables ?? [];
  const { log, query } = serverForm(store.engine) ?? {};
  const {
    label = t('datasource.log.table', 'Table or view'),
    what = t('datasource.log.table-what', 'Choose one, or type its name, with the schema before it.'),
    placeholder = 'public.predictions',
  } = log ?? {};
  const field = (
    <Field
      label={label}
      description={
        tables.value?.more
          ? t('datasource.log.table-more', 'Choose one, or type its name: there are more than are listed.')
          : what
      }
      htmlFor={id}
      disabled={disabled}
    >
      <TypedSelect
        inputId={id}
        width={60}
        isLoading={tables.loading}
        options={listed.map((name) => ({ value: name, label: name }))}
        value={chosen}
        placeholder={placeholder}
        onChange={(table) => table && onChoose(table)}
      />
    </Field>
  );
  return query === undefined ? (
    field
  ) : (
    <>
      {field}
      <Field label={query.label} description={query.what} htmlFor={`${id}-query`} disabled={disabled}>
        <CommitInput
          id={`${id}-query`}
          width={80}
          placeholder={query.placeholder}
          value={chosen ?? ''}
          onCommit={(text) => text && onChoose(text)}
        />
      </Field>
    </>
  );
}
