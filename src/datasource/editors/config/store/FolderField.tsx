// The folder of a store of files. What is typed is looked into at once.
import { t } from '@grafana/i18n';
import { Field } from '@grafana/ui';
import React from 'react';
import type { FolderFiles, Resources } from '../../../resources';
import type { StoreSettings } from '../../../settings';
import { say } from '../../../text';
import { type Loaded, useLoaded } from '../../useLoaded';
import { TypedSelect } from '../TypedSelect';

interface Props {
  store: StoreSettings;
  files: Loaded<FolderFiles>;
  resources: Resources;
  disabled: boolean;
  onChange: (store: StoreSettings) => void;
}

export function FolderField({ store, files, resources, disabled, onChange }: Props) {
  const allowed = useLoaded(resources.folders);
  const folders = allowed.value ?? [];
  const choices = folders.map(({ path, exists }) => ({
    value: path,
    label: path,
    description: exists ? undefined : t('datasource.store.missing', 'does not exist yet'),
  }));
  return (
    <Field
      label={t('datasource.store.path', 'Folder')}
      description={t(
        'datasource.store.path-what',
        'A folder on the Grafana server with Parquet, CSV or JSON files. Choose one that is allowed, or type one below it.'
      )}
      htmlFor="tideline-path"
      disabled={disabled}
    >
      <TypedSelect
        inputId="tideline-path"
        width={60}
        isClearable
        isLoading={files.loading}
        options={choices}
        value={store.path || undefined}
        placeholder={
          folders.length > 0
            ? say('store.first', '{{folder}}, the first that is allowed', { folder: folders[0].path })
            : '/var/lib/predictions'
        }
        onChange={(path) => onChange({ ...store, path })}
      />
    </Field>
  );
}
