// What a drift query costs, as a multiple of what DuckDB itself takes to add up the same columns in the same run (docs/performance.md).
//
//   npm run bench                        a table; half a minute on two cores
//   npm run bench -- --check             the same, and fails where a limit is missed
//   npm run bench -- --runs 3            fewer runs a measurement; --rows N another size; --only "50 windows" one question
//   npm run bench -- --json              for machines
//   npm run bench -- --profile cpu.out   writes a processor profile of the queries: go tool pprof -top cpu.out
import { run, stopChildrenOnExit } from './step';

async function main(): Promise<void> {
  stopChildrenOnExit();
  const flags = process.argv.slice(2).map((flag) => flag.replace(/^--/, '-'));
  await run('Cost of drift queries', ['go', ['run', './pkg/bench', ...flags]]);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
