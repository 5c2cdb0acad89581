// What a server of the tests must say of itself, and how one is started as a process that says when it is ready.
import { ChildProcess } from 'node:child_process';
import { end, start } from '../step';

export interface Engine {
  name: string;
  title: string;
  /** Why it can never run on this machine, undefined where it can: its tests are skipped then, aloud. */
  impossible?: () => string | undefined;
  /** What is not installed, undefined where nothing is missing. */
  missing: (folder: string) => string | undefined;
  /** Installs it below a folder, or by the system's packages. */
  install: (folder: string) => Promise<void>;
  /** Starts it on loopback with its data below a folder; what a run before left there is gone. */
  start: (folder: string) => Promise<StartedEngine>;
}

export interface StartedEngine {
  /** How tests find it: a URL with user and password. */
  env: Record<string, string>;
  stop: () => Promise<void>;
}

/** Starts a process and waits for a line of its output. Rejects with what it said where it ends before, or takes longer. */
export function startUntil(
  command: [string, string[]],
  ready: RegExp,
  seconds: number,
  env: NodeJS.ProcessEnv = process.env
): Promise<{ match: RegExpExecArray; child: ChildProcess; stop: () => Promise<void> }> {
  const child = start(command, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const stop = () => end(child, 5000);
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late);
      reject(new Error(`${command.flat().join(' ')}: ${why}\n${said.slice(-4000)}`));
    };
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`not ready within ${seconds} s`);
    }, seconds * 1000);
    const hear = (data: Buffer) => {
      said = (said + data.toString()).slice(-20_000);
      const match = ready.exec(said);
      if (match !== null) {
        clearTimeout(late);
        resolve({ match, child, stop });
      }
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => fail(`ended with code ${code}`));
  });
}
