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
  // What Grafana's own configuration must say stands in a file, the one that docker-compose.yaml mounts: for keys that it does not know, such as
  // data_directories, Grafana reads neither variables nor cfg: arguments.
  const settings: Record<string, string> = {
    'server.http_addr': '127.0.0.1',
    'server.http_port': String(options.port),
    'paths.data': path.join(options.work, 'data'),
    'paths.logs': path.join(options.work, 'logs'),
    'paths.plugins': plugins,
    'paths.provisioning': provisioning,
    ...options.settings,
  };
  return {
    command: [
      program,
      [
        'server',
        '--homepath',
        home,
        '--config',
        path.join(provisioning, 'grafana.ini'),
        ...Object.entries(settings).map(([key, value]) => `cfg:${key}=${value}`),
      ],
    ],
    env: { TIDELINE_PROVISIONING: provisioning, TIDELINE_DATA: options.data },
  };
}
