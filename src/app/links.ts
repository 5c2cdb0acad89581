// Where the app's pages lead.
import type { DataSourceInstanceSettings } from '@grafana/data';

export const dataSourceId = 'tideline-drift-datasource';

/** Grafana's page about the data source, with its button to add one. */
export const addDataSource = `/connections/datasources/${dataSourceId}`;
export const editDataSource = ({ uid }: DataSourceInstanceSettings): string =>
  `/connections/datasources/edit/${encodeURIComponent(uid)}`;
export const importDashboards = (settings: DataSourceInstanceSettings): string =>
  `${editDataSource(settings)}/dashboards`;
export const newAlertRule = '/alerting/new';

/** A dashboard of the app, with its variables set. */
export function dashboard(
  uid: 'tideline-overview' | 'tideline-feature',
  variables: Record<string, string> = {}
): string {
  const query = new URLSearchParams(Object.entries(variables).map(([name, value]) => [`var-${name}`, value]));
  return `/d/${uid}${query.size > 0 ? `?${query}` : ''}`;
}
