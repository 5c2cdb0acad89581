// PostgreSQL from the system's packages, in a scratch folder. It refuses to run as root, and then runs as the user postgres that its package brings.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../port';
import { run } from '../step';
import { Engine, startUntil } from './engine';

const home = '/usr/lib/postgresql';

/** The folder of the newest server's programs, undefined where there is none. */
function programs(): string | undefined {
  const versions = existsSync(home) ? readdirSync(home).map(Number) : [];
  return versions
    .filter((version) => existsSync(path.join(home, String(version), 'bin', 'initdb')))
    .sort((a, b) => b - a)
    .map((version) => path.join(home, String(version), 'bin'))[0];
}

const isRoot = () => process.getuid?.() === 0;

/** A command as the user that may run a server. It is replaced by the command, so that signals reach it. */
const asServer = (command: string, ...args: string[]): [string, string[]] =>
  isRoot()
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
    : [command, args];

export const postgres: Engine = {
  name: 'postgres',
  title: 'PostgreSQL',
  missing: () => (programs() === undefined ? `no server below ${home}` : undefined),
  install: async () => {
    // The package would start a server of its own.
    const own =
      'mkdir -p /etc/postgresql-common/createcluster.d && echo create_main_cluster=false > /etc/postgresql-common/createcluster.d/none.conf';
    const get = 'DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends';
    await run('PostgreSQL: its packages', [
      'sh',
      ['-c', `apt-get update -qq && ${own} && ${get} postgresql >/dev/null`],
    ]);
  },
  start: async () => {
    const bin = programs();
    if (bin === undefined) {
      throw new Error(`no server below ${home}`);
    }
    // Not below the repository: its folders may be closed to the server's user.
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-postgres-'));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', remove);
    const data = path.join(folder, 'data');
    const password = randomBytes(12).toString('hex');
    const secret = path.join(folder, 'password');
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
    if (isRoot()) {
      execFileSync('chown', ['-R', 'postgres:postgres', folder]);
    }
    const [command, args] = asServer(
      path.join(bin, 'initdb'),
      ...[
        '-D',
        data,
        '-U',
        'admin',
        '--auth=scram-sha-256',
        `--pwfile=${secret}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ]
    );
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'timezone=Asia/Tokyo'];
    const server = asServer(
      path.join(bin, 'postgres'),
      '-D',
      data,
      '-p',
      String(port),
      ...settings.flatMap((one) => ['-c', one])
    );
    const { child, stop } = await startUntil(server, /database system is ready to accept connections/, 60);
    return {
      env: { TIDELINE_POSTGRES_URL: `postgres://admin:${password}@127.0.0.1:${port}/postgres` },
      stop: async () => {
        child.kill('SIGINT'); // does not wait for clients
        await stop();
        remove();
      },
    };
  },
};
