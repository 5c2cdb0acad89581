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
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { root, run, stopChildrenOnExit } from './step';

/** What the peers are, to the version. */
const peerPackages = ['evidently==0.7.23', 'pandas<3', 'nannyml==0.13.1', 'statsmodels'];

/** The Python that has the peers; they are installed when they are missing. */
async function peers(): Promise<string> {
  const home = path.join(root, '.cache', 'peers');
  const python = path.join(home, 'bin', 'python');
  if (!existsSync(path.join(home, 'complete'))) {
    await run('A Python environment for the peers', ['python3', ['-m', 'venv', '--clear', home]]);
    await run('Evidently and NannyML from PyPI', [python, ['-m', 'pip', 'install', '--quiet', ...peerPackages]]);
    await run('Their short way against whole reports', [python, ['pkg/drift/calibration/peers.py', 'check']]);
    mkdirSync(path.join(home, 'complete'));
  }
  return python;
}

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
