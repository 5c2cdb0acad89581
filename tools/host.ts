// What shows the demo's dashboards: a Grafana in Docker, one on this machine, or the preview; and where it is the preview though nobody asked for it, why.
import { spawnSync } from 'node:child_process';

export const hosts = ['docker', 'grafana', 'preview'] as const;
export type Host = (typeof hosts)[number];

export interface Choice {
  host: Host;
  /** Why no Grafana shows the dashboards, and what to do; one line. Nothing where there is one, or where the preview was asked for. */
  remark?: string;
}

/** What is wrong with Docker, and what mends it. */
export interface Trouble {
  is: string;
  do: string;
}

/** `dockerTrouble` is asked only where it matters, because Docker may take seconds to answer. `home` is that of an installed Grafana. */
export function chooseHost(
  on: string | undefined,
  home: () => string | undefined,
  dockerTrouble: () => Trouble | undefined = troubleWithDocker
): Choice {
  if (on !== undefined && on !== 'docker') {
    const host = hosts.find((name) => name === on);
    if (host === undefined) {
      throw new Error(`--on ${on} is unknown: there are docker, grafana and preview`);
    }
    return { host };
  }
  const trouble = dockerTrouble();
  if (trouble === undefined) {
    return { host: 'docker' };
  }
  if (on === 'docker') {
    throw new Error(`--on docker: ${trouble.is}: ${trouble.do}`);
  }
  if (home() !== undefined) {
    return { host: 'grafana' };
  }
  return {
    host: 'preview',
    remark: `This is the preview and no Grafana, because ${trouble.is} and no installed Grafana was found: ${trouble.do}, or name an installed Grafana by GRAFANA_HOME, and run this again.`,
  };
}

function troubleWithDocker(): Trouble | undefined {
  const info = ask('info');
  return troubleOf(info) ?? (ask('compose', 'version').status === 0 ? undefined : withoutCompose);
}

const ask = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8', timeout: 10_000 });

const withoutCompose: Trouble = { is: 'Docker has no compose plugin', do: 'install it (docker-compose-v2)' };

/** What the answer of `docker info` says. */
export function troubleOf({ status, error, stderr }: ReturnType<typeof ask>): Trouble | undefined {
  if (status === 0) {
    return undefined;
  }
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOENT':
      return { is: 'Docker is not installed', do: 'install and start Docker' };
    case 'ETIMEDOUT':
      return { is: 'Docker’s daemon does not answer within 10 s', do: 'start Docker again' };
  }
  if (/permission denied/i.test(stderr)) {
    return { is: 'you may not use Docker’s daemon', do: 'have your user added to the group docker' };
  }
  return { is: 'Docker is installed, but its daemon does not run', do: 'start Docker' };
}
