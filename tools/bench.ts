// What a drift query costs, as a multiple of what the engine itself takes to add up the same columns in the same run (docs/performance.md).
//
//   npm run bench                        tables of 5,000 to 10 million rows, 1 to 100 windows, and a busy dashboard; some minutes on two cores
//   npm run bench -- --check             the same, and fails where a limit is missed
//   npm run bench -- --peers             with Evidently and NannyML on the same file, installed from PyPI into .cache/peers (Python 3.10 to 3.12)
//   npm run bench -- --huge              with a hundred million rows, in ten files
//   npm run bench -- --only "1 million rows, 50" --busy 0   some questions alone; --runs N runs a measurement
//   npm run bench -- --json              for machines
//   npm run bench -- --profile cpu.out   writes a processor profile of the queries: go tool pprof -top cpu.out
//
// Servers are measured where TIDELINE_POSTGRES_URL, TIDELINE_CLICKHOUSE_URL or TIDELINE_TRINO_URL is set (npm run engines prints them).
import { peers } from './peers';
import { run, stopChildrenOnExit } from './step';

/** The benchmark of each engine that is a server, by the variable that says where it is. */
const servers = {
  TIDELINE_POSTGRES_URL: ['PostgreSQL', './pkg/store/postgres', 'Cost'],
  TIDELINE_CLICKHOUSE_URL: ['ClickHouse', './pkg/store/clickhouse', 'Counts'],
  TIDELINE_TRINO_URL: ['Trino', './pkg/store/trino', 'Counts'],
};

async function main(): Promise<void> {
  stopChildrenOnExit();
  const flags = process.argv.slice(2).map((flag) => flag.replace(/^--/, '-'));
  const withPeers = flags.indexOf('-peers');
  if (withPeers >= 0) {
    flags.splice(withPeers, 1, `-peers=${await peers()}`);
  }
  await run('Cost of drift queries', ['go', ['run', './pkg/bench', ...flags]]);
  for (const [variable, [name, folder, benchmark]] of Object.entries(servers)) {
    if (process.env[variable]) {
      const test = ['test', folder, '-run', '^$', '-bench', benchmark, '-benchtime', '3x', '-v'];
      await run(`Cost of counting in ${name}`, ['go', test]);
    }
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
