// Runs a TypeScript tool of this repository from a fresh clone: checks Node and Go, installs the packages when they are missing or the lock file has
// changed, then hands over. Plain JavaScript with nothing but Node, because it runs before anything is installed.
//
//   node tools/bootstrap.mjs tools/build.ts --frontend
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'node_modules', '.tideline');

/** Tools that compile or test the backend. */
const needGo = /^tools\/(build|dev|demo|test|preview|bench.*|engines)\.ts$/;
const leastGo = [1, 26];

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  fail('usage: node tools/bootstrap.mjs tools/NAME.ts [arguments]');
}
if (args.includes('--help')) {
  showHelp();
}
checkNode();
if (needGo.test(file) && !args.includes('--frontend')) {
  checkGo();
}
install();
handOver();

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Prints what tools/help/ has of the tool, before anything is looked for, installed or built. Other tools go on. */
function showHelp() {
  const text = path.join(root, 'tools', 'help', `${path.basename(file, '.ts')}.txt`);
  if (existsSync(text)) {
    process.stdout.write(readFileSync(text));
    process.exit(0);
  }
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.version} is too old: Tideline's tools need Node 20 or newer (https://nodejs.org).`);
  }
}

function checkGo() {
  const { stdout, error } = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (error) {
    fail(`Go was not found: the backend needs Go ${leastGo.join('.')} or newer on the PATH (https://go.dev/dl).`);
  }
  // A Go since 1.21 fetches the version that go.mod asks for, unless it is told not to.
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const mayFetch = process.env.GOTOOLCHAIN !== 'local' && Number(minor) >= 21;
  if (Number(major) === leastGo[0] && Number(minor) < leastGo[1] && !mayFetch) {
    fail(`${stdout.trim()} is too old: the backend needs Go ${leastGo.join('.')} or newer (https://go.dev/dl).`);
  }
}

/** Installs the locked packages when node_modules does not come from this lock file. */
function install() {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  if (installed === hash) {
    return;
  }
  const began = Date.now();
  console.log(
    `── Packages: ${installed === undefined ? 'installing' : 'the lock file has changed, installing again'} (npm ci, a minute or two)`
  );
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=warn', '--progress=true'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.error || npm.status !== 0) {
    fail(
      `npm ci failed${npm.error ? ` (${npm.error.message})` : ''}: see above. Run the same command again once it is mended.`
    );
  }
  writeFileSync(stamp, hash);
  console.log(`── Packages: done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/** Runs the tool in a process of its own, passing signals to it and its exit code back. */
function handOver() {
  const tsx = pathToFileURL(path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', tsx, path.join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  // Ctrl-C in a terminal reaches both processes, a signal from elsewhere only this one: so all are passed on, and this one waits for the tool's end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.once('error', (error) => fail(`${file} could not be started: ${error.message}`));
  child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
