import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, LinkButton } from '@grafana/ui';
import React, { useState } from 'react';
import { messageOf, useLoaded } from '../../useLoaded';
import type { Dashboards } from './dashboards';

interface Props {
  uid: string;
  model: string;
  dashboards: Dashboards;
}

/** Where a model that is set up can be looked at. Dashboards that Grafana does not have yet are a click away as well. */
export function Onward({ uid, model, dashboards }: Props) {
  const imported = useLoaded(dashboards.imported);
  const [brought, setBrought] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const bring = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await dashboards.bring();
      setBrought(true);
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {imported.value === false && !brought ? (
        <Button
          type="button"
          variant="primary"
          icon={busy ? 'fa fa-spinner' : 'import'}
          disabled={busy}
          onClick={bring}
        >
          {t('datasource.check.import', 'Import the dashboards')}
        </Button>
      ) : (
        <LinkButton variant="primary" icon="apps" href={overview(uid, model)}>
          {t('datasource.check.overview', 'Open the overview')}
        </LinkButton>
      )}
      <LinkButton variant="secondary" icon="compass" href={explore(uid, model)}>
        {t('datasource.check.explore', 'Explore')}
      </LinkButton>
      {error !== undefined && <Alert severity="error" title={error} />}
    </>
  );
}

const overview = (uid: string, model: string): string =>
  locationUtil.assureBaseUrl(
    `/d/tideline-overview?${new URLSearchParams({ 'var-datasource': uid, 'var-model': model })}`
  );

function explore(uid: string, model: string): string {
  const query = { refId: 'A', datasource: { type: 'tideline-drift-datasource', uid }, queryType: 'drift', model };
  const panes = { a: { datasource: uid, queries: [query], range: { from: 'now-8w', to: 'now' } } };
  return locationUtil.assureBaseUrl(
    `/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify(panes) })}`
  );
}
