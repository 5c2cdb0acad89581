// From a fresh clone to a dashboard in the browser: `npm run demo`. Builds, makes the data, starts a Grafana and says where to look.
// With a Docker engine: docker-compose.yaml. With a Grafana on this machine (GRAFANA_HOME, or grafana on the PATH): that one. Else the preview.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { grafanaCommand, grafanaHome } from './grafana';
import { chooseHost, type Host } from './host';
import { scenarios } from '../demo/traffic/scenarios';
import { mustBeFree } from './port';
import { clearLogs, startReceiver, startService, withoutService } from './service';
import { previewCommand } from './preview';
import { root, run, start, stopChildrenOnExit, typescript, untilReady } from './step';

async function main(): Promise<void> {
  const began = Date.now();
  stopChildrenOnExit();
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      on: { type: 'string' },
      scenario: { type: 'string', default: 'new-phone' },
      ramp: { type: 'string', default: '300' },
      loki: { type: 'string' },
      'no-service': { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(readFileSync(path.join(root, 'tools', 'help', 'demo.txt')));
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port ${values.port} is not a port: give a number from 1 to 65535`);
  }
  const live = scenarios[values.scenario];
  if (live === undefined) {
    throw new Error(`there is no scenario ${values.scenario}: there are ${Object.keys(scenarios).join(', ')}`);
  }
  const history = live.hasPhoneBefore ? withPhone : withoutPhone;
  const { host, remark } = chooseHost(values.on, grafanaHome);
  if (remark !== undefined) {
    console.log(`\n── ${remark}`);
  }
  await mustBeFree(port);
  await run('Build', typescript('tools/build.ts', '--if-changed'));
  const data = path.join(root, '.cache', 'demo');
  await run('Demo data', typescript('demo/make.ts', '--out', data, ...history.options));
  if (host === 'docker') {
    clearLogs(data); // the service in a container begins anew, too
  }
  const environment = {
    ...process.env,
    ...readVariables(path.join(data, 'demo.env')),
    TIDELINE_DATA: data, // the file has where the data were made: the folder may have been moved since
    ...withoutService,
    ...(host === 'docker'
      ? composeVariables(values['no-service'], values.scenario, values.ramp)
      : !values['no-service'] && (await startService({ ...values, data }))),
  };
  if (host === 'grafana') {
    await startReceiver(data);
  }
  const built = Date.now();

  const child = await startHost(host, port, data, environment, values['no-service'] ? ['grafana', 'receiver'] : []);
  const address = `http://localhost:${port}`;
  await untilReady(`${address}/api/health`, 180_000, () => child.exitCode !== null);
  const seconds = (from: number) => ((Date.now() - from) / 1000).toFixed(0);
  console.log(`
Ready after ${seconds(began)} s (${seconds(built)} s of it to start): ${titles[host]}${remark === undefined ? '' : `\n${remark}`}

   ${address}/d/tideline-overview

${history.look}
${values['no-service'] ? '' : `\nLive, for as long as this runs: ${live.what}.\n${live.see.map((line) => `   ${line}\n`).join('')}   ${address}/d/tideline-service   ${address}/d/tideline-model-service?from=now-15m&to=now\n`}${host !== 'preview' ? '\nWhat its alerts tell comes below, and as JSON into .cache/demo/notifications.jsonl.\n' : ''}
Ctrl-C stops everything.`);
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
}

interface History {
  options: string[];
  look: string;
}

/** What the eight weeks of data tell, and what to look at. */
const withPhone: History = {
  options: [],
  look: `What to look at: the digits model was quiet for seven weeks; then a new phone came.
 1. Model overview: the heatmap shows which features left the line, and since when.
 2. Click aspect_ratio or brightness there: the Feature page shows the distribution before and after.
 3. Split by device on that page: aurora-x is new, and nothing moved on the others.
 4. Choose the model iris: the CSV log of a course's exercise, and a flower that its model has no name for (docs/tutorial.md).`,
};
const withoutPhone: History = {
  options: ['--arrival-days', '0'],
  look: 'What to look at: eight weeks in which nothing changed. Model overview should show no drift.',
};

const titles: Record<Host, string> = {
  docker: 'Grafana in Docker (user admin, password admin)',
  grafana: 'Grafana on this machine (user admin, password admin)',
  preview: 'the preview: the real plugin and dashboards, with Grafana’s own panels approximated',
};

/** What docker-compose.yaml is told, where the service runs in a container, too. */
const composeVariables = (isWithoutService: boolean, scenario: string, ramp: string): Record<string, string> => ({
  TIDELINE_NO_SERVICE: String(isWithoutService),
  TIDELINE_NO_PROMETHEUS: String(isWithoutService),
  TIDELINE_SCENARIO: scenario,
  TIDELINE_RAMP: ramp,
  TIDELINE_USER: `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`,
});

/** `parts` are services of docker-compose.yaml; none: all of them. */
async function startHost(host: Host, port: number, data: string, environment: NodeJS.ProcessEnv, parts: string[]) {
  switch (host) {
    case 'docker':
      return start(['docker', ['compose', 'up', '--abort-on-container-exit', ...parts]], {
        env: { ...environment, TIDELINE_PORT: String(port) },
      });
    case 'grafana': {
      const work = path.join(root, '.cache', 'grafana');
      mkdirSync(work, { recursive: true });
      const { command, env } = grafanaCommand({ port, work, data });
      return start(command, { env: { ...environment, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
    }
    case 'preview': {
      const { command, env } = await previewCommand({
        port,
        provisioning: path.join(root, 'provisioning'),
        data: [data],
      });
      return start(command, { env: { ...environment, ...env } });
    }
  }
}

function readVariables(file: string): Record<string, string> {
  if (!existsSync(file)) {
    return {};
  }
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  );
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exit(1);
});
