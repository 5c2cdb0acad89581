// What Tideline costs: what its process holds, what the queries of each model took and where the time went, and the last slow ones. For administrators.
import type { DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { Alert, Button, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { messageOf, useLoaded } from '../../datasource/editors/useLoaded';
import type { Diagnostics } from '../../datasource/resources';
import { dataSource } from '../ask/ask';
import { Heading } from '../Heading';
import { dataSourceId } from '../links';
import { t } from '../text';
import { sayMoment } from '../time/moment';
import { ModelsTable } from './ModelsTable';
import { Memory } from './Memory';
import { SlowTable } from './SlowTable';

/** One data source, and what it says or why it does not. */
interface Report {
  settings: DataSourceInstanceSettings;
  found?: Diagnostics;
  error?: string;
}

const reportOf = async (settings: DataSourceInstanceSettings): Promise<Report> => {
  try {
    return { settings, found: await (await dataSource(settings.uid)).resources.diagnostics() };
  } catch (error) {
    return { settings, error: messageOf(error) };
  }
};

export function DiagnosticsPage() {
  const [asked, setAsked] = useState(0);
  const load = useCallback(
    () => Promise.all(getDataSourceSrv().getList({ pluginId: dataSourceId }).map(reportOf)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked again by hand
    [asked]
  );
  const { value, loading } = useLoaded(load);
  const reports = useNewest(value);
  const first = reports?.find(({ found }) => found !== undefined)?.found;
  return (
    <PluginPage>
      {reports === undefined && <LoadingPlaceholder text={t('diagnostics.loading', 'Asking the data sources …')} />}
      {reports?.length === 0 && (
        <Text color="secondary">{t('diagnostics.none', 'There is no Tideline data source yet.')}</Text>
      )}
      {reports !== undefined && reports.length > 0 && (
        <Stack direction="column" gap={4}>
          <Stack direction="row" gap={2} alignItems="center" justifyContent="space-between" wrap="wrap">
            <Text element="p">
              {t(
                'diagnostics.what',
                'What Tideline’s queries cost, and where the time goes. The same is among Grafana’s metrics, as tideline_*.'
              )}
            </Text>
            <Button variant="secondary" icon="sync" aria-disabled={loading} onClick={() => setAsked(asked + 1)}>
              {t('diagnostics.again', 'Refresh')}
            </Button>
          </Stack>
          {first && <Process found={first} />}
          {reports.map((report) => (
            <OneSource key={report.settings.uid} {...report} />
          ))}
        </Stack>
      )}
    </PluginPage>
  );
}

/** What was there before, while the next is loaded: the page does not jump, and the button keeps its focus. */
function useNewest<T>(value: T | undefined): T | undefined {
  const [newest, setNewest] = useState(value);
  if (value !== undefined && value !== newest) {
    setNewest(value);
  }
  return value ?? newest;
}

function Process({ found }: { found: Diagnostics }) {
  return (
    <section aria-label={t('diagnostics.process', 'Memory')}>
      <Heading>{t('diagnostics.process', 'Memory')}</Heading>
      <Memory {...found} />
      <Text element="p" color="secondary" variant="bodySmall">
        {t(
          'diagnostics.since',
          'Of the plugin’s process, which all data sources share. Everything on this page is counted since it began: {{since}}.',
          { since: sayMoment(found.since) }
        )}
      </Text>
    </section>
  );
}

function OneSource({ settings: { name }, found, error }: Report) {
  return (
    <section aria-label={name}>
      <Heading>{name}</Heading>
      {error !== undefined && (
        <Alert severity="error" title={t('diagnostics.failed', 'It does not say what it costs')}>
          {error}
        </Alert>
      )}
      {found && (
        <Stack direction="column" gap={3}>
          <ModelsTable models={found.models} />
          {found.models.length > 0 && <SlowTable slow={found.slow} from={found.slowFrom} />}
        </Stack>
      )}
    </section>
  );
}
