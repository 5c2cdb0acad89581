// The Python that has Evidently and NannyML, which Tideline's verdicts and costs are compared with.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './step';

/** What the peers are, to the version. */
const peerPackages = ['evidently==0.7.23', 'pandas<3', 'nannyml==0.13.1', 'statsmodels'];

/** The Python that has the peers; they are installed when they are missing. */
export async function peers(): Promise<string> {
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
