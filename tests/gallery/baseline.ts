// What each state looked like when somebody last looked, and how the page looks now. Accepted by `npm run pictures -- panels`, which takes them anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/step';
import { compare } from './picture/compare';
import type { Picture } from './picture/picture';
import { readPng, writePng } from './picture/png';

export const baselines = path.join(__dirname, 'baseline');
export const baselineFile = (scene: string, mode: string): string => path.join(baselines, `${scene}-${mode}.png`);

/** Where pictures that differ are left. */
const differences = path.join(root, '.cache', 'pictures');

/** What is not as in the baseline, with where to look and how to accept it; nothing if it looks the same. */
export function differsFromBaseline(scene: string, mode: string, actual: Picture): string | undefined {
  const file = baselineFile(scene, mode);
  const accept = `If that is meant: npm run pictures -- panels ${scene}, look at it, commit it.`;
  if (!existsSync(file)) {
    return `${scene} has no picture to compare with in ${mode}. ${accept}`;
  }
  const expected = readPng(readFileSync(file));
  // Where it seems to differ it is looked at as it would be kept: fewer colours move much of a small picture a little.
  const seen = compare(expected, actual);
  const { message, shown } = seen.message === undefined ? seen : compare(expected, readPng(writePng(actual)));
  if (message === undefined) {
    return undefined;
  }
  mkdirSync(differences, { recursive: true });
  const leave = (what: string, picture: Picture): void =>
    writeFileSync(path.join(differences, `${scene}-${mode}-${what}.png`), writePng(picture));
  leave('expected', expected);
  leave('actual', actual);
  leave('diff', shown ?? actual);
  return `${scene} ${message} in ${mode}: see ${path.relative(root, differences)}/${scene}-${mode}-{expected,actual,diff}.png. ${accept}`;
}
