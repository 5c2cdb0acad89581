// Servers that tests start: one that is up answers its health address.
import { ChildProcess, spawn } from 'node:child_process';
import { end, root } from '../../tools/step';

export interface Server {
  url: string;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

export async function startServer(
  [command, args]: [string, string[]],
  env: NodeJS.ProcessEnv,
  url: string,
  health: string
): Promise<Server> {
  const child: ChildProcess = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout?.on('data', (text) => (output += text));
  child.stderr?.on('data', (text) => (output += text));
  const stop = () => end(child, 10_000);
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`${command} ended before it was ready:\n${output.slice(-4000)}`);
    }
    try {
      if ((await fetch(url + health)).ok) {
        return { url, output: () => output, stop };
      }
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${command} was not ready in two minutes:\n${output.slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
