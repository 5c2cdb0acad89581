// The demo's data and the variables that provisioning asks for, as the tests' servers get them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/step';

export const demoData = path.join(root, '.cache', 'demo');

/** What demo/make.ts wrote beside the data. */
export function demoVariables(folder = demoData): Record<string, string> {
  const text = readFileSync(path.join(folder, 'demo.env'), 'utf8');
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  );
}
