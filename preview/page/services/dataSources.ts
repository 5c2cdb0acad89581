// The provisioned data sources: which there are, and the plugin's own class for each when it is first asked for.
import type { DataSourceApi, DataSourceInstanceSettings, DataSourceRef, ScopedVars } from '@grafana/data';
import {
  config,
  type DataSourceSrv,
  type GetDataSourceListFilters,
  getTemplateSrv,
  type RuntimeDataSourceRegistration,
} from '@grafana/runtime';
import { initDataSourceInstanceSettings, syncDataSourceInstanceSettings } from 'preview:grafana-runtime-internals';
import { importDataSource } from '../plugins/importers';
import { mixed } from './mixed';

type Ref = DataSourceRef | string | null;

export class DataSources implements DataSourceSrv {
  private readonly instances = new Map<string, Promise<DataSourceApi>>();
  private readonly runtime = new Map<string, DataSourceApi>();

  constructor() {
    initDataSourceInstanceSettings(config.datasources, config.defaultDatasource);
  }

  async get(ref?: Ref, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    if (isMixed(ref)) {
      return mixed();
    }
    const uid = uidOf(ref, scopedVars);
    const registered = uid === undefined ? undefined : this.runtime.get(uid);
    if (registered !== undefined) {
      return registered;
    }
    const settings = this.getInstanceSettings(ref, scopedVars);
    if (settings === undefined) {
      throw new Error(`Data source ${uid ?? 'default'} was not found`);
    }
    const known = this.instances.get(settings.uid) ?? load(settings);
    this.instances.set(settings.uid, known);
    known.catch(() => this.instances.delete(settings.uid));
    return known;
  }

  getInstanceSettings(ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const uid = uidOf(ref, scopedVars);
    const all = Object.values(config.datasources);
    if (uid === undefined || uid === 'default') {
      const type = typeof ref === 'object' ? ref?.type : undefined;
      const ofType = all.filter((ds) => type === undefined || ds.type === type);
      return ofType.find(({ name }) => name === config.defaultDatasource) ?? ofType[0];
    }
    const found = all.find((ds) => ds.uid === uid) ?? config.datasources[uid];
    const asVariable = typeof ref === 'string' ? ref : ref?.uid;
    return found !== undefined && asVariable?.includes('$')
      ? { ...found, rawRef: { type: found.type, uid: found.uid }, uid: asVariable }
      : found;
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    const { metrics, tracing, logs, annotations, alerting, pluginId, type, filter } = filters;
    const types = type === undefined ? undefined : [type].flat();
    return Object.values(config.datasources)
      .filter(
        (ds) =>
          (!metrics || ds.meta.metrics) &&
          (!tracing || ds.meta.tracing) &&
          (!logs || ds.meta.logs) &&
          (!annotations || ds.meta.annotations) &&
          (!alerting || ds.meta.alerting) &&
          (pluginId === undefined || ds.meta.id === pluginId) &&
          (types === undefined || types.includes(ds.type)) &&
          (filter === undefined || filter(ds))
      )
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Reads the data sources again from the host; what was made of the old ones is forgotten. */
  async reload(): Promise<void> {
    const response = await fetch('/api/frontend/settings');
    const settings = await response.json();
    Object.assign(config, { datasources: settings.datasources, defaultDatasource: settings.defaultDatasource });
    syncDataSourceInstanceSettings(settings);
    this.instances.clear();
  }

  registerRuntimeDataSource({ dataSource }: RuntimeDataSourceRegistration): void {
    this.runtime.set(dataSource.uid, dataSource);
  }
}

const isMixed = (ref?: Ref) => (typeof ref === 'string' ? ref : ref?.uid) === '-- Mixed --';

function uidOf(ref?: Ref, scopedVars?: ScopedVars): string | undefined {
  const named = typeof ref === 'string' ? ref : ref?.uid;
  return named?.includes('$')
    ? getTemplateSrv().replace(named, scopedVars, (value: unknown) => [value].flat()[0])
    : named || undefined;
}

async function load(settings: DataSourceInstanceSettings): Promise<DataSourceApi> {
  const plugin = await importDataSource(settings.meta);
  // A variable's name is for queries; the instance belongs to the data source that the variable stands for.
  const own = { ...settings, uid: settings.rawRef?.uid ?? settings.uid };
  const instance = new plugin.DataSourceClass(own);
  instance.components = plugin.components;
  instance.meta = own.meta;
  return instance;
}
