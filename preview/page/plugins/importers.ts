// Plugins by id. A panel is one of this page's approximations of Grafana's own, or a plugin's module.
import {
  type AppPlugin,
  type AppPluginMeta,
  type DataSourceApi,
  type DataSourcePlugin,
  type DataSourcePluginMeta,
  type PanelPlugin,
  type PanelPluginMeta,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { coreSources } from '../coresources/list';
import { corePanels } from '../corepanels/list';
import { missingPanel } from '../corepanels/missing';
import { loadModule } from './loader';

const panels = new Map<string, PanelPlugin>();
const loading = new Map<string, Promise<PanelPlugin>>();

export const panelFromCache = (id: string) => panels.get(id);

/** A panel's plugin. For one that is not there, a panel that says so. */
export function importPanel(id: string): Promise<PanelPlugin> {
  const running = loading.get(id) ?? findPanel(id).then((plugin) => remember(id, plugin));
  loading.set(id, running);
  running.catch(() => loading.delete(id));
  return running;
}

async function findPanel(id: string): Promise<PanelPlugin> {
  const core = corePanels.find((panel) => panel.id === id);
  if (core !== undefined) {
    const plugin = core.create();
    plugin.meta = metaOf(id, core.name);
    return plugin;
  }
  const meta: PanelPluginMeta | undefined = config.panels[id];
  if (meta === undefined) {
    const plugin = missingPanel(id);
    plugin.meta = metaOf(id, id);
    return plugin;
  }
  const { plugin } = (await loadModule(meta.module)) as { plugin?: PanelPlugin };
  if (plugin === undefined) {
    throw new Error(`${meta.module} exports no plugin`);
  }
  plugin.meta = meta;
  return plugin;
}

function remember(id: string, plugin: PanelPlugin): PanelPlugin {
  panels.set(id, plugin);
  return plugin;
}

function metaOf(id: string, name: string): PanelPluginMeta {
  const info = {
    author: { name: '' },
    description: '',
    links: [],
    logos: { large: '', small: '' },
    screenshots: [],
    updated: '',
    version: '',
  };
  return { id, name, type: 'panel', sort: 1, module: '', baseUrl: '', info } as unknown as PanelPluginMeta;
}

export async function importDataSource(meta: DataSourcePluginMeta): Promise<DataSourcePlugin<DataSourceApi>> {
  const core = coreSources[meta.id];
  if (core !== undefined) {
    const plugin = core();
    plugin.meta = meta;
    return plugin;
  }
  if (meta.module === undefined) {
    throw new Error(`The data source plugin ${meta.id} is not installed`);
  }
  const { plugin } = (await loadModule(meta.module)) as { plugin?: DataSourcePlugin<DataSourceApi> };
  if (plugin === undefined) {
    throw new Error(`${meta.module} exports no plugin`);
  }
  plugin.meta = meta;
  return plugin;
}

export async function importApp(meta: AppPluginMeta): Promise<AppPlugin> {
  const { plugin } = (await loadModule(meta.module)) as { plugin?: AppPlugin };
  if (plugin === undefined) {
    throw new Error(`${meta.module} exports no plugin`);
  }
  plugin.meta = meta;
  plugin.init(meta);
  plugin.setComponentsFromLegacyExports(plugin);
  return plugin;
}
