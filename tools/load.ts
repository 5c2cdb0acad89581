// The demo's service and the people who use it, as two processes on this machine: what is measured of the one is not slowed by the other's work.
import { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TrafficAnswer } from '../demo/traffic/client';
import { start, typescript } from './step';

/** Starts the service on a folder, a new Parquet file every so many seconds; resolves when it answers. `child` is told before it does. */
export async function startServing(
  at: { port: number; folder: string; rollSeconds: number },
  started: (child: ChildProcess) => void = () => undefined
): Promise<ChildProcess> {
  const { port, folder, rollSeconds } = at;
  const args = ['--port', String(port), '--folder', folder, '--roll', String(rollSeconds)];
  const child = start(typescript('demo/service/main.ts', ...args), { stdio: ['ignore', 'pipe', 'inherit'] });
  started(child);
  await new Promise<void>((resolve, reject) => {
    child.once('close', (code, signal) => reject(new Error(`the service ended with ${signal ?? code}`)));
    child.stdout!.on('data', (data: Buffer) => {
      if (data.includes('"message":"listening"')) {
        resolve();
      }
    });
  });
  return child;
}

/** Sends requests at a rate, whether the service keeps up or not, until the process is asked to end (SIGTERM). Answers become lines of a file. */
export function startTraffic(port: number, rate: number, answers: string, labelDelay = 20): ChildProcess {
  const url = `http://127.0.0.1:${port}`;
  const args = [
    '--scenario',
    'quiet',
    '--url',
    url,
    '--rate',
    String(rate),
    '--label-delay',
    String(labelDelay),
    '--answers',
    answers,
  ];
  return start(typescript('demo/traffic/main.ts', ...args), { stdio: ['ignore', 'ignore', 'inherit'] });
}

export function readAnswers(file: string): TrafficAnswer[] {
  const lines = readFileSync(path.resolve(file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TrafficAnswer);
}

/** The value that this share of them is not above. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
