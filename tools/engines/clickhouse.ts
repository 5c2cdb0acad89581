// ClickHouse's engine, from PyPI, behind its HTTP interface as far as Tideline uses it (tests/engines/clickhouse.py).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, run } from '../step';
import { Engine, startUntil } from './engine';

const version = '26.9.0'; // the engine is 26.9.2.1
const python = (folder: string) => path.join(folder, `chdb-${version}`, 'bin', 'python');
const shim = path.join(root, 'tests', 'engines', 'clickhouse.py');

export const clickhouse: Engine = {
  name: 'clickhouse',
  title: `ClickHouse (chdb-core ${version})`,
  missing: (folder) =>
    existsSync(path.join(folder, `chdb-${version}`, 'installed')) ? undefined : `chdb-core ${version} is not installed`,
  install: async (folder) => {
    const home = path.join(folder, `chdb-${version}`);
    await run('ClickHouse: a Python of its own', ['python3', ['-m', 'venv', '--clear', home]]);
    // Its packages for data frames are not needed here.
    const packages = ['--quiet', '--disable-pip-version-check', '--no-deps', `chdb-core==${version}`];
    await run('ClickHouse: its engine', [python(folder), ['-m', 'pip', 'install', ...packages]]);
    await run('ClickHouse: installed', [
      python(folder),
      ['-c', `import chdb.state, pathlib; pathlib.Path(${JSON.stringify(path.join(home, 'installed'))}).touch()`],
    ]);
  },
  start: async (folder) => {
    const { match, stop } = await startUntil([python(folder), [shim, folder]], /ready http:\/\/(\S+)/, 60);
    return { env: { TIDELINE_CLICKHOUSE_URL: `http://admin:admin@${match[1]}/tideline` }, stop };
  },
};
