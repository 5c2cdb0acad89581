// Where the app's pages lead. All addresses are those of this Grafana, also where it is served under a path: a button takes an address as it is, and a link
// that is opened in a new tab or copied has nobody to mend it.
import { type DataSourceInstanceSettings, locationUtil } from '@grafana/data';

export const dataSourceId = 'tideline-drift-datasource';
const appId = 'tideline-ml-app';

const here = (address: string): string => locationUtil.assureBaseUrl(address);

export const diagnosticsPage = here(`/a/${appId}/diagnostics`);
export const startPage = here(`/a/${appId}/start`);

/** Grafana's page about the data source, with its button to add one. */
export const addDataSource = here(`/connections/datasources/${dataSourceId}`);
export const editDataSource = ({ uid }: DataSourceInstanceSettings): string =>
  here(`/connections/datasources/edit/${encodeURIComponent(uid)}`);
export const importDashboards = (settings: DataSourceInstanceSettings): string =>
  `${editDataSource(settings)}/dashboards`;
export const newAlertRule = here('/alerting/new');

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
  return here(`/a/${appId}/${page}?${query}`);
}

/** A dashboard of the app, with its variables set. */
export function dashboard(
  uid: 'tideline-overview' | 'tideline-feature' | 'tideline-segment',
  variables: Record<string, string> = {}
): string {
  const query = new URLSearchParams(Object.entries(variables).map(([name, value]) => [`var-${name}`, value]));
  return here(`/d/${uid}${query.size > 0 ? `?${query}` : ''}`);
}
