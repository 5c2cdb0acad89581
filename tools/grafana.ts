// How a Grafana that is installed on this machine is started with the plugin in dist/ and the provisioning of this repository.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from './step';

/** The home of an installed Grafana: GRAFANA_HOME, or the folder above the `grafana` on the PATH. */
export function grafanaHome(): string | undefined {
  const named = process.env.GRAFANA_HOME;
  if (named !== undefined && named !== '') {
    if (grafanaProgram(named) === undefined) {
      throw new Error(`GRAFANA_HOME is ${named}, but there is no bin/grafana in it`);
    }
    return named;
  }
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (existsSync(path.join(folder, 'grafana'))) {
      const home = [path.dirname(folder), '/usr/share/grafana'].find((candidate) =>
        existsSync(path.join(candidate, 'conf', 'defaults.ini'))
      );
      if (home !== undefined) {
        return home;
      }
    }
  }
  return undefined;
}

const grafanaProgram = (home: string) =>
  [path.join(home, 'bin', 'grafana'), '/usr/bin/grafana', '/usr/sbin/grafana'].find(existsSync);

/** Every id of the app: where unsigned plugins are allowed one by one, each is needed. */
export const pluginIds = [
  'tideline-ml-app',
  'tideline-drift-datasource',
  'tideline-distribution-panel',
  'tideline-driftheatmap-panel',
];

export interface GrafanaOptions {
  port: number;
  /** A folder of this run's own: Grafana's database, logs and plugin folder. */
  work: string;
  /** The folder that the data source may read. */
  data: string;
  provisioning?: string;
  settings?: Record<string, string>;
}

/** The command that starts it on loopback, asking nothing of the internet. */
export function grafanaCommand(options: GrafanaOptions): { command: [string, string[]]; env: Record<string, string> } {
  const home = grafanaHome();
  const program = home === undefined ? undefined : grafanaProgram(home);
  if (home === undefined || program === undefined) {
    throw new Error('no Grafana was found: name an installed one by GRAFANA_HOME');
  }
  const provisioning = options.provisioning ?? path.join(root, 'provisioning');
  const plugins = path.join(options.work, 'plugins');
  mkdirSync(plugins, { recursive: true });
  const link = path.join(plugins, 'tideline-ml-app');
  rmSync(link, { force: true });
  symlinkSync(path.join(root, 'dist'), link);
  const settings: Record<string, string> = {
    'server.http_addr': '127.0.0.1',
    'server.http_port': String(options.port),
    'paths.data': path.join(options.work, 'data'),
    'paths.logs': path.join(options.work, 'logs'),
    'paths.plugins': plugins,
    'paths.provisioning': provisioning,
    'plugins.allow_loading_unsigned_plugins': pluginIds.join(','),
    'plugin.tideline-drift-datasource.data_directories': options.data,
    'security.admin_password': 'admin',
    'security.disable_gravatar': 'true',
    'analytics.enabled': 'false',
    'analytics.reporting_enabled': 'false',
    'analytics.check_for_updates': 'false',
    'analytics.check_for_plugin_updates': 'false',
    'news.news_feed_enabled': 'false',
    'plugins.public_key_retrieval_disabled': 'true',
    ...options.settings,
  };
  return {
    command: [program, ['server', '--homepath', home, ...Object.entries(settings).map(([key, value]) => `cfg:${key}=${value}`)]],
    env: { TIDELINE_PROVISIONING: provisioning },
  };
}
