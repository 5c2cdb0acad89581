// The data source's settings: where the log lies, and the models in it. Whatever is found is guessed first and corrected by the user.
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, ClipboardButton, ControlledCollapse, FieldSet } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { resources } from '../../resources';
import type { Model, Settings } from '../../settings';
import { byUid } from './byUid';
import { ModelsSection } from './ModelsSection';
import { provisioningYaml } from './provisioning';
import { StoreSection } from './StoreSection';

export function ConfigEditor({ options, onOptionsChange }: DataSourcePluginOptionsEditorProps<Settings>) {
  const { uid, jsonData, readOnly = false } = options;
  const { store = { engine: 'duckdb' }, models = [] } = jsonData;
  const ask = useMemo(() => resources(byUid(uid)), [uid]);
  const change = (part: Partial<Settings>) => onOptionsChange({ ...options, jsonData: { ...jsonData, ...part } });
  const storeIsSaved = useSaved(options.version, JSON.stringify(store)) && Boolean(uid);

  return (
    <>
      {readOnly && (
        <Alert
          severity="info"
          title={t('datasource.config.read-only', 'These settings come from a provisioning file and are changed there')}
        />
      )}
      <FieldSet label={t('datasource.config.store', 'Store')} disabled={readOnly}>
        <StoreSection store={store} onChange={(changed) => change({ store: changed })} />
      </FieldSet>
      <FieldSet label={t('datasource.config.models', 'Models')} disabled={readOnly}>
        <ModelsSection
          models={models}
          resources={ask}
          saved={storeIsSaved}
          readOnly={readOnly}
          onChange={(changed: Model[]) => change({ models: changed, store })}
        />
      </FieldSet>
      <ControlledCollapse label={t('datasource.config.yaml', 'The same as a provisioning file')}>
        <ProvisioningFile yaml={provisioningYaml(options, { store, models })} />
      </ControlledCollapse>
    </>
  );
}

/** Whether a value is the one that was last saved. Saving raises the version; what the page starts with is saved. */
function useSaved(version: number | undefined, value: string): boolean {
  const [saved, setSaved] = useState({ version, value });
  if (saved.version !== version) {
    setSaved({ version, value });
  }
  return saved.value === value;
}

function ProvisioningFile({ yaml }: { yaml: string }) {
  return (
    <>
      <pre aria-label={t('datasource.config.yaml-label', 'Provisioning file')}>{yaml}</pre>
      <ClipboardButton variant="secondary" icon="copy" getText={() => yaml}>
        {t('datasource.config.copy', 'Copy')}
      </ClipboardButton>
    </>
  );
}
