// An app's own pages, and its configuration pages.
import { type AppPlugin, type AppPluginMeta, PluginContextProvider, type PluginMeta, urlUtil } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Tab, TabContent, TabsBar } from '@grafana/ui';
import React, { useEffect } from 'react';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { importApp } from '../plugins/importers';
import { useLoaded } from './useLoaded';
import { Waiting } from './Waiting';

interface Props {
  onTitle: (title: string) => void;
}

export function AppPage({ onTitle }: Props) {
  const { id = '' } = useParams();
  return (
    <Waiting loaded={useApp(id)}>
      {(plugin) => (
        <WithPlugin plugin={plugin} onTitle={onTitle}>
          <Root plugin={plugin} />
        </WithPlugin>
      )}
    </Waiting>
  );
}

function Root({ plugin }: { plugin: AppPlugin }) {
  const { pathname, search } = useLocation();
  const Page = plugin.root;
  return Page === undefined ? (
    <Alert severity="info" title="This app has no pages" />
  ) : (
    <Page
      meta={plugin.meta as AppPluginMeta}
      basename={`/a/${plugin.meta.id}`}
      path={pathname}
      query={urlUtil.getUrlSearchParams()}
      onNavChanged={() => undefined}
      key={search === '' ? undefined : plugin.meta.id}
    />
  );
}

/** Its configuration pages, as tabs; `?page=` names one. */
export function AppConfigPage({ onTitle }: Props) {
  const { id = '' } = useParams();
  const { search, pathname } = useLocation();
  const named = new URLSearchParams(search).get('page');
  return (
    <Waiting loaded={useApp(id)}>
      {(plugin) => {
        const pages = plugin.configPages ?? [];
        const page = pages.find(({ id }) => id === named) ?? pages[0];
        if (page === undefined) {
          return <Alert severity="info" title="This app has no configuration" />;
        }
        const Body = page.body as React.ComponentType<{ plugin: AppPlugin; query: object }>;
        return (
          <WithPlugin plugin={plugin} onTitle={onTitle}>
            <TabsBar>
              {pages.map(({ id, title, icon }) => (
                <Tab key={id} label={title} icon={icon} active={id === page.id} href={`${pathname}?page=${id}`} />
              ))}
            </TabsBar>
            <TabContent style={{ padding: 16 }}>
              <Body plugin={plugin} query={urlUtil.getUrlSearchParams()} />
            </TabContent>
          </WithPlugin>
        );
      }}
    </Waiting>
  );
}

const useApp = (id: string) =>
  useLoaded(id, async () =>
    importApp(await getBackendSrv().get<AppPluginMeta>(`/api/plugins/${encodeURIComponent(id)}/settings`))
  );

function WithPlugin({ plugin, onTitle, children }: Props & { plugin: AppPlugin; children: React.ReactNode }) {
  useEffect(() => onTitle(plugin.meta.name), [plugin, onTitle]);
  return <PluginContextProvider meta={plugin.meta as PluginMeta}>{children}</PluginContextProvider>;
}
