// Who is let in and sees what: roles, tokens, nobody, other organisations; panels on other pages; and Grafana's own reports of a data source's health. In a
// Grafana that is served under a path, with anonymous viewers, and with a folder of its own for the second organisation.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { demoData } from '../harness/demo';
import { Server } from '../harness/server';
import { addDataSource, addUser, panel, query, save, tideline } from './dashboards';
import { administrator, call, type Caller, itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const drift = { queryType: 'drift', model: 'digits', format: 'table' };
const hour = 3600 * 1000;

describe('access', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let browser: Browser;
  let administrators: BrowserContext;
  let nobody: BrowserContext;
  let other: string;
  const callers = new Map<string, { who: Caller; role: string }>();

  before(async () => {
    other = mkdtempSync(path.join(os.tmpdir(), 'tideline-other-'));
    const rows = Array.from({ length: 2000 }, (_, i) => {
      const time = new Date(Date.now() - (i + 1) * hour).toISOString();
      return `${time},${(i * 37) % 101},${'abc'[i % 3]}`;
    });
    writeFileSync(path.join(other, 'sizes.csv'), ['time,size,kind', ...rows, ''].join('\n'));
    server = await openGrafana({
      subPath: '/grafana',
      withoutRules: true,
      dataDirectories: `1:${demoData}, 2:${other}`,
      settings: {
        'auth.anonymous.enabled': 'true',
        'auth.anonymous.org_role': 'Viewer',
        'security.allow_embedding': 'true',
      },
    });
    browser = await openBrowser();
    const viewport = { width: 1440, height: 1000 };
    administrators = await signedIn(browser, server, { viewport });
    nobody = await browser.newContext({ viewport });

    callers.set('nobody', { who: null, role: 'Viewer' });
    for (const role of ['Viewer', 'Editor', 'Admin']) {
      callers.set(`user, ${role}`, { who: await addUser(server, `user-${role.toLowerCase()}`, role), role });
      const account = await call(server, 'POST', '/api/serviceaccounts', { name: role, role });
      const token = await call(server, 'POST', `/api/serviceaccounts/${account.body.id}/tokens`, { name: role });
      assert.equal(token.status, 200, JSON.stringify(token.body));
      callers.set(`service account, ${role}`, { who: { token: token.body.key }, role });
    }
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(other, { recursive: true, force: true });
  });

  const ask = (fields: object, who: Caller, source = tideline, headers: Record<string, string> = {}) =>
    call(
      server,
      'POST',
      '/api/ds/query',
      { from: 'now-8w', to: 'now', queries: [query(fields, 'A', source)] },
      who,
      headers
    );

  test('follows the role, of users, service accounts and nobody', async () => {
    let length = 40; // hours of the window: another for each caller, so that each makes a statement run
    for (const [name, { who, role }] of callers) {
      const mayEdit = role !== 'Viewer';
      const verdicts = await ask({ ...drift, window: { mode: 'last', duration: `${length++}h` } }, who);
      assert.equal(verdicts.status, 200, `${name}: ${JSON.stringify(verdicts.body).slice(0, 300)}`);
      const statement: string = verdicts.body.results.A.frames[0].schema.meta.executedQueryString;
      assert.match(statement, mayEdit ? /^SELECT .*'digits\// : /^-- only editors and administrators/, name);
      const rows = await ask({ queryType: 'rows', model: 'digits', limit: 1 }, who);
      assert.equal(rows.body.results.A.status, mayEdit ? 200 : 403, name);
      const resource = `/api/datasources/uid/tideline/resources`;
      const schema = { source: { file: 'digits/*.parquet' }, store: {} };
      const described = await call(server, 'POST', `${resource}/schema`, schema, who);
      assert.equal(described.status, role === 'Admin' ? 200 : 403, name);
      assert.equal((await call(server, 'GET', `${resource}/models`, undefined, who)).status, 200, name);
    }
  });

  test('gives each organisation its own folders, and no data source of another', async () => {
    const two = { 'X-Grafana-Org-Id': '2' };
    assert.equal((await call(server, 'POST', '/api/orgs', { name: 'Two' })).body.orgId, 2);
    const sizes = {
      name: 'sizes',
      source: { file: '*.csv' },
      time: 'time',
      features: [{ name: 'size' }, { name: 'kind' }],
      window: '1d',
    };
    for (const [uid, folder, right] of [
      ['own', '', true],
      ['by-name', other, true],
      ['theirs', demoData, false],
      ['above', '..', false],
    ] as const) {
      const jsonData = { store: { engine: 'duckdb', path: folder }, models: [sizes] };
      const settings = { uid, name: uid, type: tideline.type, access: 'proxy', jsonData };
      assert.equal((await call(server, 'POST', '/api/datasources', settings, administrator, two)).status, 200);
      const health = await call(server, 'GET', `/api/datasources/uid/${uid}/health`, undefined, administrator, two);
      assert.match(
        health.body.message,
        right ? /sizes: 2,000 rows/ : /lies outside the folders that the server's operator allows/,
        uid
      );
      const numbers = { queryType: 'drift', model: 'sizes', format: 'numeric' };
      const answer = await ask(numbers, administrator, { ...tideline, uid }, two);
      assert.equal(answer.status, right ? 200 : 400, `${uid}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    }
    assert.equal((await ask({ queryType: 'models' }, administrator, { ...tideline, uid: 'own' })).status, 404);
    const theirs = await ask({ queryType: 'models' }, administrator, tideline, two);
    assert.equal(theirs.status, 404, 'nor the other way round');
  });

  describe('health', () => {
    const health = async (uid: string, who?: Caller) =>
      call(server, 'GET', `/api/datasources/uid/${uid}/health`, undefined, who);

    before(async () => {
      await addDataSource(server, 'half', ({ models }) => (models[0].source.file = 'nowhere/*.parquet'));
      await addDataSource(server, 'outside', ({ store }) => (store.path = '/etc'));
    });

    test('says what was found, or what is wrong, and to viewers only whether it works', async () => {
      const lines = ({ details }: { details?: { verboseMessage?: string } }) => details?.verboseMessage ?? '';
      for (const [name, { who, role }] of callers) {
        const mayEdit = role !== 'Viewer';
        const good = await health('tideline', who);
        assert.equal(good.status, 200, name);
        assert.match(good.body.message, /^\d+ models can be read/, name);
        assert.match(
          lines(good.body),
          mayEdit ? /^digits: [\d,]+ rows from [^]*\nflights: 3,000,000 rows/ : /^$/,
          name
        );
        const half = await health('half', who);
        assert.equal(half.status, 400, name);
        assert.match(
          half.body.message,
          mayEdit
            ? /digits: .*no file matches "nowhere.* The other \d+ can be read/
            : /^Not all models can be read \(digits\); an administrator sees why\.$/,
          name
        );
        const outside = await health('outside', who);
        assert.match(
          outside.body.message,
          mayEdit ? /\/etc lies outside/ : /^This data source is not set up rightly; an administrator sees why\.$/,
          name
        );
        if (!mayEdit) {
          assert.ok(!JSON.stringify([good, half, outside]).includes(demoData), name);
        }
      }
    });

    test('is what Save & test shows; the list of data sources shows name and logo', async () => {
      const { page, complaints } = await openPage(administrators, [
        ...itsOwn,
        /status of 400/,
        /^400 \w+ .*\/uid\/outside\//,
      ]);
      await page.goto(`${server.url}/connections/datasources`);
      const logo = page.locator('img[src*="tideline-drift-datasource"]').first();
      await logo.waitFor();
      assert.ok(await logo.evaluate((img) => (img as HTMLImageElement).naturalWidth > 0), 'the logo is there');
      await page.getByRole('link', { name: 'Tideline', exact: true }).first().click();
      await page.waitForURL(/\/grafana\/connections\/datasources\/edit\/tideline/);
      await page.getByRole('button', { name: /Save & test|^Test$/ }).click();
      await page
        .getByText(/digits: [\d,]+ rows/)
        .first()
        .waitFor();
      await page.goto(`${server.url}/connections/datasources/edit/outside`);
      await page.getByRole('button', { name: /Save & test|^Test$/ }).click();
      await page
        .getByText(/\/etc lies outside/)
        .first()
        .waitFor();
      assert.deepEqual(complaints, []);
      await page.close();
    });
  });

  describe('other pages', () => {
    before(() =>
      save(server, 'wall', [
        panel('tideline-driftheatmap-panel', 'Drift', drift),
        panel('tideline-distribution-panel', 'Now', { ...drift, queryType: 'distribution', features: ['device'] }),
      ])
    );

    test('show a panel alone, embedded, in the light theme, to nobody', async () => {
      const { page, complaints } = await openPage(nobody, [...itsOwn, /favicon\.ico/]);
      await page.goto(`${server.url}/api/health`); // a page of the same site, to embed into
      const address = `${server.url}/d-solo/wall?orgId=1&panelId=1&theme=light`;
      await page.setContent(`<iframe src="${address}" width="900" height="500"></iframe>`);
      const embedded = page.frameLocator('iframe');
      await embedded.getByText('sharpness', { exact: true }).first().waitFor();
      assert.equal(await embedded.getByText('aurora-x').count(), 0, 'the other panel is not there');
      const background = await embedded.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
      assert.ok(Number(/\d+/.exec(background)?.[0]) > 200, `a light background: ${background}`);
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('play dashboards one after the other, without menus', async () => {
      const items = ['wall', 'tideline-feature'].map((value) => ({ type: 'dashboard_by_uid', value }));
      const made = await call(server, 'POST', '/api/playlists', { name: 'Wall', interval: '4s', items });
      assert.equal(made.status, 200, JSON.stringify(made.body));
      const { page, complaints } = await openPage(administrators, itsOwn);
      await page.goto(`${server.url}/playlists/play/${made.body.uid}?kiosk`);
      await page.waitForURL(/\/grafana\/d\/wall/);
      await page.getByText('sharpness', { exact: true }).first().waitFor();
      assert.equal(await page.getByRole('link', { name: 'Dashboards' }).count(), 0, 'no menu');
      await page.waitForURL(/\/grafana\/d\/tideline-feature/);
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('of the app lead under the path of this Grafana', async () => {
      for (const [address, shown] of [
        ['/a/tideline-ml-app', /overview/i],
        ['/a/tideline-ml-app/model?datasource=tideline&model=digits', /feature/i],
      ] as const) {
        const { page } = await openPage(administrators, itsOwn);
        await page.goto(`${server.url}${address}`);
        await page.locator('#pageContent').getByRole('link', { name: shown }).first().waitFor();
        const links = await page
          .locator('#pageContent a[href^="/"], nav[aria-label="Breadcrumbs"] a[href^="/"]')
          .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
        await page.close();
        assert.ok(links.length > 3);
        assert.deepEqual(
          links.filter((link) => !link.startsWith('/grafana/')),
          [],
          address
        );
      }
    });
  });
});
