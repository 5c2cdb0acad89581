// Runs the steps of a command (build, test, demo): each is a process of its own, shown with its name and the seconds it took.
import { ChildProcess, spawn, SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runnersAbove, whenGone } from './ancestors';

export const root = path.resolve(__dirname, '..');

const running = new Set<ChildProcess>();

/** Arguments that run a TypeScript file of this repository with the Node that runs this one. */
export const typescript = (file: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  ['--import', 'tsx', path.join(root, file), ...args],
];

/** A tool that a package of node_modules brings. */
export const tool = (name: string, ...args: string[]): [string, string[]] => [
  path.join(root, 'node_modules', '.bin', name),
  args,
];

/** Starts a process that belongs to this command: it is stopped when the command is. */
export function start([command, args]: [string, string[]], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Runs a process to its end. Rejects with its name and exit code when it fails. */
export function run(
  name: string,
  command: [string, string[]],
  options: SpawnOptions = {},
  onOutput?: (text: Buffer) => void
): Promise<void> {
  const began = Date.now();
  console.log(`\n── ${name}`);
  return new Promise((resolve, reject) => {
    const child = start(command, options);
    if (onOutput !== undefined) {
      child.stdout?.on('data', onOutput);
      child.stderr?.on('data', onOutput);
    }
    child.once('error', (error) => reject(new Error(`${name}: ${command[0]} could not be started (${error.message})`)));
    child.once('close', (code, signal) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      if (code === 0) {
        console.log(`── ${name}: done in ${seconds} s`);
        resolve();
      } else {
        reject(new Error(`${name}: failed after ${seconds} s (${signal ?? `exit code ${code}`})`));
      }
    });
  });
}

/** The same, of a process whose output is of interest only when it fails. */
export async function runQuietly(name: string, command: [string, string[]]): Promise<void> {
  const output: Buffer[] = [];
  try {
    await run(name, command, { stdio: ['ignore', 'pipe', 'pipe'] }, (text) => output.push(text));
  } catch (error) {
    process.stderr.write(Buffer.concat(output));
    throw error;
  }
}

/** Ends a process and waits for it: by asking, and after so many milliseconds by force. */
export async function end(child: ChildProcess, patience: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(late);
}

/** Waits until an address answers well; rejects after so many milliseconds, or once `hasEnded` says that nobody will answer. */
export async function untilReady(url: string, patience: number, hasEnded: () => boolean = () => false): Promise<void> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (hasEnded()) {
      throw new Error('the server ended before it was ready: see above (is the port free? --port takes another)');
    }
    try {
      if ((await fetch(url)).ok) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no answer from ${url} within ${patience / 1000} s`);
}

/** Stops what this command started, then the command itself, on Ctrl-C, on a kill, and when the npm or npx above it is gone. */
export function stopChildrenOnExit(): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      return;
    }
    stopping = true;
    for (const child of running) {
      child.kill('SIGTERM');
    }
    const deadline = Date.now() + 5000;
    const wait = setInterval(() => {
      if (running.size === 0 || Date.now() > deadline) {
        clearInterval(wait);
        for (const child of running) {
          child.kill('SIGKILL');
        }
        process.exit(signal === 'SIGINT' ? 130 : 143);
      }
    }, 50);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  whenGone(runnersAbove(process.pid), () => stop('SIGTERM'));
}

/** The browser of the browser tests: a Chromium or Chrome that is installed, or the one named by CHROMIUM_PATH. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
}
