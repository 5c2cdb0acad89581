// What a person may do from a panel with what it shows: look at the rows behind it, call a window the new normal, leave a period out. All are
// addresses of pages, so that they open in a new tab, and a panel knows no other part of Tideline. What was not asked of a Tideline data source (another
// source, a snapshot) has none.
import { DataFrame, locationUtil, PanelData } from '@grafana/data';
import { config } from '@grafana/runtime';
import { customMeta } from '../../frames/fields';

const dataSourceId = 'tideline-drift-datasource';
const appId = 'tideline-ml-app';

/** The question that a panel's frames answer, and of whom it was asked. */
export interface Source {
  uid: string;
  model: string;
  /** The query as it was sent, with variables filled in as far as the panel knows them. */
  query: Record<string, unknown>;
}

/** A condition on rows, as a query of the data source writes it. */
export interface RowFilter {
  column: string;
  operator: string;
  value: string[];
}

/** A stretch of time, epoch ms; `to` is not in it. */
export interface Stretch {
  from: number;
  to: number;
}

export function sourceOf(data: Pick<PanelData, 'request'>, frame: DataFrame): Source | null {
  const targets = data.request?.targets ?? [];
  const target = targets.find(({ refId }) => refId === frame.refId) ?? targets[0];
  const { model } = customMeta(frame);
  if (target?.datasource?.type !== dataSourceId || !target.datasource.uid || typeof model !== 'string') {
    return null;
  }
  return { uid: target.datasource.uid, model, query: target as unknown as Record<string, unknown> };
}

/** Explore with the raw rows of a stretch of time that meet the conditions, beside those that the query has; null where the user may not explore. */
export function rowsAddress({ uid, model, query }: Source, filters: RowFilter[], range: Stretch): string | null {
  if (!mayExplore()) {
    return null;
  }
  const asked = Array.isArray(query.filters) ? query.filters : [];
  const rows = {
    refId: 'A',
    datasource: { type: dataSourceId, uid },
    version: 1,
    queryType: 'rows',
    model,
    filters: [...asked, ...filters],
  };
  const pane = { datasource: uid, queries: [rows], range: { from: String(range.from), to: String(range.to) } };
  return address('/explore', { schemaVersion: '1', panes: JSON.stringify({ rows: pane }) });
}

/** The app's page that makes a stretch of time the model's reference; null for those who may not change data sources. */
export function newNormalAddress(source: Source, stretch: Stretch): string | null {
  return settingsAddress('reference', source, stretch);
}

/** The app's page that leaves a stretch of time out of references; null for those who may not change data sources. */
export function excludeAddress(source: Source, stretch: Stretch): string | null {
  return settingsAddress('exclude', source, stretch);
}

function settingsAddress(page: string, { uid, model }: Source, { from, to }: Stretch): string | null {
  return isAdministrator() ? address(`/a/${appId}/${page}`, { datasource: uid, model, from, to }) : null;
}

function address(path: string, values: Record<string, string | number>): string {
  const query = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return locationUtil.assureBaseUrl(`${path}?${query}`);
}

function isAdministrator(): boolean {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  return orgRole === 'Admin' || isGrafanaAdmin === true;
}

function mayExplore(): boolean {
  const { orgRole } = config.bootData.user;
  return isAdministrator() || orgRole === 'Editor';
}
