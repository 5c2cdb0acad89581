// Each scenario of the demo's traffic says what is to be seen of it. Here they run side by side, each with a service of its own, in windows of seconds, and the
// real backend is asked what it sees: before the change nothing, after it what is said and nothing else.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { train } from '../../demo/digits/classifier';
import { loadDigits } from '../../demo/digits/images';
import { ParquetWriter } from '../../demo/parquet';
import { Service, startService } from '../../demo/service/service';
import { Traffic } from '../../demo/traffic/client';
import { makeReference } from '../../demo/traffic/reference';
import { scenarios } from '../../demo/traffic/scenarios';
import { root } from '../../tools/step';
import { liveDataSource, untilNextWindow, wait } from '../harness/live';
import { openPreview } from '../harness/preview';
import { Server } from '../harness/server';

const window = 20; // seconds
const windowsBefore = 4;
const windowsAfter = 4;
const rate = 12; // requests a second

interface Run {
  service: Service;
  traffic: Traffic;
  /** What the service told Prometheus at the start, at the change and at the end. */
  metrics: string[];
}

type Stretch = 'before' | 'after';

const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-scenarios-'));
const runs = new Map<string, Run>();
let preview: Server;
/** When the change came, whole; epoch ms. */
let changed: number;

before(async () => {
  const { served, train: examples } = loadDigits();
  const model = train(examples, 1);
  await makeReference(work, 20_000, await ParquetWriter.open());
  const provisioning = path.join(work, 'provisioning');
  cpSync(path.join(root, 'provisioning', 'plugins'), path.join(provisioning, 'plugins'), { recursive: true });
  mkdirSync(path.join(provisioning, 'datasources'));
  const datasources = Object.keys(scenarios).map((name) => {
    const source = liveDataSource(window);
    source.jsonData.store.path = path.join(work, name);
    return { ...source, uid: name, name };
  });
  writeFileSync(path.join(provisioning, 'datasources', 'live.yaml'), JSON.stringify({ apiVersion: 1, datasources }));
  let ramp = Infinity; // until then nothing changes
  let began = 0;
  for (const name of Object.keys(scenarios)) {
    const folder = path.join(work, name);
    cpSync(path.join(work, 'digits_live_reference'), path.join(folder, 'digits_live_reference'), { recursive: true });
    const service = await startService({
      port: 0,
      folder,
      rollMs: 1000,
      model,
      allowFaults: true,
      examples: examples.slice(0, 500), // another version is trained in this process, beside ten services
      print: () => undefined,
    });
    // A ramp that is over as soon as it begins: the change is whole from one window to the next.
    const at = () => scenarios[name].at(ramp === Infinity ? 0 : Date.now() / 1000 - began, ramp);
    const traffic = new Traffic({
      url: `http://127.0.0.1:${service.port}`,
      scenario: { ...scenarios[name], at },
      rate, // of each: all of them share a process
      seconds: Infinity,
      ramp: 1,
      seed: 1,
      labelDelay: 1,
      served,
    });
    runs.set(name, { service, traffic, metrics: [] });
  }
  preview = await openPreview('Admin', provisioning, work, {});
  await untilNextWindow(window);
  await readMetrics();
  for (const { traffic } of runs.values()) {
    void traffic.run();
  }
  await wait(windowsBefore * window - 1);
  await untilNextWindow(window);
  [ramp, began] = [0.01, Date.now() / 1000 - 10];
  changed = Math.round(Date.now() / 1000 / window) * window * 1000;
  await readMetrics();
  await wait(windowsAfter * window);
  await readMetrics();
  await wait(8); // until the last window is closed and its file is there
});

async function readMetrics(): Promise<void> {
  for (const { service, metrics } of runs.values()) {
    metrics.push(await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text());
  }
}

after(async () => {
  for (const { traffic, service } of runs.values()) {
    traffic.stop();
    await service.close();
  }
  await preview?.stop();
  rmSync(work, { recursive: true, force: true });
});

interface Seen {
  /** Features that drift, with the cause. */
  drifts: Record<string, string>;
  /** Features that are too near the line to be sure. */
  mayDrift?: string[];
}

const measured = ['brightness', 'contrast', 'sharpness', 'confidence'];
const size = ['aspect_ratio', 'width', 'height'];
const all = (features: string[], cause: string) => Object.fromEntries(features.map((feature) => [feature, cause]));

/** What scenarios.ts says in words. */
const seen: Record<string, Seen> = {
  quiet: { drifts: {} },
  'new-phone': {
    drifts: { ...all(['brightness', 'sharpness', ...size], 'distribution'), device: 'new values' },
    mayDrift: ['contrast', 'confidence'],
  },
  'new-phone-mended': { drifts: { device: 'new values' } },
  deployment: {
    drifts: { ...all(['brightness', 'sharpness', ...size], 'distribution'), device: 'new values' },
    mayDrift: ['contrast', 'confidence', 'prediction'], // the other version has another opinion
  },
  outage: { drifts: { ...all([...measured, 'prediction'], 'missing'), error: 'new values' } },
  latency: { drifts: {} },
  'missing-feature': { drifts: all(['device', ...size], 'missing') },
  'stuck-sensor': { drifts: all(measured, 'distribution'), mayDrift: ['prediction'] },
  duplicates: { drifts: {} },
  'broken-join': { drifts: {} },
};

test('every scenario is looked at', () => assert.deepEqual(Object.keys(seen).sort(), Object.keys(scenarios).sort()));

for (const [name, { drifts, mayDrift = [] }] of Object.entries(seen)) {
  test(`${name}: ${Object.keys(drifts).join(', ') || 'nothing'} drifts, and nothing before`, async () => {
    const rows = await ask(name, {});
    const { earlier, later } = byWindow(rows);
    assert.deepEqual([earlier.length, later.length], [windowsBefore, windowsAfter]);
    assert.ok(
      rows.every(({ verdict }) => verdict !== 'error' && verdict !== 'no_reference'),
      JSON.stringify(rows[0])
    );
    // One window in a hundred may be called drifted by chance: twice in four windows is none.
    assert.deepEqual([...often(earlier, 2).keys()], []);
    const found = often(later, 2);
    const surely = Object.fromEntries([...found].filter(([feature]) => !mayDrift.includes(feature)));
    assert.deepEqual(surely, drifts, said(later));
  });
}

test('new-phone, by device: the new one is not known, nothing moved on the others, and it alone is refused', async () => {
  const devices = await verdictsByDevice('new-phone', ['brightness', 'aspect_ratio', 'sharpness']);
  assert.deepEqual([...devices.keys()].sort(), ['aurora-x', 'kestrel', 'lumen-3', 'lumen-4', 'nova-mini', 'orbit-s']);
  for (const [device, verdicts] of devices) {
    assert.deepEqual(
      [device, ...verdicts.keys()],
      [device, device === 'aurora-x' ? 'no_reference' : 'fine'],
      JSON.stringify([...devices])
    );
  }
  const errors = await ask(
    'new-phone',
    { queryType: 'summary', features: ['error'], groupBy: ['device'], ...asOne },
    changed
  );
  const refused = errors.filter(({ top }) => top.includes('unsupported_raw_format')).map(({ device }) => device);
  assert.deepEqual(refused, ['aurora-x']);
});

test('deployment: the service has the other version, and so has its log', async () => {
  const { metrics } = runs.get('deployment')!;
  const served = metrics.map((text) => /^model_info{model="digits-live",version="(.*)"} 1$/m.exec(text)![1]);
  assert.deepEqual([served[0], served[2]], ['4.2', '4.3']);
  const points = await ask('deployment', { queryType: 'episodes', kinds: ['version'] });
  assert.deepEqual(
    points.map(({ title }) => title),
    ['4.2', '4.3']
  );
});

test('stuck-sensor, by device: kestrel alone', async () => {
  for (const [device, verdicts] of await verdictsByDevice('stuck-sensor', ['brightness', 'contrast', 'sharpness'])) {
    assert.deepEqual([device, ...verdicts], [device, device === 'kestrel' ? 'drifted' : 'fine']);
  }
});

test('outage and latency: the service tells its failures and its slowness', () => {
  const share = (name: string, during: Stretch) =>
    counted(name, during, 'http_server_request_duration_seconds_count', /"\/predict".*"503"/) /
    counted(name, during, 'http_server_request_duration_seconds_count', /"\/predict"/);
  assert.ok(share('outage', 'before') < 0.05, String(share('outage', 'before')));
  assert.ok(share('outage', 'after') > 0.4 && share('outage', 'after') < 0.6, String(share('outage', 'after')));
  const mean = (name: string, during: Stretch) =>
    counted(name, during, 'model_prediction_duration_seconds_sum', /"digits-live"/) /
    counted(name, during, 'model_prediction_duration_seconds_count', /"digits-live"/);
  const slower = mean('latency', 'after') - mean('latency', 'before');
  assert.ok(slower > 0.4 && slower < 0.8, `half a second longer: ${slower}`);
});

test('duplicates: three times as many requests as where nothing is repeated', () => {
  const requests = (name: string) =>
    counted(name, 'after', 'http_server_request_duration_seconds_count', /"\/predict"/);
  const times = requests('duplicates') / requests('quiet');
  assert.ok(times > 2.5 && times < 3.5, `${times} times as many`);
});

test('broken-join: the target has no values any more', async () => {
  const { earlier, later } = byWindow(await ask('broken-join', { queryType: 'summary', features: ['target'] }));
  // Half of the predictions get a label, and each failure none.
  assert.deepEqual(
    [...earlier, ...later].map(([{ null_share }]) => null_share > 0.95),
    [...earlier.map(() => false), ...later.map(() => true)]
  );
});

/** Rows of the windows before the change and after it, window by window. */
function byWindow(rows: any[]): { earlier: any[][]; later: any[][] } {
  const times = [...new Set<number>(rows.map(({ time }) => time))].sort((a, b) => a - b);
  const windows = times.map((time) => rows.filter((row) => row.time === time));
  const isLater = ([{ time }]: any[]) => time >= changed;
  return { earlier: windows.filter((one) => !isLater(one)), later: windows.filter(isLater) };
}

/** Features that drifted in at least so many windows, with their cause. */
function often(windows: any[][], times: number): Map<string, string> {
  const found = new Map<string, string>();
  const drifted = windows.flat().filter(({ verdict }) => verdict === 'drifted');
  for (const { feature, cause } of drifted) {
    if (drifted.filter((row) => row.feature === feature).length >= times) {
      found.set(feature, cause);
    }
  }
  return found;
}

/** Windows in short, for a test that fails. */
const said = (windows: any[][]) =>
  windows
    .map((rows) =>
      rows.map((row) => `${row.feature} ${row.verdict} ${row.severity} of ${row.current_rows} rows`).join(', ')
    )
    .join('\n');

/** All that came after the change, as one window: a device needs more rows than seconds bring. */
const asOne = { window: { mode: 'range' }, minRows: 30 };

async function verdictsByDevice(scenario: string, features: string[]): Promise<Map<string, Set<string>>> {
  const devices = new Map<string, Set<string>>();
  for (const { device, verdict } of await ask(scenario, { features, groupBy: ['device'], ...asOne }, changed)) {
    devices.set(device, (devices.get(device) ?? new Set()).add(verdict));
  }
  return devices;
}

/** How much a metric of a service has grown, over all its series that match. */
function counted(scenario: string, during: Stretch, metric: string, series: RegExp): number {
  const [from, to] = during === 'before' ? [0, 1] : [1, 2];
  const total = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${metric}{`) && series.test(line))
      .reduce((sum, line) => sum + Number(/\} ([\d.e+-]+)/.exec(line)![1]), 0);
  const texts = runs.get(scenario)!.metrics;
  return total(texts[to]) - total(texts[from]);
}

/** Asks the real backend for a table, of the windows before and after the change. */
async function ask(scenario: string, query: object, from = changed - 1000 * windowsBefore * window): Promise<any[]> {
  const response = await fetch(`${preview.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: String(from),
      to: String(changed + 1000 * windowsAfter * window),
      queries: [
        {
          refId: 'A',
          datasource: { uid: scenario },
          queryType: 'drift',
          model: 'digits-live',
          format: 'table',
          ...query,
        },
      ],
    }),
  });
  const body: any = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body).slice(0, 500));
  const [frame] = body.results.A.frames;
  const names: string[] = frame.schema.fields.map((field: { name: string }) => field.name);
  return frame.data.values[0].map((_: unknown, row: number) =>
    Object.fromEntries(names.map((field, i) => [field, frame.data.values[i][row]]))
  );
}
