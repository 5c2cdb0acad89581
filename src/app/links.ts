// Where the app's pages lead.
import type { DataSourceInstanceSettings } from '@grafana/data';

export const dataSourceId = 'tideline-drift-datasource';
const appId = 'tideline-ml-app';

export const startPage = `/a/${appId}/start`;

/** Grafana's page about the data source, with its button to add one. */
export const addDataSource = `/connections/datasources/${dataSourceId}`;
export const editDataSource = ({ uid }: DataSourceInstanceSettings): string =>
  `/connections/datasources/edit/${encodeURIComponent(uid)}`;
export const importDashboards = (settings: DataSourceInstanceSettings): string =>
  `${editDataSource(settings)}/dashboards`;
export const newAlertRule = '/alerting/new';

/** A page of the app about a model. Values that are not given are left out. */
export function modelPage(
  page: 'model' | 'reference' | 'exclude',
  uid: string,
  model: string,
  values: Record<string, string | number | undefined> = {}
): string {
  const query = new URLSearchParams({ datasource: uid, model });
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  return `/a/${appId}/${page}?${query}`;
}

/** A dashboard of the app, with its variables set. */
export function dashboard(
  uid: 'tideline-overview' | 'tideline-feature',
  variables: Record<string, string> = {}
): string {
  const query = new URLSearchParams(Object.entries(variables).map(([name, value]) => [`var-${name}`, value]));
  return `/d/${uid}${query.size > 0 ? `?${query}` : ''}`;
}
