// The data source's settings in Grafana: hands the page what Grafana holds, and Grafana what the page changes.
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import React, { useMemo, useState } from 'react';
import { resources } from '../../resources';
import type { Settings } from '../../settings';
import { byUid } from './byUid';
import { dashboards } from './check/dashboards';
import { SettingsPage } from './SettingsPage';

export function ConfigEditor({ options, onOptionsChange }: DataSourcePluginOptionsEditorProps<Settings>) {
  const { uid, jsonData, readOnly = false } = options;
  const ask = useMemo(() => resources(byUid(uid)), [uid]);
  const saved = useSaved(options.version, JSON.stringify([jsonData.store, jsonData.models])) && Boolean(uid);
  return (
    <SettingsPage
      identity={options}
      settings={jsonData}
      resources={ask}
      dashboards={dashboards}
      saved={saved}
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
