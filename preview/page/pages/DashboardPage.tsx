// A dashboard.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { type EmbeddedScene, UrlSyncContextProvider } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import type { DashboardJson } from '../dashboard/json';
import { dashboardScene } from '../dashboard/scene';
import { activate } from '../services/activeScene';
import { useLoaded } from './useLoaded';
import { Waiting } from './Waiting';

interface Opened {
  title: string;
  scene: EmbeddedScene;
}

export function DashboardPage({ onTitle }: { onTitle: (title: string) => void }) {
  const { uid = '' } = useParams();
  const opened = useLoaded(uid, async (): Promise<Opened> => {
    const { dashboard } = await getBackendSrv().get<{ dashboard: DashboardJson }>(
      `/api/dashboards/uid/${encodeURIComponent(uid)}`
    );
    return { title: dashboard.title, scene: dashboardScene(dashboard) };
  });
  return <Waiting loaded={opened}>{(value) => <Dashboard key={uid} {...value} onTitle={onTitle} />}</Waiting>;
}

function Dashboard({ title, scene, onTitle }: Opened & { onTitle: (title: string) => void }) {
  // Before the first panel asks: its templates are this dashboard's.
  const [leave] = React.useState(() => activate(scene));
  useEffect(() => leave, [leave]);
  useEffect(() => onTitle(title), [title, onTitle]);
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit>
      <div className={useStyles2(getStyles)}>
        <scene.Component model={scene} />
      </div>
    </UrlSyncContextProvider>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ padding: theme.spacing(2), flexGrow: 1, display: 'flex', flexDirection: 'column' });
