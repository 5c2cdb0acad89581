/** @jest-environment node */
// The rules of ./resolve.ts against the packages that are installed: an upgrade that changes what they mend fails here, by name.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { pageOptions } from './build';
import { namesOfNewerRuntimes } from './resolve';

const root = path.resolve(__dirname, '..');
let inputs: Metafile['inputs'];
let warnings: string[];

beforeAll(async () => {
  const result = await build({
    ...pageOptions,
    stdin: { contents: `import './preview/page/main'`, resolveDir: root, loader: 'ts' },
    outdir: path.join(root, '.cache'),
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  inputs = result.metafile.inputs;
  warnings = result.warnings.map(({ text }) => text);
}, 60_000);

/** What the modules of a package get for an import. */
function resolved(importer: string, request: string): string[] {
  const found = Object.entries(inputs)
    .filter(([file]) => file.includes(`node_modules/${importer}/`))
    .flatMap(([, { imports }]) => imports.filter(({ original }) => original === request).map((one) => one.path));
  return [...new Set(found)];
}

test('scenes gets version 6 of the router', () => {
  expect(resolved('@grafana/scenes', 'react-router-dom')).toEqual([
    expect.stringContaining('react-router-dom-v5-compat'),
  ]);
});

test('plugins get version 5 of the router', () => {
  const shared = inputs['preview/page/plugins/shared.ts'].imports.find(
    ({ original }) => original === 'react-router-dom'
  );
  expect(shared?.path).toMatch(/node_modules\/react-router-dom\//);
});

test('plugin-compat gets a runtime that has not what newer ones have', () => {
  expect(resolved('@grafana/plugin-compat', '@grafana/runtime')).toEqual(['older-runtime:@grafana/runtime']);
});

test('the runtime does not export the names that are left undefined for plugin-compat', () => {
  const exported = readFileSync(path.join(root, 'node_modules/@grafana/runtime/dist/esm/index.mjs'), 'utf8');
  const names = new Set(exported.match(/\w+/g));
  expect(namesOfNewerRuntimes.filter((name) => names.has(name))).toEqual([]);
});

test.each(['calculate-size', 'react-custom-scrollbars-2', 'react-highlight-words'])(
  'the default export of %s is not wrapped twice',
  (name) => {
    expect(resolved('@grafana/ui', name)).toEqual([`unwrapped-default:${name}`]);
  }
);

test('internals are the same modules that the runtime itself uses', () => {
  const virtual = inputs['internals:preview:grafana-runtime-internals'];
  expect(virtual.imports.length).toBeGreaterThan(0);
  const used = new Set(
    Object.entries(inputs)
      .filter(([file]) => !file.startsWith('internals:'))
      .flatMap(([, { imports }]) => imports.map((one) => one.path))
  );
  expect(virtual.imports.filter((one) => !used.has(one.path)).map((one) => one.path)).toEqual([]);
});

test('no fonts are asked for that are not there', () => {
  expect(Object.keys(inputs).filter((file) => /GlobalStyles\/fonts/.test(file))).toEqual([]);
});

test('there is one React, one runtime, one of each thing that holds state', () => {
  for (const name of ['react', 'react-dom', '@grafana/runtime', '@grafana/data', '@grafana/ui', 'rxjs', 'i18next']) {
    const folders = new Set(
      Object.keys(inputs).flatMap((file) => new RegExp(`^(.*node_modules/${name})/`).exec(file)?.[1] ?? [])
    );
    expect([...folders]).toEqual([`node_modules/${name}`]);
  }
});

test('nothing that is imported is missing', () => {
  expect(warnings).toEqual([]);
});
