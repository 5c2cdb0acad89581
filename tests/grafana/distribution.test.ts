// The distribution panel in a real Grafana: what is brushed reaches the dashboard's filters and the query, also where the dashboard has no variable for
// them; options that an earlier version saved; and data of Grafana's own test source.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { call, itsOwn, openGrafana, password } from './grafana';

let server: Server;
let browser: Browser;
let context: BrowserContext;

const tideline = { type: 'tideline-drift-datasource', uid: 'tideline' };
const testData = { type: 'grafana-testdata-datasource', uid: 'distribution-testdata' };
// Adding two filters one after the other makes Grafana cancel a query that it has just sent, and say so.
const cancelled = [/cancelled/];

before(async () => {
  server = await openGrafana();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const login = await context.request.post(`${server.url}/login`, { data: { user: 'admin', password } });
  assert.equal(login.status(), 200, 'the administrator can log in');
  const source = { name: 'Distribution TestData', type: testData.type, uid: testData.uid, access: 'proxy' };
  const made = await call(server, 'POST', '/api/datasources', source);
  assert.ok(made.status === 200 || made.status === 409, JSON.stringify(made));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Saves a dashboard with one distribution panel, and opens it. */
async function open(
  uid: string,
  targets: Array<{ datasource: object }>,
  options: object = {}
): Promise<{ page: Page; complaints: string[] }> {
  const panel = {
    id: 1,
    type: 'tideline-distribution-panel',
    title: uid,
    gridPos: { x: 0, y: 0, w: 24, h: 16 },
    datasource: targets[0].datasource,
    targets,
    options,
    fieldConfig: { defaults: {}, overrides: [] },
  };
  const dashboard = { uid, title: uid, schemaVersion: 39, panels: [panel], time: { from: 'now-8w', to: 'now' } };
  const saved = await call(server, 'POST', '/api/dashboards/db', { dashboard, overwrite: true });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const opened = await openPage(context, [...itsOwn, ...cancelled]);
  await opened.page.goto(`${server.url}/d/${uid}`);
  await opened.page.getByTestId('distribution').first().waitFor({ timeout: 30_000 });
  return opened;
}

const brightness = {
  refId: 'A',
  datasource: tideline,
  queryType: 'distribution',
  model: 'digits',
  features: ['brightness'],
};

test('a brushed stretch filters the dashboard', async () => {
  const { page, complaints } = await open('distribution-brush', [brightness]);
  const asked: Array<{ column: string; operator: string; value: string[] }> = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/ds/query')) {
      asked.splice(0, asked.length, ...(request.postDataJSON().queries[0].filters ?? []));
    }
  });
  const box = (await page.getByTestId('distribution').getByRole('group').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.45, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  const menu = page.getByRole('dialog');
  const [from, to] = (await menu.innerText()).split('\n')[0].split(' – ').map(Number);
  assert.ok(from < to, `the menu names a stretch: ${await menu.innerText()}`);
  const rows = await menu.getByRole('link', { name: 'Open the rows' }).getAttribute('href');
  await menu.getByRole('button', { name: 'Only these rows' }).click();
  await page.waitForURL(/var-[Ff]ilters=brightness/, { timeout: 15_000 });
  await page.waitForTimeout(3000);
  assert.deepEqual(
    asked.map(({ column, operator }) => [column, operator]),
    [
      ['brightness', '>='],
      ['brightness', '<'],
    ]
  );
  const [low, high] = asked.map(({ value }) => Number(value[0]));
  assert.ok(Math.abs(low - from) < 0.001 && Math.abs(high - to) < 0.001, `${low} and ${high} for ${from} – ${to}`);
  assert.deepEqual(complaints, []);

  await page.goto(server.url + rows!);
  const cell = page.getByRole('cell').first();
  await cell.waitFor({ timeout: 30_000 });
  await page.close();
});

test('options of the first version are read as they were meant', async () => {
  const saved = {
    view: 'density',
    maxBins: 25,
    cutTails: true,
    categoryOrder: 'change',
    maxCategories: 0,
    showVerdict: true,
    showLegend: true,
  };
  const { page, complaints } = await open('distribution-saved', [brightness], saved);
  assert.match(
    await page.getByTestId('distribution').innerText(),
    /brightness fell by [\d.]+ \([\d.]+ sd\) on average/
  );
  assert.ok((await page.getByText(/share of rows per/).count()) > 0, 'a density is drawn');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('values of another source are compared, and not judged', async () => {
  const csv = (refId: string, values: number[]) => ({
    refId,
    datasource: testData,
    scenarioId: 'csv_content',
    csvContent: ['petal', ...values].join('\n'),
  });
  const values = Array.from({ length: 200 }, (_, i) => Number((5 + Math.sin(i) + Math.sin(i * 2.7)).toFixed(3)));
  const { page, complaints } = await open('distribution-other', [
    csv('A', values),
    csv(
      'B',
      values.map((value) => Number((value + 1).toFixed(3)))
    ),
  ]);
  const said = await page.getByTestId('distribution').innerText();
  assert.match(said, /petal is 1 sd higher: mean 6[\d.]*, was 5[\d.]*/);
  assert.match(said, /Wasserstein 1 sd/);
  assert.match(said, /no verdict: the data source does not judge/);
  assert.deepEqual(complaints, []);
  await page.close();
});
