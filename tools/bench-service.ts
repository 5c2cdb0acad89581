// How fast the demo's service answers, and what an answer costs it (docs/performance.md).
//
//   npm run bench:service                             300 requests a second for two minutes
//   npm run bench:service -- --rate 600 --seconds 60
//
// Requests come at random times from a process of their own, over connections that stay open, and whether or not earlier ones are answered. A time runs from the
// moment at which the request was due. Processor time is that of the process, of all its threads: the request, its telemetry, and its rows from journal to Parquet.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { quantile, readAnswers, startServing, startTraffic } from './load';
import { freePort } from './port';
import { end, stopChildrenOnExit } from './step';

const warmUp = 5; // seconds: until the code that runs often is compiled
const stretch = 10; // seconds that a line of the report is about

interface Moment {
  at: number;
  /** Processor time of the service so far, ms. */
  service: number;
  /** Of the processors of the machine: time with work, and all of it, any unit. */
  busy: number;
  all: number;
}

async function main(): Promise<void> {
  stopChildrenOnExit();
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '300' },
      seconds: { type: 'string', default: '120' },
    },
  });
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-bench-service-'));
  try {
    const port = await freePort();
    const service = await startServing({ port, folder, rollSeconds: 10 });
    const file = path.join(folder, 'answers.jsonl');
    const traffic = startTraffic(port, rate, file);
    await firstAnswer(port);
    await wait(warmUp);
    const moments = [await moment(port)];
    while (moments.length <= seconds / stretch) {
      await wait(stretch - ((Date.now() - moments[0].at) / 1000 - stretch * (moments.length - 1)));
      moments.push(await moment(port));
    }
    await end(traffic, 10_000);
    await end(service, 10_000);
    report(readAnswers(file), moments);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

const metrics = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

async function firstAnswer(port: number): Promise<void> {
  while (!/http_route="\/predict"/.test(await metrics(port))) {
    await wait(0.2);
  }
}

async function moment(port: number): Promise<Moment> {
  const [, used] = /^process_cpu_seconds_total ([\d.]+)/m.exec(await metrics(port))!;
  const cpus = os.cpus().map(({ times }) => times);
  const idle = cpus.reduce((sum, times) => sum + times.idle, 0);
  const all = cpus.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { at: Date.now(), service: 1000 * Number(used), busy: all - idle, all };
}

function report(answers: ReturnType<typeof readAnswers>, moments: Moment[]): void {
  console.log(
    `\n${os.cpus().length} × ${os.cpus()[0].model}, Node ${process.version}, load ${os.loadavg()[0].toFixed(1)}\n`
  );
  console.log(
    '  seconds   answers a second   failed   p50 ms   p99 ms   largest   processor ms a request   machine busy'
  );
  const between = (from: Moment, to: Moment, name: string) => {
    const mine = answers.filter(({ at }) => at >= from.at && at < to.at);
    const times = mine.map(({ milliseconds }) => milliseconds);
    const failed = mine.filter(({ status }) => status === 0 || status >= 500).length;
    const cells = [
      (mine.length / ((to.at - from.at) / 1000)).toFixed(0).padStart(18),
      String(failed).padStart(8),
      quantile(times, 0.5).toFixed(1).padStart(8),
      quantile(times, 0.99).toFixed(1).padStart(8),
      quantile(times, 1).toFixed(0).padStart(9),
      ((to.service - from.service) / mine.length).toFixed(2).padStart(24),
      `${((100 * (to.busy - from.busy)) / (to.all - from.all)).toFixed(0)} %`.padStart(14),
    ];
    console.log(`${name.padStart(9)} ${cells.join(' ')}`);
  };
  for (let i = 1; i < moments.length; i++) {
    between(moments[i - 1], moments[i], `${stretch * i}`);
  }
  between(moments[0], moments[moments.length - 1], 'all');
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
