import { t } from '@grafana/i18n';
import { Field, Select } from '@grafana/ui';
import React from 'react';
import type { StoreSettings } from '../../settings';
import { CommitInput } from '../CommitInput';

interface Props {
  store: StoreSettings;
  onChange: (store: StoreSettings) => void;
}

/** Where the prediction logs lie. */
export function StoreSection({ store, onChange }: Props) {
  return (
    <>
      <Field
        label={t('datasource.store.engine', 'Engine')}
        description={t(
          'datasource.store.engine-what',
          'What reads the log. DuckDB reads files: Parquet, CSV and JSON lines.'
        )}
      >
        <Select
          inputId="tideline-engine"
          width={60}
          options={[{ value: 'duckdb' as const, label: t('datasource.store.duckdb', 'DuckDB: a folder of files') }]}
          value={store.engine}
          onChange={({ value }) => value && onChange({ ...store, engine: value })}
        />
      </Field>
      <Field
        label={t('datasource.store.path', 'Folder')}
        description={t(
          'datasource.store.path-what',
          'A folder on the Grafana server. It must lie in those that the server’s operator allows (data_directories in the section [plugin.tideline-drift-datasource] of Grafana’s configuration). Empty: the first of them.'
        )}
      >
        <CommitInput
          id="tideline-path"
          width={60}
          placeholder="/var/lib/predictions"
          value={store.path ?? ''}
          onCommit={(path) => onChange({ ...store, path: path || undefined })}
        />
      </Field>
    </>
  );
}
