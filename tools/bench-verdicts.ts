// How good the verdicts are: false alarms and power on simulated logs, on three million real flights and on bird strikes, alone and beside other tools on the same rows.
// The tables of docs/calibration.md come from here.
//
//   npm run bench:verdicts                                  everything; how long it takes is said on the way
//   npm run bench:verdicts -- --quick                       a few minutes: fewer cells, fewer repetitions
//   npm run bench:verdicts -- --peers                       with Evidently and NannyML, installed from PyPI into .cache/peers (Python 3.10 to 3.12)
//   npm run bench:verdicts -- --only quiet,flights          some studies: quiet, precise, power, found, shares, correlated, budget, family, flights, birdstrikes
//   npm run bench:verdicts -- --match "n=100$"              only cells whose name fits this regular expression; --methods ks,chi2: only these methods
//   npm run bench:verdicts -- --keep a.json,b.json          rates of earlier runs stand where this one measures none
//   npm run bench:verdicts -- --repetitions 500             windows judged in a cell; --precise N: in each of the six cells at 1 %; --runs N: beside other tools
//   npm run bench:verdicts -- --docs docs                   puts tables and figures into docs/calibration.md and docs/img
//   npm run bench:verdicts -- --json FILE                   tables and single rates for machines; default .cache/calibration.json
//
// Equal options give equal tables.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { peers } from './peers';
import { root, run, stopChildrenOnExit } from './step';

async function main(): Promise<void> {
  stopChildrenOnExit();
  const flags = process.argv.slice(2).map((flag) => flag.replace(/^--/, '-'));
  const withPeers = flags.indexOf('-peers');
  if (withPeers >= 0) {
    flags.splice(withPeers, 1, `-peers=${await peers()}`, '-memory=.cache/peers/answers');
  }
  if (!flags.some((flag) => /^-json(=|$)/.test(flag))) {
    mkdirSync(path.join(root, '.cache'), { recursive: true });
    flags.push('-json=.cache/calibration.json');
  }
  await run('Calibration of the verdicts', ['go', ['run', './pkg/drift/calibration', ...flags]]);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
