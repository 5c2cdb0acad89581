// A data source's settings, with the editor that its plugin brings. What is saved is kept by the host until it ends.
import { css } from '@emotion/css';
import type {
  DataSourceApi,
  DataSourcePlugin,
  DataSourcePluginOptionsEditorProps,
  DataSourceSettings,
  GrafanaTheme2,
} from '@grafana/data';
import { DataSourcePluginContextProvider } from '@grafana/data';
import { config, getBackendSrv, getDataSourceSrv, HealthCheckError } from '@grafana/runtime';
import { Alert, Button, Field, Input, Stack, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { importDataSource } from '../plugins/importers';
import { useLoaded } from './useLoaded';
import { Waiting } from './Waiting';

interface Opened {
  settings: DataSourceSettings;
  plugin: DataSourcePlugin<DataSourceApi>;
}

export function DataSourcePage({ onTitle }: { onTitle: (title: string) => void }) {
  const { uid = '' } = useParams();
  const opened = useLoaded(uid, async (): Promise<Opened> => {
    const settings = await getBackendSrv().get<DataSourceSettings>(`/api/datasources/uid/${encodeURIComponent(uid)}`);
    const instance = Object.values(config.datasources).find((ds) => ds.uid === uid);
    if (instance === undefined) {
      throw new Error(`There is no data source ${uid}`);
    }
    return { settings, plugin: await importDataSource(instance.meta) };
  });
  return <Waiting loaded={opened}>{(value) => <Settings key={uid} {...value} onTitle={onTitle} />}</Waiting>;
}

interface Outcome {
  severity: 'success' | 'error';
  title: string;
  detail?: string;
}

function Settings({ settings, plugin, onTitle }: Opened & { onTitle: (title: string) => void }) {
  const styles = useStyles2(getStyles);
  const [options, setOptions] = useState(() => unwritten(settings));
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const instance = Object.values(config.datasources).find(({ uid }) => uid === settings.uid);
  useEffect(() => onTitle(settings.name), [settings, onTitle]);

  const saveAndTest = async () => {
    setBusy(true);
    setOutcome(undefined);
    try {
      if (!settings.readOnly) {
        const address = `/api/datasources/uid/${settings.uid}`;
        await getBackendSrv().put(address, options, { showSuccessAlert: false });
        await getDataSourceSrv().reload();
        setOptions(unwritten(await getBackendSrv().get<DataSourceSettings>(address))); // it has another version now
      }
      const { message, status, details } = await (await getDataSourceSrv().get(settings.uid)).testDatasource();
      setOutcome({
        severity: status === 'error' ? 'error' : 'success',
        title: message,
        detail: details?.verboseMessage as string | undefined,
      });
    } catch (error) {
      setOutcome(failed(error));
    } finally {
      setBusy(false);
    }
  };

  const Editor = plugin.components.ConfigEditor as React.ComponentType<DataSourcePluginOptionsEditorProps> | undefined;
  return (
    <form
      className={styles}
      onSubmit={(event) => {
        event.preventDefault();
        void saveAndTest();
      }}
    >
      {settings.readOnly && (
        <Alert
          severity="info"
          title="This data source was provisioned as read-only: it can be tested, but not changed. (editable: true in its file changes that.)"
        />
      )}
      <Field label="Name" htmlFor="data-source-name" noMargin>
        <Input
          id="data-source-name"
          value={options.name}
          readOnly={settings.readOnly}
          onChange={({ currentTarget }) => setOptions({ ...options, name: currentTarget.value })}
        />
      </Field>
      {Editor === undefined || instance === undefined ? (
        <Alert severity="info" title="The data source’s plugin brings no settings editor" />
      ) : (
        <DataSourcePluginContextProvider instanceSettings={instance}>
          <Editor options={options as never} onOptionsChange={setOptions as never} />
        </DataSourcePluginContextProvider>
      )}
      {outcome?.title && ( // Grafana shows nothing without a message either
        <Alert severity={outcome.severity} title={outcome.title}>
          {outcome.detail && <pre>{outcome.detail}</pre>}
        </Alert>
      )}
      <Stack>
        <Button type="submit" disabled={busy}>
          {settings.readOnly ? 'Test' : 'Save & test'}
        </Button>
      </Stack>
    </form>
  );
}

/** Settings as they were read, with no secret typed yet. */
const unwritten = (settings: DataSourceSettings) => ({ ...settings, secureJsonData: {} }) as DataSourceSettings;

function failed(error: unknown): Outcome {
  if (error instanceof HealthCheckError) {
    return { severity: 'error', title: error.message, detail: error.details?.verboseMessage as string | undefined };
  }
  const { data, message } = error as { data?: { message?: string }; message?: string };
  return { severity: 'error', title: data?.message ?? message ?? String(error) };
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ padding: theme.spacing(3), maxWidth: 1100, display: 'grid', gap: theme.spacing(2) });
