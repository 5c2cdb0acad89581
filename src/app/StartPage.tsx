// The app's first page: what is set up, where it can be seen, and what to do next.
import { OrgRole } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config, getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { LinkButton, Stack, Text, TextLink } from '@grafana/ui';
import React from 'react';
import { DataSourceModels } from './DataSourceModels';
import { addDataSource, dashboard, dataSourceId, diagnosticsPage, newAlertRule } from './links';

export function StartPage() {
  const sources = getDataSourceSrv().getList({ pluginId: dataSourceId });
  const { isGrafanaAdmin, orgRole } = config.bootData.user;
  const mayEdit = isGrafanaAdmin || orgRole === OrgRole.Admin;
  return (
    <PluginPage>
      <Stack direction="column" gap={4}>
        <Text element="p">
          {t(
            'app.start.what',
            'Tideline reads the prediction log that a model already writes, and says when a dashboard or an alert rule asks whether its features, predictions or labels have moved away from a reference, or values are missing.'
          )}
        </Text>
        {sources.length === 0 && <FirstSteps mayEdit={mayEdit} />}
        {sources.map((settings) => (
          <DataSourceModels key={settings.uid} settings={settings} mayEdit={mayEdit} />
        ))}
        {sources.length > 0 && (
          <Stack direction="row" gap={2} wrap="wrap">
            <LinkButton icon="apps" href={dashboard('tideline-overview')}>
              {t('app.start.overview', 'Model overview')}
            </LinkButton>
            <LinkButton icon="chart-line" variant="secondary" href={dashboard('tideline-feature')}>
              {t('app.start.feature', 'Feature by feature')}
            </LinkButton>
            <LinkButton icon="bell" variant="secondary" href={newAlertRule}>
              {t('app.start.alert', 'New alert rule')}
            </LinkButton>
            {mayEdit && (
              <>
                <LinkButton icon="plus" variant="secondary" href={addDataSource}>
                  {t('app.start.another', 'Add another data source')}
                </LinkButton>
                <LinkButton icon="tachometer-fast" variant="secondary" href={diagnosticsPage}>
                  {t('app.start.diagnostics', 'What it costs')}
                </LinkButton>
              </>
            )}
          </Stack>
        )}
      </Stack>
    </PluginPage>
  );
}

/** What a newcomer does, in order. */
function FirstSteps({ mayEdit }: { mayEdit: boolean }) {
  return (
    <section aria-label={t('app.start.steps', 'First steps')}>
      <Text element="h3">{t('app.start.steps', 'First steps')}</Text>
      <ol style={{ margin: '1em 1.5em' }}>
        <li>
          {mayEdit ? (
            <TextLink href={addDataSource}>{t('app.start.add', 'Add a Tideline data source')}</TextLink>
          ) : (
            t('app.start.ask', 'Ask an administrator to add a Tideline data source.')
          )}
        </li>
        <li>
          {t(
            'app.start.point',
            'Point it at the folder of the prediction log, and add a model: the roles of the columns are guessed.'
          )}
        </li>
        <li>
          <TextLink href={dashboard('tideline-overview')}>{t('app.start.open', 'Open the model overview')}</TextLink>
        </li>
        <li>{t('app.start.rule', 'Make an alert rule on severity: from 1 on, something has drifted.')}</li>
      </ol>
    </section>
  );
}
