// The live part of the demo: the service, people who use it, a Prometheus that watches it, where one is installed, and who is told of alerts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { lokiCommand } from './loki';
import { mustBeFree } from './port';
import { root, run, start, typescript, untilReady } from './step';

const servicePort = 8000; // as provisioning/prometheus/prometheus.yml says
const prometheusPort = 9099; // not the usual 9090, where a Prometheus of this machine's own may be
const receiverPort = 8010;
const lokiPort = 3101; // not the usual 3100

/** What provisioning/ asks of the live part, in a Grafana beside which it does not run: its alert rules are paused. */
export const withoutService = {
  TIDELINE_NO_SERVICE: 'true',
  TIDELINE_NO_PROMETHEUS: 'true',
  TIDELINE_RECEIVER_URL: `http://127.0.0.1:${receiverPort}/notifications`,
  PROMETHEUS_URL: `http://127.0.0.1:${prometheusPort}`,
  TIDELINE_LOKI_URL: process.env.TIDELINE_LOKI_URL ?? '', // one that runs already
  TIDELINE_TEMPO_URL: process.env.TIDELINE_TEMPO_URL ?? '',
};

/** Starts what takes Grafana's notifications, and shows them in this command's own output. */
export async function startReceiver(data: string): Promise<void> {
  await mustBeFree(receiverPort, 'end it: alerts are told there');
  const file = path.join(data, 'notifications.jsonl');
  start(typescript('demo/receiver/main.ts', '--port', String(receiverPort), '--file', file), {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await untilReady(`http://127.0.0.1:${receiverPort}/health`, 60_000);
}

/** Takes away what an earlier scenario logged. */
export function clearLogs(data: string): void {
  for (const folder of ['digits_live', 'digits_live_labels', 'iris_live', 'sentiment_live', 'requests_live']) {
    rmSync(path.join(data, folder), { recursive: true, force: true });
  }
}

export interface Live {
  /** The demo's folder. */
  data: string;
  scenario: string;
  /** Seconds that a change takes. */
  ramp: string;
  /** A Loki to start. */
  loki?: string;
}

/** Starts the service with its traffic, its Prometheus and its Loki; they end with the command. Gives what provisioning/ asks of it. */
export async function startService({ data, scenario, ramp, loki }: Live): Promise<Record<string, string>> {
  await mustBeFree(servicePort, 'leave the live part out: --no-service');
  clearLogs(data);
  if (!existsSync(path.join(data, 'digits_live_reference'))) {
    await run('Reference of the live model', typescript('demo/traffic/reference.ts', '--folder', data));
  }
  const isWatched = await startPrometheus();
  const lokiUrl = loki === undefined ? withoutService.TIDELINE_LOKI_URL : await startLoki(loki);
  const service = typescript('demo/service/main.ts', '--port', String(servicePort), '--folder', data, '--allow-faults');
  start(service, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(lokiUrl !== '' && { LOKI_URL: lokiUrl }) },
  });
  const url = `http://127.0.0.1:${servicePort}`;
  await untilReady(`${url}/health`, 60_000);
  start(typescript('demo/traffic/main.ts', '--scenario', scenario, '--ramp', ramp, '--url', url), {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    TIDELINE_NO_SERVICE: 'false',
    TIDELINE_NO_PROMETHEUS: String(!isWatched),
    TIDELINE_LOKI_URL: lokiUrl,
  };
}

async function startLoki(program: string): Promise<string> {
  await mustBeFree(lokiPort, 'leave --loki out');
  const child = start(lokiCommand(program, path.join(root, '.cache', 'loki'), lokiPort), {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${lokiPort}`;
  await untilReady(`${url}/ready`, 120_000, () => child.exitCode !== null);
  return url;
}

/** Tells whether there is one. */
async function startPrometheus(): Promise<boolean> {
  const program = process.env.PROMETHEUS ?? 'prometheus';
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0) {
    console.log(
      '\n── Prometheus is not installed, so the panels of the service stay empty: apt install prometheus (or name one by PROMETHEUS)'
    );
    return false;
  }
  await mustBeFree(prometheusPort, 'leave the live part out: --no-service');
  const work = path.join(root, '.cache', 'prometheus');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const options = [
    `--config.file=${path.join(root, 'provisioning', 'prometheus', 'prometheus.yml')}`,
    `--storage.tsdb.path=${work}`,
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    '--enable-feature=exemplar-storage',
    '--log.level=warn',
  ];
  start([program, options], { stdio: ['ignore', 'ignore', 'inherit'] });
  return true;
}
