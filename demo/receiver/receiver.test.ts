/** @jest-environment node */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Notification } from './notification';
import { Receiver, startReceiver } from './receiver';

// As Grafana 11.0 sends it, with what this demo does not read left out.
const began = Date.UTC(2026, 10, 27, 4, 12);
const alert = (feature: string, severity: number, since: number, status = 'firing') => ({
  status,
  labels: { alertname: 'Feature has drifted (digits-live)', feature, model: 'digits-live', team: 'ml' },
  annotations: { summary: `${feature} has drifted`, link: `http://grafana/d/tideline-feature?var-feature=${feature}` },
  startsAt: '2026-11-27T04:15:10Z',
  values: { severity, effect: severity / 10 + 1e-9, since, drifted: 1 },
});
const webhook = (status: string, alerts: object[]) => ({
  status,
  commonLabels: { model: 'digits-live', team: 'ml' },
  alerts,
  message: 'Model digits-live: 2 alerts\n',
});

let folder: string;
let receiver: Receiver;
let printed: string[];
let received: Notification[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-receiver-'));
  [printed, received] = [[], []];
  receiver = await startReceiver({
    port: 0,
    file: path.join(folder, 'logs', 'notifications.jsonl'),
    print: (text) => printed.push(text),
    onNotification: (notification) => received.push(notification),
  });
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (body: string) => fetch(receiver.url, { method: 'POST', body });
const lines = () =>
  readFileSync(path.join(folder, 'logs', 'notifications.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('keeps what a retraining would be started with: the worst feature first, since the first of them moved', async () => {
  const alerts = [alert('brightness', 2.5, began + 60_000), alert('aspect_ratio', 6, began)];
  expect((await post(JSON.stringify(webhook('firing', alerts)))).status).toBe(200);
  const trigger = {
    retrain: 'digits-live',
    since: '2026-11-27T04:12:00.000Z',
    features: [
      { feature: 'aspect_ratio', severity: 6, effect: 0.6 },
      { feature: 'brightness', severity: 2.5, effect: 0.25 },
    ],
  };
  const [line] = lines();
  expect(line).toMatchObject({ status: 'firing', model: 'digits-live', trigger });
  expect(line.alerts[0]).toEqual({
    status: 'firing',
    rule: 'Feature has drifted (digits-live)',
    feature: 'brightness',
    summary: 'brightness has drifted',
    since: '2026-11-27T04:13:00.000Z',
    values: { severity: 2.5, effect: 0.25, drifted: 1 },
    link: 'http://grafana/d/tideline-feature?var-feature=brightness',
  });
  expect(received).toHaveLength(1);
  expect(printed.join('\n')).toContain('Model digits-live: 2 alerts');
  expect(printed.join('\n')).toContain(`A retraining would be started with ${JSON.stringify(trigger)}`);
});

it('finds the earliest time whichever way each is written, and loses no notification by what it cannot read', async () => {
  const { values: _, ...without } = alert('sharpness', 3, began);
  const alerts = [
    { ...alert('brightness', 2, 9e15), startsAt: '2026-11-27T05:30:00+02:00' }, // 03:30 in UTC; no date is as far away as 9e15
    alert('aspect_ratio', 6, began),
    { ...without, startsAt: null, values: { severity: 3, since: 'yesterday' } },
    { status: 'firing', labels: null, annotations: null, values: null },
    null,
    'an alert',
  ];
  expect((await post(JSON.stringify(webhook('firing', alerts as object[])))).status).toBe(200);
  const [line] = lines();
  expect(line.alerts.map(({ since }: { since: string }) => since)).toEqual([
    '2026-11-27T05:30:00+02:00',
    '2026-11-27T04:12:00.000Z',
    '',
    '',
  ]);
  expect(line.trigger).toMatchObject({ since: '2026-11-27T05:30:00+02:00' });
});

it('is started by the share of features, too, where no feature is told of by itself', async () => {
  const { feature: _, ...labels } = alert('', 1, began).labels;
  const many = {
    status: 'firing',
    labels,
    annotations: {},
    startsAt: '2026-11-27T04:15:10Z',
    values: { share: 2 / 3 },
  };
  await post(JSON.stringify(webhook('firing', [many])));
  await post(JSON.stringify(webhook('firing', [many, alert('brightness', 2.5, began)])));
  const since = new Date(began).toISOString();
  const features = [{ feature: 'brightness', severity: 2.5, effect: 0.25 }];
  expect(lines().map(({ trigger }) => trigger)).toEqual([
    { retrain: 'digits-live', since: '2026-11-27T04:15:10Z', share: 0.667, features: [] },
    { retrain: 'digits-live', since, share: 0.667, features },
  ]);
});

it('starts nothing when a drift is over, or when a log has stopped', async () => {
  await post(JSON.stringify(webhook('resolved', [alert('brightness', 0.2, began, 'resolved')])));
  const { feature: _, ...labels } = alert('', 1, began).labels;
  const stopped = { status: 'firing', labels, annotations: {}, startsAt: '2026-11-27T04:15:10Z', values: { age: 900 } };
  await post(JSON.stringify(webhook('firing', [stopped])));
  expect(lines().map(({ status, trigger }) => [status, trigger])).toEqual([
    ['resolved', undefined],
    ['firing', undefined],
  ]);
  expect(printed[0]).toContain('── No alert of the model digits-live is left');
  expect(lines()[1].alerts[0]).toMatchObject({ feature: null, since: '2026-11-27T04:15:10Z', values: { age: 900 } });
});

it('reads what Prometheus’ Alertmanager sends, which has no message and no values', async () => {
  const alerts = [
    {
      status: 'firing',
      labels: { alertname: 'ErrorBudgetBurnsFast', severity: 'page' },
      annotations: { summary: 'The error budget of a month is spent within two days' },
      startsAt: '2026-11-27T04:15:10Z',
      generatorURL: 'http://prometheus/graph',
    },
  ];
  await post(JSON.stringify({ status: 'firing', commonLabels: {}, alerts }));
  expect(lines()[0]).toMatchObject({
    model: null,
    alerts: [{ rule: 'ErrorBudgetBurnsFast', link: 'http://prometheus/graph' }],
  });
  expect(printed[0]).toContain('- The error budget of a month is spent within two days');
});

it.each([
  ['no JSON', '{', 400, /JSON/],
  ['something else', '{"text": "hello"}', 400, /is no notification: it needs a status/],
  ['nothing', 'null', 400, /is no notification/],
  ['too much', '"'.padEnd(6 << 20), 400, /larger than 4 MiB/],
])('refuses %s', async (_, body, status, says) => {
  const answer = await post(body);
  expect([answer.status, (await answer.json()).message]).toEqual([status, expect.stringMatching(says)]);
  expect(received).toEqual([]);
});
