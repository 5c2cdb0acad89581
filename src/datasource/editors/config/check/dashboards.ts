// The dashboards that come with the data source: whether Grafana has them, and how it gets them. It is what the page's tab "Dashboards" does.
import { type BackendSrvRequest, getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

export interface Dashboards {
  imported: () => Promise<boolean>;
  bring: () => Promise<void>;
}

const plugin = 'tideline-drift-datasource';
/** Their uids, which are the names of their files as well. */
const files = ['tideline-overview', 'tideline-feature', 'tideline-segment'];

async function call<T>(request: BackendSrvRequest): Promise<T> {
  return (await lastValueFrom(getBackendSrv().fetch<T>({ showErrorAlert: false, showSuccessAlert: false, ...request })))
    .data;
}

export const dashboards: Dashboards = {
  imported: async () => {
    const query = new URLSearchParams(files.map((uid) => ['dashboardUIDs', uid]));
    const found = await call<unknown[]>({ url: `/api/search?${query}`, method: 'GET' });
    return found.length === files.length;
  },
  bring: async () => {
    for (const file of files) {
      await call({
        url: '/api/dashboards/import',
        method: 'POST',
        data: { pluginId: plugin, path: `dashboards/${file}.json`, overwrite: true, inputs: [] },
      });
    }
  },
};
