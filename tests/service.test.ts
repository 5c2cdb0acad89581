/** @jest-environment node */
// What is provisioned for the demo's service agrees with the service: metrics that the dashboards and rules ask for are metrics that it has, ports and uids are
// one. Rules are tried by Prometheus' own promtool, where it is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTheme } from '@grafana/data';
import { parse } from 'yaml';
import { train } from '../demo/digits/classifier';
import { loadDigits } from '../demo/digits/images';
import { startService } from '../demo/service/service';
import { Logger } from '../demo/service/telemetry/logger';
import { distance } from './harness/colors';
import { misplaced } from './harness/grid';

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'provisioning', 'dashboards', 'service');
const read = (...file: string[]) => readFileSync(path.join(root, ...file), 'utf8');
const dashboards = readdirSync(folder).map((file) => ({
  file,
  json: JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
}));
/** The panels of a dashboard, those in closed rows included. */
const panelsOf = (json: any): any[] =>
  json.panels.flatMap((panel: any) => (panel.type === 'row' ? panel.panels : [panel]));
const panels = dashboards.flatMap(({ json }) => panelsOf(json));
const expressions: string[] = [
  ...panels.flatMap((panel) =>
    panel.targets.filter(({ datasource }: any) => datasource.type === 'prometheus').map((target: any) => target.expr)
  ),
  ...dashboards.flatMap(({ json }) => json.annotations.list.map((annotation: any) => annotation.expr)),
].filter(Boolean);

it('dashboards are classic ones, in files that are named as they are', () => {
  for (const { file, json } of dashboards) {
    expect(file).toBe(`${json.uid}.json`);
    expect(json.schemaVersion).toBe(39);
    expect(json).not.toHaveProperty('id');
  }
});

it.each(panels.map((panel) => [panel.title, panel]))('%s has a unit, a description and a way on', (_, panel) => {
  expect(panel.description.length).toBeGreaterThan(10);
  expect(panel.links.length).toBeGreaterThan(0);
  const { defaults, overrides } = panel.fieldConfig;
  const units = overrides.flatMap(({ properties }: any) => properties.filter(({ id }: any) => id === 'unit'));
  if (panel.type !== 'tideline-driftheatmap-panel') {
    expect(defaults.unit ?? units[0]?.value).toBeTruthy();
  }
});

it('pages lead to each other', () => {
  for (const { json } of dashboards) {
    const others = dashboards.map(({ json: { uid } }) => uid).filter((uid) => uid !== json.uid);
    expect(json.links.map(({ url }: any) => url)).toEqual(expect.arrayContaining(others.map((uid) => `/d/${uid}`)));
  }
});

it('deployments are marked on each of them', () => {
  for (const { json } of dashboards) {
    expect(json.annotations.list.map(({ name }: any) => name)).toContain('Deployments');
  }
});

it('panels lie beside each other', () => {
  for (const { json } of dashboards) {
    expect(misplaced([...panelsOf(json), ...json.panels.filter(({ type }: any) => type === 'row')])).toEqual([]);
  }
});

it('a status looks the same on every page, and no two look alike: in either theme, nor to who is colour-blind', () => {
  const shown = panels.filter(({ title }) => title.startsWith('Failures and refusals'));
  expect(shown).toHaveLength(2);
  const [looks, others] = shown.map(({ fieldConfig }) =>
    Object.fromEntries(
      fieldConfig.overrides
        .filter(({ matcher }: any) => /^\d{3}$/.test(matcher.options))
        .map(({ matcher, properties }: any) => {
          const value = (id: string) => properties.find((property: any) => property.id === id)?.value;
          return [
            matcher.options,
            { color: value('color').fixedColor, line: value('custom.lineStyle')?.fill ?? 'solid' },
          ];
        })
    )
  );
  expect(looks).toEqual(others);
  const made = readdirSync(path.join(root, 'demo', 'service'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...read('demo', 'service', file).matchAll(/RequestError\(\s*(4(?:13|15|22)|5\d\d),/g)]);
  expect(Object.keys(looks)).toEqual(expect.arrayContaining(made.map(([, status]) => status)));
  for (const mode of ['dark', 'light'] as const) {
    const { getColorByName } = createTheme({ colors: { mode } }).visualization;
    for (const [status, look] of Object.entries(looks)) {
      for (const [other, theirs] of Object.entries(looks).filter(([other]) => other > status)) {
        const apart = distance(getColorByName(look.color), getColorByName(theirs.color));
        expect([mode, status, other, look.line !== theirs.line || apart > 15]).toEqual([mode, status, other, true]);
      }
    }
  }
});

it('no model that is served has the name of one of the eight weeks: on one line they would seem to be one', async () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-served-'));
  const service = await startService({
    port: 0,
    folder: work,
    print: () => undefined,
    model: train(loadDigits().train.slice(0, 300), 1, 1),
  });
  try {
    const text = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    const served = [...text.matchAll(/^model_info\{model="([^"]+)"/gm)].map((match) => match[1]);
    const { models } = parse(read('provisioning', 'datasources', 'tideline.yaml')).datasources[0].jsonData;
    expect(served.sort()).toEqual(['digits-live', 'iris-live', 'sentiment']);
    expect(models.map(({ name }: any) => name).filter((name: string) => served.includes(name))).toEqual([]);
  } finally {
    await service.close();
    rmSync(work, { recursive: true, force: true });
  }
});

it('asks for metrics that the service has', async () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-service-'));
  const model = train(loadDigits().train.slice(0, 100), 1, 1);
  const service = await startService({ port: 0, folder: work, print: () => undefined, model });
  try {
    await fetch(`http://127.0.0.1:${service.port}/nowhere`);
    const text = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    const known = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]));
    const rules = Object.values(parse(read('provisioning', 'prometheus', 'rules', 'service.yml')).groups).flatMap(
      (group: any) => group.rules
    );
    const recorded = new Set(rules.map((rule: any) => rule.record));
    const elsewhere = new Set(['http_requests_total', 'up']); // of FastAPI's instrumentator, and of Prometheus itself
    const asked = [...expressions, ...rules.map((rule: any) => rule.expr as string)].flatMap((expr) =>
      [
        ...expr
          .replaceAll('${metric}', 'http_server_request_duration_seconds')
          .matchAll(/\b([a-z][\w:]*)(?=\{|\[|\))/g),
      ].map((match) => match[1])
    );
    const metrics = new Set(
      asked.filter((name) => /_/.test(name) && !/^(http_route|http_response_status_code|error_type)$/.test(name))
    );
    expect(metrics.size).toBeGreaterThan(8);
    for (const name of metrics) {
      const base = name.replace(/_(bucket|count|sum)$/, '');
      // In the OpenMetrics format a counter's family has no _total.
      expect([
        name,
        known.has(base) ||
          known.has(name) ||
          known.has(name.replace(/_total$/, '')) ||
          recorded.has(name) ||
          elsewhere.has(name),
      ]).toEqual([name, true]);
    }
  } finally {
    await service.close();
    rmSync(work, { recursive: true, force: true });
  }
});

it('has one port for the service and one for Prometheus', () => {
  const tool = read('tools', 'service.ts');
  const [target] = parse(read('provisioning', 'prometheus', 'prometheus.yml')).scrape_configs[0].static_configs[0]
    .targets;
  expect(tool).toContain(`servicePort = ${target.split(':')[1]}`);
  expect(read('provisioning', 'prometheus', 'prometheus.yml')).toContain(
    `127.0.0.1:${/prometheusPort = (\d+)/.exec(tool)![1]}`
  );
  expect(read('provisioning', 'datasources', 'prometheus.yaml')).toContain('url: $PROMETHEUS_URL');
});

it('log lines are asked for by the labels that the service gives them, in a row that is closed where there is no Loki', () => {
  const { json } = dashboards.find(({ json }) => json.uid === 'tideline-service')!;
  const row = json.panels.find(({ type }: any) => type === 'row');
  expect(row.collapsed).toBe(true);
  const logger = read('demo', 'service', 'telemetry', 'logger.ts');
  const [, name] = /const name = '([\w-]+)'/.exec(read('demo', 'service', 'service.ts'))!;
  expect(logger).toContain('stream: { service_name: this.service, level }');
  for (const { datasource, targets } of row.panels) {
    expect(datasource).toEqual({ type: 'loki', uid: '${loki}' });
    for (const { expr } of targets) {
      expect(expr).toContain(`{service_name="${name}"`);
      const labels = [...expr.matchAll(/\b(\w+)=~?"/g)].map((match: string[]) => match[1]);
      expect(['service_name', 'level']).toEqual(expect.arrayContaining(labels));
    }
  }
  expect(panels.filter(({ datasource }) => datasource.type === 'loki')).toEqual(row.panels);
});

it('an exemplar and a log line lead to their trace, in the data source that has it', () => {
  const source = (file: string) => parse(read('provisioning', 'datasources', file)).datasources[0];
  const tempo = source('tempo.yaml');
  expect(tempo.type).toBe('tempo');
  const [exemplar] = source('prometheus.yaml').jsonData.exemplarTraceIdDestinations;
  expect(exemplar.datasourceUid).toBe(tempo.uid);
  expect(read('demo', 'service', 'telemetry', 'metrics.ts')).toContain(`exemplarLabels: { ${exemplar.name}: traceId }`);
  const [{ matcherRegex, url, datasourceUid }] = source('loki.yaml').jsonData.derivedFields;
  expect(datasourceUid).toBe(tempo.uid);
  expect(url).toBe('$${__value.raw}'); // Grafana takes the first $ of two for the sign that the second is meant: a query of the id alone
  const lines: string[] = [];
  const otel = { emit: () => undefined, enabled: () => false };
  new Logger('tideline-demo', otel, (line) => lines.push(line)).log('warn', 'refused', { trace_id: 'ab'.repeat(16) });
  expect(new RegExp(matcherRegex).exec(lines[0])?.[1]).toBe('ab'.repeat(16));
});

const promtool = spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;
(promtool ? it : it.skip)('rules and configuration pass promtool (skipped without Prometheus)', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, {
      cwd: path.join(root, 'provisioning', 'prometheus'),
      encoding: 'utf8',
    });
    expect([args, status, status === 0 ? '' : stdout + stderr]).toEqual([args, 0, '']);
  };
  run('check', 'config', 'prometheus.yml');
  run('test', 'rules', 'rules_test.yml');
  run('test', 'rules', 'features_test.yml');
});
