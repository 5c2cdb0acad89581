// A new normal in a real Grafana: from a panel's address through Apply to verdicts that have changed, and back by Undo. The log jumps on day 40
// (tests/harness/jump.ts). It needs an installed Grafana: the data sources are this test's own, so a running one (GRAFANA_URL) is not used.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, visitPage } from '../harness/chromium';
import { type Jump, jumpData, jumpProvisioning } from '../harness/jump';
import type { Server } from '../harness/server';
import { call, itsOwn, openGrafana, password } from './grafana';

const skip = process.env.GRAFANA_URL ? 'a running Grafana has not this test’s data sources' : false;
const viewer = 'tideline-viewer:Viewer-1-password';
const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-newnormal-'));
let server: Server;
let browser: Browser;
let context: BrowserContext;
let log: Jump;

before(async () => {
  if (skip) {
    return;
  }
  log = jumpData(path.join(work, 'data'));
  server = await openGrafana({ provisioning: jumpProvisioning(work, log), data: log.folder });
  browser = await openBrowser();
  context = await signedIn('admin', password);
  const [name, secret] = viewer.split(':');
  await call(server, 'POST', '/api/admin/users', { name, login: name, password: secret, OrgId: 1 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(work, { recursive: true, force: true });
});

async function signedIn(user: string, secret: string): Promise<BrowserContext> {
  const made = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const login = await made.request.post(`${server.url}/login`, { data: { user, password: secret } });
  assert.equal(login.status(), 200, `${user} can sign in`);
  return made;
}

/** Verdicts of `score` by day, as letters: D drifted, f fine, - no reference. */
async function verdicts(uid = 'jump', from = 34, to = 60): Promise<string> {
  const { status, body } = await call(server, 'POST', '/api/ds/query', {
    from: String(log.day(from)),
    to: String(log.day(to)),
    queries: [
      {
        refId: 'A',
        datasource: { uid, type: 'tideline-drift-datasource' },
        queryType: 'drift',
        model: 'scores',
        format: 'table',
        columns: ['feature', 'verdict'],
      },
    ],
  });
  assert.equal(status, 200, JSON.stringify(body).slice(0, 500));
  const [features, verdict] = body.results.A.frames[0].data.values as string[][];
  const letters: Record<string, string> = { drifted: 'D', fine: 'f', no_reference: '-' };
  return verdict
    .filter((_, i) => features[i] === 'score')
    .map((word) => letters[word] ?? '?')
    .join('');
}

/** Grafana keeps a data source's settings for five seconds before its backend gets changed ones. */
async function verdictsBecome(want: string, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  let got = await verdicts();
  while (got !== want && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    got = await verdicts();
  }
  assert.equal(got, want, what);
}

const settings = async (uid = 'jump') => (await call(server, 'GET', `/api/datasources/uid/${uid}`)).body;

const quiet = 'f'.repeat(6);
const old = quiet + 'D'.repeat(20);

/** The address that panels make for a stretch of days: see src/panels/parts/actions.ts. */
const address = (name: 'reference' | 'exclude', from: number, to: number, uid = 'jump') =>
  `/a/tideline-ml-app/${name}?${new URLSearchParams({ datasource: uid, model: 'scores', from: String(log.day(from)), to: String(log.day(to)) })}`;

const visit = (to: string, act: (page: Page) => Promise<void>, by = context) =>
  visitPage(by, server.url + to, act, { ignore: itsOwn });

test('a window becomes the new normal, and what it was again', { skip }, async () => {
  const original = await settings();
  assert.equal(await verdicts(), old, 'the jump is found');
  await visit(address('reference', 44, 52), async (page) => {
    const effect = page.getByRole('region', { name: 'What it would change' });
    await effect.getByText('1 of 3').waitFor({ timeout: 30_000 });
    await effect.getByText('0 of 3').waitFor();
    await page.getByLabel('Why').fill('retrained');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(/scores is now compared with .* in windows from .* on/).waitFor({ timeout: 15_000 });

    const changed = await settings();
    const date = (n: number) => new Date(log.day(n)).toISOString().slice(0, 10);
    assert.deepEqual(changed.jsonData.models[0].reference, [
      { from: date(0), to: date(28) },
      { since: date(44), from: date(44), to: date(52), why: 'retrained' },
    ]);
    const { reference: _, ...rest } = changed.jsonData.models[0];
    const { reference: __, ...before } = original.jsonData.models[0];
    assert.deepEqual(rest, before, 'nothing else in the model has changed');
    assert.deepEqual(changed.secureJsonFields, { token: true }, 'secrets stay');
    await verdictsBecome(quiet + 'DDDD' + 'f'.repeat(16), 'verdicts follow');

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(/^Taken back: /).waitFor({ timeout: 15_000 });
  });
  assert.deepEqual((await settings()).jsonData, original.jsonData, 'settings are as they were');
  assert.deepEqual((await settings()).secureJsonFields, { token: true });
  await verdictsBecome(old, 'and so are verdicts');
});

test('a change that somebody else was quicker with is refused, and said', { skip }, async () => {
  await visit(address('reference', 44, 52), async (page) => {
    const apply = page.getByRole('button', { name: 'Apply' });
    await apply.waitFor({ timeout: 30_000 });
    const now = await settings();
    const other = await call(server, 'PUT', '/api/datasources/uid/jump', {
      ...now,
      jsonData: { ...now.jsonData, models: [{ ...now.jsonData.models[0], lateness: '1h' }] },
    });
    assert.equal(other.status, 200);
    await apply.click();
    await page.getByText('Not applied: somebody has changed this data source meanwhile').waitFor({ timeout: 15_000 });
  });
  const { jsonData } = await settings();
  assert.equal(jsonData.models[0].lateness, '1h', 'the other change stands');
  assert.ok(!Array.isArray(jsonData.models[0].reference), 'and this one was not made');
});

test('Grafana itself refuses a change of an older version', { skip }, async () => {
  const now = await settings();
  const late = await call(server, 'PUT', '/api/datasources/uid/jump', { ...now, version: now.version - 1 });
  assert.equal(late.status, 409, JSON.stringify(late.body));
});

test('undo does not overwrite what somebody changed since', { skip }, async () => {
  await visit(address('exclude', 5, 7), async (page) => {
    const apply = page.getByRole('button', { name: 'Apply' });
    await page.getByText('loses 2 of its 28 windows').waitFor({ timeout: 30_000 });
    assert.ok(await apply.isDisabled(), 'a reason is needed');
    await page.getByLabel('Why').fill('flash was broken');
    await apply.click();
    await page.getByText(/is now left out of the references of scores/).waitFor({ timeout: 15_000 });
    const now = await settings();
    assert.equal(now.jsonData.models[0].exclude[0].why, 'flash was broken');
    await call(server, 'PUT', '/api/datasources/uid/jump', {
      ...now,
      jsonData: { ...now.jsonData, models: [{ ...now.jsonData.models[0], lateness: '2h' }] },
    });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Not undone: somebody has changed this data source since').waitFor({ timeout: 15_000 });
  });
  const { jsonData } = await settings();
  assert.equal(jsonData.models[0].lateness, '2h');
  assert.equal(jsonData.models[0].exclude.length, 1);
});

test('the model’s page shows it and takes it out', { skip }, async () => {
  await visit('/a/tideline-ml-app/model?datasource=jump&model=scores', async (page) => {
    const excluded = page.getByRole('region', { name: 'Left out of references' });
    await excluded.getByText('flash was broken').waitFor({ timeout: 30_000 });
    await page
      .getByRole('cell', { name: /First seen in the window/ })
      .first()
      .waitFor({ timeout: 30_000 });
    await excluded.getByRole('button', { name: /^Remove/ }).click();
    await page.getByText(/is no longer left out of the references of scores/).waitFor({ timeout: 15_000 });
    await excluded.getByText('Nothing.').waitFor({ timeout: 15_000 });
    assert.equal((await settings()).jsonData.models[0].exclude, undefined);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await excluded.getByText('flash was broken').waitFor({ timeout: 15_000 });
  });
});

test('a provisioned data source gives the lines for its file', { skip }, async () => {
  await visit(address('reference', 44, 52, 'fixed'), async (page) => {
    const lines = page.getByRole('region', { name: 'Lines for the provisioning file' });
    await lines.waitFor({ timeout: 30_000 });
    const date = new Date(log.day(44)).toISOString().slice(0, 10);
    assert.match(
      await lines.innerText(),
      new RegExp(`^reference:\\n  - from: "[-\\d]+"\\n    to: "[-\\d]+"\\n  - since: "${date}"\\n    from: "${date}"`)
    );
    assert.equal(await page.getByRole('button', { name: 'Apply' }).count(), 0);
  });
  const now = await settings('fixed');
  assert.equal(now.readOnly, true);
  assert.equal((await call(server, 'PUT', '/api/datasources/uid/fixed', now)).status, 403);
});

test('a viewer sees what it would change, and who can', { skip }, async () => {
  const [name, secret] = viewer.split(':');
  const by = await signedIn(name, secret);
  await visit(
    address('reference', 44, 52),
    async (page) => {
      await page.getByRole('region', { name: 'What it would change' }).getByText('0 of 3').waitFor({ timeout: 30_000 });
      await page.getByText(/Administrators of this organisation can apply it/).waitFor();
      assert.equal(await page.getByRole('button', { name: 'Apply' }).count(), 0);
      assert.doesNotMatch(await page.locator('body').innerText(), /scores\.csv/, 'no file is named');
    },
    by
  );
  await by.close();
});
