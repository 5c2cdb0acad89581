// What is told of a drift that began days before anybody looked: the demo's eight weeks under their provisioned rules, policies and templates, in a Grafana that has
// just been started. The message, and what a retraining would be started with, say since when the features have drifted, which is not when their alerts began.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Alert, Notification, retraining } from '../../demo/receiver/notification';
import { Receiver, startReceiver } from '../../demo/receiver/receiver';
import { root } from '../../tools/step';
import { changeYaml, wait } from '../harness/live';
import { Server } from '../harness/server';
import { openGrafana, withoutOwnGrafana } from './grafana';

const day = 24 * 3600 * 1000;
const groupWait = 45; // seconds

/** A day of the model, as the message writes it: by the model's own clock. */
function inWords(since: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Copenhagen',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).formatToParts(new Date(since));
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return `${part('weekday')} ${part('day')} ${part('month').slice(0, 3)} ${part('year')}`;
}

describe('a drift of days', { skip: withoutOwnGrafana() }, () => {
  let work: string;
  let receiver: Receiver;
  let server: Server;
  let started: number;
  const received: Notification[] = [];

  before(async () => {
    work = mkdtempSync(path.join(os.tmpdir(), 'tideline-retraining-'));
    receiver = await startReceiver({
      port: 0,
      file: path.join(work, 'notifications.jsonl'),
      print: () => undefined,
      onNotification: (notification) => received.push(notification),
    });
    const provisioning = path.join(work, 'provisioning');
    cpSync(path.join(root, 'provisioning'), provisioning, { recursive: true });
    changeYaml(path.join(provisioning, 'alerting', 'notifications.yaml'), ({ policies: [{ routes }] }) => {
      routes.forEach((route: { group_wait: string }) => (route.group_wait = `${groupWait}s`));
    });
    changeYaml(path.join(provisioning, 'alerting', 'tideline.yaml'), ({ groups }) => {
      for (const group of groups) {
        group.interval = '10s';
      }
    });
    started = Date.now();
    server = await openGrafana({
      provisioning,
      settings: { 'unified_alerting.min_interval': '10s' },
      variables: { TIDELINE_RECEIVER_URL: receiver.url },
    });
  });

  after(async () => {
    await server?.stop();
    await receiver?.close();
    rmSync(work, { recursive: true, force: true });
  });

  test('is told of since its first day, feature by feature, by how much', async () => {
    const ofDigits = () => received.find(({ model }) => model === 'digits');
    for (let waited = 0; waited < 180 && ofDigits() === undefined; waited++) {
      await wait(1);
    }
    const told = ofDigits();
    assert.ok(told, `a message about digits comes; so far came ${JSON.stringify(received)}`);
    const features = told.alerts.filter((alert): alert is Alert & { feature: string } => alert.feature !== null);
    assert.ok(features.length >= 6, told.message);
    for (const { feature, summary, since, values } of features) {
      const days = (started - Date.parse(since)) / day;
      assert.ok(days > 3 && days < 9, `${feature}: the phone came seven days ago; since ${since}`);
      assert.ok(values.effect > 0.05, JSON.stringify(values));
      assert.match(summary, new RegExp(`^${feature} of the model digits has drifted: .*, effect \\d+\\.\\d\\d$`));
      assert.ok(told.message.includes(`${summary}, since ${inWords(since)}\n`), told.message);
    }
    const trigger = retraining(told)!;
    assert.equal(trigger.since, features.map(({ since }) => since).sort()[0]);
    assert.ok(
      trigger.features.every(({ effect }) => effect! > 0.05),
      JSON.stringify(trigger)
    );
  });
});
