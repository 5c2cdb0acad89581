// A cluster of Trino from Maven's registry: a coordinator and a worker, with tables in memory, a lake of Parquet files, and one of Iceberg's tables. Users and their rights are those of
// rules(); passwords and tokens go over TLS, with a certificate that is made for the run.
import { execFileSync } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { freePort } from '../port';
import { end, run } from '../step';
import { Engine, startUntil } from './engine';
import { javaHome } from './java';

const version = '476';
const leastJava = 24;
const secondsToStart = 300;

/** What is fetched, and where it belongs below the server's folder; the archive of a plugin holds one folder. */
const server = `trino-server-core-${version}`;
const plugins = ['memory', 'hive', 'iceberg'];

const home = (folder: string) => path.join(folder, server);
const installed = (folder: string) =>
  [path.join(home(folder), 'lib'), ...plugins.map((name) => path.join(home(folder), 'plugin', name))].every(existsSync);

/** Users and their passwords; the same in pkg/store/trino's tests. */
const users: Record<string, string> = {
  admin: 'admin',
  reader: "reader's secret: ä&=%",
  narrow: 'narrow',
  strict: 'strict',
};

/** The admin does all, others read; narrow may not see some, and strict may not set anything for its session. */
const rules = {
  catalogs: [{ allow: 'all' }],
  schemas: [{ user: 'admin', owner: true }, { owner: false }],
  tables: [
    { user: 'admin', privileges: ['SELECT', 'INSERT', 'DELETE', 'UPDATE', 'OWNERSHIP', 'GRANT_SELECT'] },
    { user: 'narrow', table: 'hidden.*', privileges: [] },
    { user: 'narrow', privileges: ['SELECT'], columns: [{ name: 'secret', allow: false }] },
    { privileges: ['SELECT'] },
  ],
  procedures: [{ user: 'admin', privileges: ['EXECUTE', 'GRANT_EXECUTE'] }],
  queries: [{ user: 'admin', allow: ['execute', 'kill', 'view'] }, { allow: ['execute'] }],
  system_session_properties: [{ user: 'strict', allow: false }, { allow: true }],
  catalog_session_properties: [{ user: 'strict', allow: false }, { allow: true }],
};

export const trino: Engine = {
  name: 'trino',
  title: `Trino ${version}`,
  impossible: () =>
    javaHome(leastJava) === undefined ? `it needs Java ${leastJava} or later, and this machine has none` : undefined,
  missing: (folder) => (installed(folder) ? undefined : `Trino ${version} is not installed`),
  install: async (folder) => {
    const java = javaHome(leastJava);
    if (java === undefined) {
      throw new Error(`Trino ${version} needs Java ${leastJava} or later`);
    }
    const fetched = path.join(folder, 'fetched');
    rmSync(home(folder), { recursive: true, force: true });
    mkdirSync(fetched, { recursive: true });
    const artifacts = [`trino-server-core:${version}:tar.gz`, ...plugins.map((name) => `trino-${name}:${version}:zip`)];
    for (const artifact of artifacts) {
      const copy = ['dependency:copy', `-Dartifact=io.trino:${artifact}`, `-DoutputDirectory=${fetched}`];
      await run(`Trino: ${artifact}`, ['mvn', ['--quiet', '--batch-mode', ...copy]], { cwd: fetched });
    }
    execFileSync('tar', ['xzf', path.join(fetched, `${server}.tar.gz`)], { cwd: folder });
    for (const name of plugins) {
      execFileSync(path.join(java, 'bin', 'jar'), ['xf', path.join(fetched, `trino-${name}-${version}.zip`)], {
        cwd: fetched,
      });
      renameSync(path.join(fetched, `trino-${name}-${version}`), path.join(home(folder), 'plugin', name));
    }
    rmSync(fetched, { recursive: true });
  },
  start: async (folder) => {
    const java = javaHome(leastJava);
    if (java === undefined) {
      throw new Error(`Trino ${version} needs Java ${leastJava} or later`);
    }
    const run = path.join(folder, `run-${process.pid}`);
    const remove = () => rmSync(run, { recursive: true, force: true });
    process.once('exit', remove);
    mkdirSync(path.join(run, 'lake'), { recursive: true });
    mkdirSync(path.join(run, 'iceberg'), { recursive: true });
    const http = await freePort();
    const https = await freePort();
    const secret = randomBytes(32).toString('base64');
    const certificate = makeCertificate(java, run);
    const tokens = path.join(run, 'tokens.key');
    writeFileSync(tokens, randomBytes(32).toString('base64'), { mode: 0o600 });
    writeFileSync(path.join(run, 'rules.json'), JSON.stringify(rules));
    writeFileSync(path.join(run, 'passwords'), Object.entries(users).map(passwordLine).join(''), { mode: 0o600 });

    const common = {
      'discovery.uri': `http://127.0.0.1:${http}`,
      'internal-communication.shared-secret': secret,
      'query.max-memory-per-node': '400MB',
    };
    const coordinator = node(java, folder, path.join(run, 'coordinator'), {
      ...common,
      coordinator: 'true',
      'node-scheduler.include-coordinator': 'true',
      'http-server.http.port': String(http),
      'http-server.https.enabled': 'true',
      'http-server.https.port': String(https),
      'http-server.https.keystore.path': certificate.store,
      'http-server.https.keystore.key': certificate.password,
      'http-server.authentication.type': 'PASSWORD,JWT',
      'http-server.authentication.jwt.key-file': tokens,
    });
    const worker = node(java, folder, path.join(run, 'worker'), {
      ...common,
      coordinator: 'false',
      'http-server.http.port': String(await freePort()),
    });
    const started = await Promise.allSettled([coordinator, worker]);
    const stop = async () => {
      await Promise.all(started.map((node) => (node.status === 'fulfilled' ? end(node.value.child, 500) : undefined))); // it would wait for its queries
      remove();
    };
    const failed = started.find((node) => node.status === 'rejected');
    try {
      if (failed !== undefined) {
        throw failed.reason;
      }
      await untilBothWork(https, certificate.file);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      env: {
        TIDELINE_TRINO_URL: `https://admin:${users.admin}@127.0.0.1:${https}/memory`,
        TIDELINE_TRINO_CA: certificate.file,
        TIDELINE_TRINO_TOKENS: tokens,
        TIDELINE_TRINO_LAKE: path.join(run, 'lake'),
        TIDELINE_TRINO_PROCESSES: started
          .map((node) => (node.status === 'fulfilled' ? node.value.child.pid : ''))
          .join(','),
      },
      stop,
    };
  },
};

/** Properties files of a node, and the process that reads them. */
function node(java: string, folder: string, place: string, config: Record<string, string>) {
  const write = (name: string, values: Record<string, string>) => {
    const file = path.join(place, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      Object.entries(values)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
      { mode: 0o600 }
    );
    return file;
  };
  const run = path.dirname(place);
  const passwords = write('passwords.properties', {
    'password-authenticator.name': 'file',
    'file.password-file': path.join(run, 'passwords'),
  });
  const rights = write('rights.properties', {
    'access-control.name': 'file',
    'security.config-file': path.join(run, 'rules.json'),
  });
  const configFile = write('config.properties', {
    ...config,
    'node.environment': 'test',
    'node.id': path.basename(place),
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
    'access-control.config-files': rights,
    ...(config.coordinator === 'true' ? { 'password-authenticator.config-files': passwords } : {}),
    'plugin.dir': path.join(home(folder), 'plugin'),
    'catalog.config-dir': path.join(place, 'catalog'),
  });
  const levels = write('log.properties', { io: 'WARN', org: 'WARN', 'io.trino.server.Server': 'INFO' });
  write('catalog/memory.properties', { 'connector.name': 'memory', 'memory.max-data-per-node': '400MB' });
  const files = {
    'hive.metastore.catalog.dir': 'local:///metastore',
    'fs.native-local.enabled': 'true',
  };
  write('catalog/lake.properties', {
    'connector.name': 'hive',
    'hive.metastore': 'file',
    ...files,
    'local.location': path.join(run, 'lake'),
    'hive.timestamp-precision': 'MICROSECONDS',
  });
  write('catalog/iceberg.properties', {
    'connector.name': 'iceberg',
    'iceberg.catalog.type': 'TESTING_FILE_METASTORE',
    ...files,
    'local.location': path.join(run, 'iceberg'),
  });
  const options = [
    '-Xmx1500M',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1', // less is compiled, which short queries do not repay; measuring wants otherwise
    ...(process.env.TIDELINE_TRINO_JVM?.split(' ') ?? []),
    '-Djdk.attach.allowAttachSelf=true',
    '-XX:+EnableDynamicAgentLoading',
    '-Dfile.encoding=UTF-8',
    '--add-modules=jdk.incubator.vector',
    `-Dconfig=${configFile}`,
    `-Dlog.levels-file=${levels}`,
  ];
  const classes = path.join(home(folder), 'lib', '*');
  const command: [string, string[]] = [
    path.join(java, 'bin', 'java'),
    [...options, '-cp', classes, 'io.trino.server.TrinoServer'],
  ];
  return startUntil(command, /SERVER STARTED/, secondsToStart);
}

/** A line of a password file: rounds, salt and hash in hexadecimal digits. */
function passwordLine([user, password]: [string, string]): string {
  const rounds = 1000;
  const salt = randomBytes(16);
  const hash = pbkdf2Sync(password, salt, rounds, 64, 'sha1');
  return `${user}:${rounds}:${salt.toString('hex')}:${hash.toString('hex')}\n`;
}

/** A key with a certificate for this machine, in a store as Java has them, and the certificate as PEM text. */
function makeCertificate(java: string, folder: string): { store: string; password: string; file: string } {
  const store = path.join(folder, 'https.p12');
  const file = path.join(folder, 'https.pem');
  const password = randomBytes(12).toString('hex');
  const keytool = (...args: string[]) =>
    execFileSync(
      path.join(java, 'bin', 'keytool'),
      [...args, '-alias', 'trino', '-keystore', store, '-storepass:env', 'STOREPASS'],
      {
        env: { ...process.env, STOREPASS: password },
        stdio: ['ignore', 'ignore', 'inherit'],
      }
    );
  const name = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-validity', '30'];
  keytool('-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-storetype', 'PKCS12', ...name);
  keytool('-exportcert', '-rfc', '-file', file);
  return { store, password, file };
}

/** Waits until the coordinator knows its worker. */
async function untilBothWork(port: number, certificate: string): Promise<void> {
  const ca = readFileSync(certificate);
  const ask = (method: string, path: string, body = '') =>
    new Promise<{ nextUri?: string; data?: number[][] }>((resolve, reject) => {
      const asking = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          ca,
          auth: `admin:${users.admin}`,
          headers: { 'X-Trino-User': 'admin' },
        },
        (response) => {
          let said = '';
          response.on('data', (data) => (said += data));
          response.on('end', () =>
            response.statusCode === 200
              ? resolve(JSON.parse(said))
              : reject(new Error(`Trino: ${response.statusCode} ${said}`))
          );
        }
      );
      asking.on('error', reject);
      asking.end(body);
    });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    let page = await ask('POST', '/v1/statement', "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'");
    let nodes = page.data?.[0][0];
    while (page.nextUri !== undefined) {
      page = await ask('GET', new URL(page.nextUri).pathname);
      nodes ??= page.data?.[0][0];
    }
    if (nodes === 2) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Trino: the worker did not join its coordinator within 30 s');
}
