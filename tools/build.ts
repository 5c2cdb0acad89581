// Builds dist/, ready for Grafana's plugin folder: the frontend by webpack, the backend by mage.
//
//   npm run build                 both
//   npm run build -- --frontend   only what runs in the browser
//   npm run build -- --backend    only what runs beside the data
//   npm run build -- --if-changed nothing that was built of the same sources already
import webpack from 'webpack';
import configuration from '../webpack.config';
import { isBuilt, Part, rememberBuilt } from './built';
import { root, runQuietly, stopChildrenOnExit } from './step';

/** The mage that builds plugins, at the version that this repository was tried with. */
const mage = 'github.com/magefile/mage@v1.17.2';

export async function buildFrontend(): Promise<void> {
  const began = Date.now();
  console.log('\n── Frontend');
  const compiler = webpack(configuration('production'));
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
    compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))))
  );
  if (stats?.hasErrors() || stats?.hasWarnings()) {
    console.error(stats.toString({ preset: 'errors-warnings', colors: process.stdout.isTTY }));
  }
  if (stats?.hasErrors()) {
    throw new Error('Frontend: failed, see above');
  }
  for (const { name, size } of stats?.toJson({ all: false, assets: true }).assets ?? []) {
    if (name.endsWith('module.js')) {
      console.log(`   dist/${name}: ${(size / 1024).toFixed(0)} KiB`);
    }
  }
  console.log(`── Frontend: done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

export async function buildBackend(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new Error(
      'Backend: it holds DuckDB, which is C++, so it is built on the system that it is for: run this on Linux, or in its container ' +
        '(docker run --rm -v "$PWD":/src -w /src golang:1.26 go run ' +
        mage +
        ' -v build:linux). `npm run build -- --frontend` builds the rest here.'
    );
  }
  const target = process.arch === 'arm64' ? 'build:linuxARM64' : 'build:linux';
  // It prints each step, and the linker's warnings of a static C library, which nobody can act on.
  await runQuietly('Backend (the first build compiles DuckDB’s bindings and takes a few minutes)', [
    'go',
    ['run', mage, '-v', target],
  ]);
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => !['--frontend', '--backend', '--if-changed'].includes(flag));
  if (unknown !== undefined) {
    throw new Error(`unknown option ${unknown}: there are --frontend, --backend and --if-changed`);
  }
  const builders: Record<Part, () => Promise<void>> = { frontend: buildFrontend, backend: buildBackend };
  const named = (Object.keys(builders) as Part[]).filter((part) => flags.includes(`--${part}`));
  for (const part of named.length > 0 ? named : (Object.keys(builders) as Part[])) {
    if (flags.includes('--if-changed') && isBuilt(part, root)) {
      console.log(`\n── ${part === 'frontend' ? 'Frontend' : 'Backend'}: nothing has changed since it was built`);
      continue;
    }
    await builders[part]();
    rememberBuilt(part, root);
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
