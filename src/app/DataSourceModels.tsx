// One data source and the models in it.
import type { DataSourceInstanceSettings } from '@grafana/data';
import { Alert, LinkButton, LoadingPlaceholder, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React, { useCallback, useEffect, useMemo, useState } from 'react';
import type { DataSource } from '../datasource/DataSource';
import { useLoaded } from '../datasource/editors/useLoaded';
import type { ModelInfo } from '../datasource/resources';
import { askOf, dataSource } from './ask/ask';
import { dashboard, editDataSource, importDashboards, modelPage } from './links';
import { State } from './model/State';
import { tableStyle } from './model/tableStyle';
import { t } from './text';

interface Props {
  settings: DataSourceInstanceSettings;
  mayEdit: boolean;
}

type Found = { datasource: DataSource; models: ModelInfo[] } | { failed: true } | undefined;

export function DataSourceModels({ settings, mayEdit }: Props) {
  const { name, uid } = settings;
  const [state, setState] = useState<Found>();
  useEffect(() => {
    let current = true;
    dataSource(uid)
      .then(async (datasource) => ({ datasource, models: await datasource.resources.models() }))
      .then(
        (found) => current && setState(found),
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
              {t('start.settings', 'Settings')}
            </LinkButton>
            <LinkButton size="sm" variant="secondary" icon="import" href={importDashboards(settings)}>
              {t('start.import', 'Import its dashboards')}
            </LinkButton>
          </>
        )}
      </Stack>
      {state === undefined && <LoadingPlaceholder text={t('start.loading', 'Asking for its models …')} />}
      {state && 'failed' in state && (
        <Alert
          severity="error"
          title={t('start.failed', 'Its models could not be listed. Its settings say why: press “Save & test” there.')}
        />
      )}
      {state && 'models' in state && state.models.length === 0 && (
        <Text element="p" color="secondary">
          {t(
            'start.no-models',
            'It has no models yet. Its settings list the files that are there and guess what their columns are.'
          )}
        </Text>
      )}
      {state && 'models' in state && state.models.length > 0 && (
        <ModelsTable uid={uid} models={state.models} datasource={state.datasource} />
      )}
    </section>
  );
}

function ModelsTable({ uid, models, datasource }: { uid: string; models: ModelInfo[]; datasource: DataSource }) {
  const style = useStyles2(tableStyle);
  const ask = useMemo(() => askOf(datasource), [datasource]);
  return (
    <table className={style}>
      <thead>
        <tr>
          <th scope="col">{t('start.model', 'Model')}</th>
          <th scope="col">{t('start.state', 'Newest window')}</th>
          <th scope="col">{t('start.reference', 'Compared with')}</th>
          <th scope="col">{t('start.version', 'Newest version')}</th>
          <th scope="col">{t('start.features', 'Features')}</th>
          <th scope="col">{t('start.window', 'Window')}</th>
          <th scope="col">{t('start.dashboards', 'Dashboards')}</th>
        </tr>
      </thead>
      <tbody>
        {models.map((info) => (
          <tr key={info.name}>
            <th scope="row">
              <TextLink inline={false} href={modelPage('model', uid, info.name)}>
                {info.name}
              </TextLink>
            </th>
            <td>
              <State ask={ask} model={info.name} />
            </td>
            <td>{referenceText(info)}</td>
            <td>{info.version !== undefined && <NewestVersion info={info} datasource={datasource} />}</td>
            <td>{info.features.length}</td>
            <td>{info.window}</td>
            <td>
              <TextLink inline={false} href={dashboard('tideline-overview', { datasource: uid, model: info.name })}>
                {t('start.overview-of', 'Overview of {{name}}', { name: info.name })}
              </TextLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What holds now, and how many others there are. */
function referenceText({ reference, references = [] }: ModelInfo): string {
  const others = references.length - (reference ? 1 : 0);
  const text = reference ?? (references.length === 0 ? t('start.no-reference', 'the beginning of its log') : '');
  if (others <= 0) {
    return text;
  }
  return text === ''
    ? t('start.by-version', '{{n}} versions’ own', { n: others })
    : t('start.and-others', '{{text}}, and {{n}} more', { text, n: others });
}

/** The last of the versions in their natural order, as the data source lists them. */
function NewestVersion({ info, datasource }: { info: ModelInfo; datasource: DataSource }) {
  const { name, version = '' } = info;
  const load = useCallback(() => datasource.resources.values(name, version), [datasource, name, version]);
  const { value } = useLoaded(load);
  if (value === undefined || value.length === 0) {
    return null;
  }
  return (
    <>
      {value.length === 1
        ? value[0]
        : t('start.newest', '{{newest}}, of {{n}}', { newest: value[value.length - 1], n: value.length })}
    </>
  );
}
