// How good the verdicts are: false alarms and power on simulated logs and on three million real flights. The numbers in docs/verdicts.md come from here.
//
//   npm run bench:verdicts                                  everything, about ten minutes on two cores
//   npm run bench:verdicts -- --only flights,family         some studies: numeric, categorical, methods, shares, family, flights
//   npm run bench:verdicts -- --repetitions 2000            more simulated references, narrower limits
//
// Equal options give equal tables.
import { run, stopChildrenOnExit } from './step';

async function main(): Promise<void> {
  stopChildrenOnExit();
  const flags = process.argv.slice(2).map((flag) => flag.replace(/^--/, '-'));
  await run('Calibration of the verdicts', ['go', ['run', './pkg/drift/calibration', ...flags]]);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
