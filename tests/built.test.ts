/** @jest-environment node */
// A part of dist/ counts as built for as long as neither its sources nor itself were changed.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isBuilt, rememberBuilt } from '../tools/built';

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'built-'));
  write('src/panels/Panel.tsx', 'export {};');
  write('pkg/main.go', 'package main');
  write('dist/module.js', 'built');
});
afterEach(() => rmSync(root, { recursive: true }));

test('what was built is built, and what was never is not', () => {
  expect(isBuilt('frontend', root)).toBe(false);
  rememberBuilt('frontend', root);
  expect(isBuilt('frontend', root)).toBe(true);
  rememberBuilt('backend', root); // of which there is no program
  expect(isBuilt('backend', root)).toBe(false);
  write(`dist/datasource/gpx_tideline_linux_${process.arch === 'arm64' ? 'arm64' : 'amd64'}`, 'a program');
  rememberBuilt('backend', root);
  expect(isBuilt('backend', root)).toBe(true);
});

test('a change of a source, a new one, one that went and another output are seen; other parts’ sources are not asked', () => {
  const changes: Array<() => void> = [
    () => write('src/panels/Panel.tsx', 'export { };'),
    () => utimesSync(path.join(root, 'src/panels/Panel.tsx'), 1, 1),
    () => write('src/panels/other.ts', ''),
    () => rmSync(path.join(root, 'src/panels/other.ts')),
    () => write('dist/module.js', 'by other means'),
    () => rmSync(path.join(root, 'dist'), { recursive: true }),
  ];
  for (const change of changes) {
    rememberBuilt('frontend', root);
    change();
    expect(isBuilt('frontend', root)).toBe(false);
  }
  write('dist/module.js', 'built');
  rememberBuilt('frontend', root);
  write('pkg/main.go', 'package changed');
  expect(isBuilt('frontend', root)).toBe(true);
});
