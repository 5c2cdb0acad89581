// Step 1: where the prediction logs lie: in files beside Grafana, or on a server.
import { t } from '@grafana/i18n';
import { Field, Select } from '@grafana/ui';
import React, { useRef } from 'react';
import type { FolderFiles, Resources } from '../../../resources';
import { type EngineName, isServer, type StoreSettings } from '../../../settings';
import type { Loaded } from '../../useLoaded';
import { engineChoices } from './engines';
import { FolderField } from './FolderField';
import type { SecretFields } from './secrets';
import { ServerFields } from './ServerFields';

interface Props {
  store: StoreSettings;
  secrets: SecretFields;
  files: Loaded<FolderFiles>;
  resources: Resources;
  /** That are read on a server. */
  tables: string[];
  disabled: boolean;
  onChange: (store: StoreSettings) => void;
}

export function StoreStep({ store, secrets, files, resources, tables, disabled, onChange }: Props) {
  // What was said of one engine comes back with it.
  const before = useRef(new Map<EngineName, StoreSettings>());
  const choose = (engine: EngineName) => {
    if (engine !== store.engine) {
      before.current.set(store.engine, store);
      onChange(before.current.get(engine) ?? { engine });
    }
  };
  return (
    <>
      <Field label={t('datasource.store.engine', 'Where the log is')} htmlFor="tideline-engine" disabled={disabled}>
        <Select<EngineName>
          inputId="tideline-engine"
          width={60}
          options={engineChoices()}
          value={store.engine}
          onChange={({ value }) => value && choose(value)}
        />
      </Field>
      {isServer(store) ? (
        <ServerFields
          key={store.engine}
          store={store}
          secrets={secrets}
          tables={tables}
          disabled={disabled}
          onChange={onChange}
        />
      ) : (
        <FolderField store={store} files={files} resources={resources} disabled={disabled} onChange={onChange} />
      )}
    </>
  );
}
