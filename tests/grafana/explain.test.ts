// What changed, in a real Grafana: a plain table panel with an explain query and nothing else set shows what is read first, in half a dashboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { call, itsOwn, openGrafana, signedIn } from './grafana';

let server: Server;
let browser: Browser;
let context: BrowserContext;

before(async () => {
  server = await openGrafana();
  browser = await openBrowser();
  context = await signedIn(browser, server, { viewport: { width: 1680, height: 1000 } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const datasource = { type: 'tideline-drift-datasource', uid: 'tideline' };
const query = { refId: 'A', datasource, version: 1, model: 'digits', features: ['brightness', 'device'] };

test('it explains the verdicts of a drift query, each the same and in the same window', async () => {
  const ask = async (part: object) => {
    const { status, body } = await call(server, 'POST', '/api/ds/query', {
      from: 'now-8w',
      to: 'now',
      queries: [{ ...query, ...part }],
    });
    assert.equal(status, 200, JSON.stringify(body));
    const { schema, data } = (
      body as {
        results: {
          A: { frames: Array<{ schema: { fields: Array<{ name: string }> }; data: { values: unknown[][] } }> };
        };
      }
    ).results.A.frames[0];
    return data.values[0].map((_, row) =>
      Object.fromEntries(schema.fields.map(({ name }, field) => [name, data.values[field][row]]))
    );
  };
  const verdicts = await ask({ queryType: 'drift', format: 'table' });
  const lines = await ask({ queryType: 'explain' });
  assert.deepEqual([...new Set(lines.map(({ feature }) => feature))].sort(), ['brightness', 'device']);
  for (const line of lines) {
    const verdict = verdicts.find(({ time, feature }) => time === line.time && feature === line.feature);
    assert.deepEqual([line.verdict, line.severity], [verdict?.verdict, verdict?.severity], String(line.feature));
    assert.equal(line.verdict, 'drifted');
  }
  assert.ok(
    lines.some(({ change }) => / pp$/.test(String(change))),
    'shares change by percentage points'
  );
});

test('a table that is half as wide as the dashboard shows what changed from what to what', async () => {
  const panel = {
    id: 1,
    type: 'table',
    title: 'What changed?',
    gridPos: { x: 0, y: 0, w: 12, h: 14 },
    datasource,
    targets: [{ ...query, queryType: 'explain' }],
    fieldConfig: { defaults: {}, overrides: [] },
    options: {},
  };
  const uid = 'explain-half';
  const saved = await call(server, 'POST', '/api/dashboards/db', {
    dashboard: { uid, title: uid, schemaVersion: 39, panels: [panel], time: { from: 'now-8w', to: 'now' } },
    overwrite: true,
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/${uid}`);
  await page.getByText('‘aurora-x’').first().waitFor({ timeout: 30_000 });
  const frame = (await page.getByRole('table').first().boundingBox())!;
  const whole: string[] = [];
  for (const name of ['feature', 'what', 'before', 'after', 'change']) {
    const box = await page.getByRole('columnheader', { name }).first().boundingBox();
    if (box && box.x >= frame.x && box.x + box.width <= frame.x + frame.width + 1) {
      whole.push(name);
    }
  }
  assert.deepEqual(whole, ['feature', 'what', 'before', 'after', 'change'], 'seen without scrolling');
  assert.deepEqual(complaints, []);
  await page.close();
});
