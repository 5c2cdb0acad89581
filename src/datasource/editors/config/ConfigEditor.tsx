// The data source's settings in Grafana: hands the page what Grafana holds, and Grafana what the page changes.
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import React, { useMemo, useState } from 'react';
import { useHealth } from '../../health';
import { resources } from '../../resources';
import type { SecretName, Secrets, Settings } from '../../settings';
import { byUid } from './byUid';
import { dashboards } from './check/dashboards';
import { SettingsPage } from './SettingsPage';
import type { SecretFields } from './store/secrets';

export function ConfigEditor({ options, onOptionsChange }: DataSourcePluginOptionsEditorProps<Settings, Secrets>) {
  const { uid, jsonData, readOnly = false, secureJsonData, secureJsonFields } = options;
  const typed = JSON.stringify(secureJsonData ?? {});
  const sent = JSON.stringify(useTyped(secureJsonData, secureJsonFields, JSON.stringify(jsonData.store)));
  const ask = useMemo(() => resources(byUid(uid), JSON.parse(sent) as Secrets), [uid, sent]);
  const saved =
    useSaved(options.version, JSON.stringify([jsonData.store, jsonData.models, jsonData.service, typed])) &&
    Boolean(uid);
  const health = useHealth(uid);
  const secrets: SecretFields = {
    isSet: (name) => Boolean(secureJsonFields?.[name]) || Boolean(secureJsonData?.[name]),
    set: (name, text) => onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, [name]: text } }),
    reset: (name: SecretName) =>
      onOptionsChange({
        ...options,
        secureJsonFields: { ...secureJsonFields, [name]: false },
        secureJsonData: { ...secureJsonData, [name]: '' },
      }),
  };
  return (
    <SettingsPage
      identity={options}
      settings={jsonData}
      secrets={secrets}
      resources={ask}
      dashboards={dashboards}
      saved={saved}
      health={saved ? health : undefined}
      readOnly={readOnly}
      onChange={(part) => onOptionsChange({ ...options, jsonData: { ...jsonData, ...part } })}
    />
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

/**
 * The secrets that were typed on this page, also after they were saved: Grafana then forgets them here, while its server still knows the data source of before
 * for some seconds, and what is asked in these would fail. With another server or user they are gone.
 */
function useTyped(typed: Secrets | undefined, saved: Record<string, boolean> | undefined, store: string): Secrets {
  const [kept, setKept] = useState<{ store: string; secrets: Secrets }>({ store, secrets: {} });
  const all = { ...(kept.store === store ? kept.secrets : {}), ...typed };
  const secrets = Object.fromEntries(
    Object.entries(all).filter(([name]) => typed?.[name as SecretName] !== undefined || saved?.[name])
  );
  if (kept.store !== store || JSON.stringify(kept.secrets) !== JSON.stringify(secrets)) {
    setKept({ store, secrets });
  }
  return secrets;
}
