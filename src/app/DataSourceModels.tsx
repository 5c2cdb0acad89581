// One data source and the models in it.
import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, LinkButton, LoadingPlaceholder, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import type { DataSource } from '../datasource/DataSource';
import type { ModelInfo } from '../datasource/resources';
import { dashboard, editDataSource, importDashboards } from './links';

interface Props {
  settings: DataSourceInstanceSettings;
  mayEdit: boolean;
}

type State = { models: ModelInfo[] } | { failed: true } | undefined;

export function DataSourceModels({ settings, mayEdit }: Props) {
  const { name, uid } = settings;
  const [state, setState] = useState<State>();
  useEffect(() => {
    let current = true;
    getDataSourceSrv()
      .get({ uid })
      .then((datasource) => (datasource as DataSource).resources.models())
      .then(
        (models) => current && setState({ models }),
        () => current && setState({ failed: true })
      );
    return () => {
      current = false;
    };
  }, [uid]);

  return (
    <section aria-label={name}>
      <Stack direction="row" gap={2} alignItems="center">
        <Text element="h3">{name}</Text>
        {mayEdit && (
          <>
            <LinkButton size="sm" variant="secondary" icon="cog" href={editDataSource(settings)}>
              {t('app.start.settings', 'Settings')}
            </LinkButton>
            <LinkButton size="sm" variant="secondary" icon="import" href={importDashboards(settings)}>
              {t('app.start.import', 'Import its dashboards')}
            </LinkButton>
          </>
        )}
      </Stack>
      {state === undefined && <LoadingPlaceholder text={t('app.start.loading', 'Asking for its models …')} />}
      {state && 'failed' in state && (
        <Alert
          severity="error"
          title={t(
            'app.start.failed',
            'Its models could not be listed. Its settings say why: press “Save & test” there.'
          )}
        />
      )}
      {state && 'models' in state && state.models.length === 0 && (
        <Text element="p" color="secondary">
          {t(
            'app.start.no-models',
            'It has no models yet. Its settings list the files that are there and guess what their columns are.'
          )}
        </Text>
      )}
      {state && 'models' in state && state.models.length > 0 && <ModelsTable uid={uid} models={state.models} />}
    </section>
  );
}

function ModelsTable({ uid, models }: { uid: string; models: ModelInfo[] }) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles}>
      <thead>
        <tr>
          <th scope="col">{t('app.start.model', 'Model')}</th>
          <th scope="col">{t('app.start.features', 'Features')}</th>
          <th scope="col">{t('app.start.window', 'Window')}</th>
          <th scope="col">{t('app.start.reference', 'Reference')}</th>
          <th scope="col">{t('app.start.dashboards', 'Dashboards')}</th>
        </tr>
      </thead>
      <tbody>
        {models.map(({ name, features, window, reference }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{features.length}</td>
            <td>{window}</td>
            <td>{reference ?? t('app.start.no-reference', 'none')}</td>
            <td>
              <TextLink inline={false} href={dashboard('tideline-overview', { datasource: uid, model: name })}>
                {t('app.start.overview-of', 'Overview of {{name}}', { name, interpolation: { escapeValue: false } })}
              </TextLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    marginTop: theme.spacing(1),
    'th, td': { padding: theme.spacing(0.5, 2, 0.5, 0), textAlign: 'left' },
    'thead th': { color: theme.colors.text.secondary },
    'tbody th': { fontWeight: theme.typography.fontWeightMedium },
  });
