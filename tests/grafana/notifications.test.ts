// From a picture of a new phone to a message about it: the demo's service with its traffic and its Prometheus, the provisioned rules, policies and templates in
// a real Grafana, and the receiver. Windows and waits are shorter than the demo's, everything else is as it is provisioned.
import assert from 'node:assert/strict';
import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Alert, Notification, retraining } from '../../demo/receiver/notification';
import { Receiver, startReceiver } from '../../demo/receiver/receiver';
import { loadDigits } from '../../demo/digits/images';
import { ParquetWriter } from '../../demo/parquet';
import { Service, startService } from '../../demo/service/service';
import { Traffic } from '../../demo/traffic/client';
import { makeReference } from '../../demo/traffic/reference';
import { Moment, scenarios } from '../../demo/traffic/scenarios';
import { freePort } from '../../tools/port';
import { end, root } from '../../tools/step';
import { changeYaml, liveDataSource, untilNextWindow, wait } from '../harness/live';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { panelOf } from './dashboards';
import { call, itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const window = 15; // seconds
const groupWait = 45;
const groupInterval = 75;
const prometheus = process.env.PROMETHEUS ?? 'prometheus';
const skip =
  withoutOwnGrafana() ||
  (spawnSync(prometheus, ['--version'], { stdio: 'ignore' }).status !== 0 &&
    'needs a Prometheus: apt install prometheus, or name one by PROMETHEUS');

describe('one new phone', { skip }, () => {
  let work: string;
  let service: Service;
  let receiver: Receiver;
  let watcher: ChildProcess;
  let traffic: Traffic;
  let server: Server;
  const received: Array<Notification & { at: number }> = [];
  let moment: Moment = scenarios.quiet.at(0, 1);

  before(async () => {
    work = mkdtempSync(path.join(os.tmpdir(), 'tideline-notifications-'));
    const data = path.join(work, 'data');
    await makeReference(data, 20_000, await ParquetWriter.open());
    service = await startService({ port: 0, folder: data, rollMs: 1000, print: () => undefined, allowFaults: true });
    const prometheusPort = await freePort();
    watcher = startPrometheus(prometheusPort, service.port);
    receiver = await startReceiver({
      port: 0,
      file: path.join(work, 'notifications.jsonl'),
      print: () => undefined,
      onNotification: (notification) => received.push({ ...notification, at: Date.now() }),
    });
    startTraffic(1);
    server = await openGrafana({
      provisioning: shortProvisioning(),
      data,
      settings: { 'unified_alerting.min_interval': '10s' },
      variables: {
        TIDELINE_NO_SERVICE: 'false',
        TIDELINE_NO_PROMETHEUS: 'false',
        TIDELINE_RECEIVER_URL: receiver.url,
        PROMETHEUS_URL: `http://127.0.0.1:${prometheusPort}`,
      },
    });
  });

  after(async () => {
    traffic?.stop();
    await server?.stop();
    await receiver?.close();
    if (watcher !== undefined) {
      await end(watcher, 10_000);
    }
    await service?.close();
    rmSync(work, { recursive: true, force: true });
  });

  function startTraffic(seed: number): void {
    const url = `http://127.0.0.1:${service.port}`;
    const scenario = { ...scenarios.quiet, at: () => moment };
    const { served } = loadDigits();
    traffic = new Traffic({ url, scenario, rate: 40, seconds: Infinity, ramp: 60, seed, served });
    void traffic.run();
  }

  /** A Prometheus with the demo's rules, which looks at this service. */
  function startPrometheus(port: number, target: number): ChildProcess {
    const folder = path.join(work, 'prometheus');
    cpSync(path.join(root, 'provisioning', 'prometheus'), folder, { recursive: true });
    const file = path.join(folder, 'prometheus.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('127.0.0.1:8000', `127.0.0.1:${target}`));
    const options = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    return spawn(prometheus, options, { stdio: 'ignore' });
  }

  /** The provisioned files of the live part, with windows of seconds and waits to match. */
  function shortProvisioning(): string {
    const from = path.join(root, 'provisioning');
    const to = path.join(work, 'provisioning');
    for (const name of ['grafana.ini', 'plugins', 'dashboards', 'datasources', 'alerting']) {
      cpSync(path.join(from, name), path.join(to, name), { recursive: true });
    }
    // The eight weeks and their rules are another test's.
    rmSync(path.join(to, 'datasources', 'tideline.yaml'));
    rmSync(path.join(to, 'alerting', 'tideline.yaml'));
    const live = { apiVersion: 1, datasources: [liveDataSource(window)] };
    writeFileSync(path.join(to, 'datasources', 'live.yaml'), JSON.stringify(live)); // JSON is YAML
    changeYaml(path.join(to, 'alerting', 'live.yaml'), ({ groups }) => {
      for (const group of groups) {
        // How fast this machine answers while Grafana runs beside it is no question here.
        group.rules = group.rules.filter(({ uid }: any) => uid !== 'tideline-service-latency');
        group.interval = '10s';
        group.rules.forEach((rule: any) => (rule.for = '0s'));
      }
    });
    changeYaml(path.join(to, 'alerting', 'notifications.yaml'), ({ policies: [{ routes }], muteTimes }) => {
      Object.assign(routes[0], { group_wait: `${groupWait}s`, group_interval: `${groupInterval}s` });
      muteTimes[0].time_intervals = [{ years: ['1999'] }]; // a test does not wait for Sunday to pass
    });
    return to;
  }

  async function until(what: string, patience: number, holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 1000 * patience;
    while (!holds()) {
      assert.ok(
        Date.now() < deadline,
        `${what} within ${patience} s; so far came ${JSON.stringify(received, null, 1)}`
      );
      await wait(0.5);
    }
  }

  /** What happens from the start of the next window on. */
  async function fromNextWindow(next: Moment): Promise<void> {
    await untilNextWindow(window);
    moment = next;
  }

  async function rules(): Promise<any[]> {
    const { body } = await call(server, 'GET', '/api/prometheus/grafana/api/v1/rules');
    return body.data.groups.flatMap((group: any) => group.rules);
  }

  test('before it comes nobody is told anything, and every rule can look', async () => {
    await wait(6 * window); // five closed windows: as many as the rules look at, and more
    const all = await rules();
    assert.deepEqual(
      all.filter(({ health }) => health === 'error').map(({ name, lastError }) => [name, lastError]),
      []
    );
    assert.deepEqual(
      all.filter(({ state }) => state !== 'inactive').map(({ name, state, alerts }) => [name, state, alerts]),
      []
    );
    assert.deepEqual(received, []);
  });

  test('is one message, which names what moved, since when and by how much', async () => {
    const arrival = scenarios['new-phone'].at(1e6, 1); // three users in ten have it
    await fromNextWindow(arrival);
    const came = Date.now();
    await until('a message comes', 8 * window + groupWait, () => received.length > 0);
    // Once more the group is looked at: what has been said is not said again.
    await wait(groupInterval + 10);
    assert.equal(received.length, 1, JSON.stringify(received, null, 1));
    const [told] = received;
    assert.deepEqual([told.status, told.model], ['firing', 'digits-live']);
    const features = told.alerts.filter(({ feature }) => feature !== null);
    const named = features.map(({ feature }) => feature!);
    for (const feature of ['aspect_ratio', 'brightness', 'sharpness', 'height']) {
      assert.ok(named.includes(feature), `${feature} is named among ${named.join(', ')}`);
    }
    assert.ok(!named.includes('error') && !named.includes('device'), named.join(', '));
    assert.equal(new Set(named).size, named.length, 'each feature is named once');
    assert.deepEqual(
      told.alerts.filter(({ feature }) => feature === null).map(({ rule }) => rule),
      ['Many features have drifted (digits-live)']
    );
    for (const alert of features) {
      says(alert, came);
      assert.ok(told.message.includes(alert.summary), told.message);
      assert.ok(told.message.includes(alert.link!), told.message);
    }
    assert.match(
      told.message,
      new RegExp(`^Model digits-live: ${told.alerts.length} alerts\n- \\d+ % of the features of the model digits-live`)
    );
    const severities = [...told.message.matchAll(/severity ([\d.]+)/g)].map(([, text]) => Number(text));
    assert.equal(severities.length, features.length);
    assert.deepEqual(
      severities,
      [...severities].sort((a, b) => b - a),
      'the most severe feature comes first'
    );
    assert.match(told.message, /, since \w{3} \d+ \w{3} \d{4} \d\d:\d\d UTC\n/);
    const trigger = retraining(told)!;
    assert.equal(trigger.retrain, 'digits-live');
    assert.deepEqual(trigger.features.map(({ feature }) => feature).sort(), [...named].sort());
  });

  test('that nobody sends pictures any more for a while does not end', async () => {
    const firing = async () =>
      (await rules())
        .filter(({ name }) => /^(Feature has|Many features have) drifted \(digits-live\)$/.test(name))
        .flatMap(({ alerts }) => alerts ?? [])
        .filter(({ state }: { state: string }) => state.startsWith('Alerting'));
    const before = await firing();
    assert.ok(before.length >= 5, JSON.stringify(before));
    traffic.stop();
    await wait(6 * window); // none of the last three closed windows has a row
    const kept = await firing();
    const names = (alerts: any[]) => alerts.map(({ labels }) => labels.feature ?? labels.alertname).sort();
    assert.deepEqual(names(kept), names(before));
    assert.ok(
      kept.every(({ state }) => state === 'Alerting (NoData, KeepLast)'),
      JSON.stringify(kept.map(({ state }) => state))
    );
    assert.equal(received.length, 1, JSON.stringify(received.slice(1), null, 1));
    startTraffic(2);
  });

  /** A feature's alert has its size, the time when it moved, to a window, and a page that shows it. */
  function says({ feature, summary, since, values, link }: Alert, came: number): void {
    assert.match(
      summary,
      new RegExp(`^${feature} of the model digits-live has drifted: severity \\d+\\.\\d .*, effect \\d+\\.\\d\\d$`)
    );
    assert.ok(values.severity >= 1 && values.effect > 0.05, JSON.stringify(values));
    const late = Date.parse(since) - came;
    assert.ok(Math.abs(late) <= 2 * 1000 * window, `${feature}: since ${since}, ${late} ms after the phone came`);
    assert.match(
      link!,
      new RegExp(`/d/tideline-feature\\?var-datasource=tideline-live&var-model=digits-live&var-feature=${feature}&`)
    );
  }

  test('that is mended is one message more: no alert is left', async () => {
    await fromNextWindow(scenarios['new-phone-mended'].at(1e6, 1));
    await until('the end is told', 5 * window + 2 * groupInterval, () =>
      received.some(({ status }) => status === 'resolved')
    );
    await wait(groupInterval + 10);
    assert.deepEqual(
      received.map(({ status }) => status),
      ['firing', 'resolved'],
      JSON.stringify(received, null, 1)
    );
    const [told, over] = received;
    assert.equal(over.model, 'digits-live');
    const names = ({ alerts }: Notification) => alerts.map(({ rule, feature }) => `${rule} ${feature}`).sort();
    assert.deepEqual(names(over), names(told), 'what was told of is what is over');
    assert.match(over.message, /^Model digits-live: no alert is left\nOver:\n- (.*, alerted for (\d+m)?\d+s\n?)+$/);
  });

  test('an outage is told of as the service’s, beside the model’s', async () => {
    received.length = 0;
    moment = scenarios.outage.at(1e6, 1);
    await until('the service’s message comes', 120 + groupWait, () => received.some(({ model }) => model === null));
    const { alerts, message } = received.find(({ model }) => model === null)!;
    const told = alerts.map(({ rule }) => rule);
    assert.ok(told.includes('Requests fail'), told.join(', ')); // the budget of an hour takes longer to burn
    assert.match(message, /^Service tideline-demo: \d alerts?\n/);
    assert.match(message, /(% of the|\d+ of \d+) requests of the last five minutes failed/);
    assert.match(message, /\/d\/tideline-service\?/);
  });

  test('the pages of the live service draw every panel, and complain of nothing', async () => {
    const browser = await openBrowser();
    try {
      for (const theme of ['dark', 'light']) {
        const context = await signedIn(browser, server, { viewport: { width: 1440, height: 1250 } });
        const { page, complaints } = await openPage(context, itsOwn);
        for (const uid of ['tideline-fleet', 'tideline-model-service', 'tideline-service']) {
          await page.goto(`${server.url}/d/${uid}?theme=${theme}&from=now-15m&to=now&kiosk&refresh=`);
          await page
            .getByTestId(/data-testid panel content|Panel header/)
            .first()
            .waitFor({ timeout: 30_000 });
          await page.waitForTimeout(5000);
          assert.equal(
            await page.getByTestId('data-testid Panel status error').count(),
            0,
            `${uid}: no panel shows an error`
          );
          if (uid === 'tideline-fleet') {
            const table = panelOf(page, 'All models');
            await table.getByText('digits-live', { exact: true }).waitFor({ timeout: 90_000 }); // a busy machine
            const lines = (await table.innerText()).replace(/\s+/g, ' ');
            assert.match(lines, /digits-live 4\.2 .* req\/s [\d.]+% [\d.]+ [µm]?s/);
          }
        }
        assert.deepEqual(complaints, []);
        await context.close();
      }
    } finally {
      await browser.close();
    }
  });
});
