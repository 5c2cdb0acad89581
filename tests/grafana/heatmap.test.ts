// The drift heatmap in a real Grafana: annotations, zoom by mouse and by keys, what there is to do with a window, and every option in the panel editor.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { root } from '../../tools/step';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { call, itsOwn, openGrafana, password } from './grafana';

const day = 24 * 3600 * 1000;
const uid = 'tideline-heatmap-test';
let server: Server;
let browser: Browser;
let context: BrowserContext;

before(async () => {
  server = await openGrafana();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1600, height: 1300 } });
  await context.request.post(`${server.url}/login`, { data: { user: 'admin', password } });
  const made = await call(server, 'POST', '/api/dashboards/db', { dashboard: dashboard(), overwrite: true });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const now = Date.now();
  for (const note of [
    { time: now - 20 * day, text: 'v2.3 deployed', tags: ['version'] },
    { time: now - 12 * day, timeEnd: now - 11 * day, text: 'Load test of the <b>gateway</b>', tags: ['load'] },
  ]) {
    const added = await call(server, 'POST', '/api/annotations', { dashboardUID: uid, ...note });
    assert.equal(added.status, 200, JSON.stringify(added.body));
  }
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// The overview's heatmap, by device, with the model's episodes beside what people wrote.
function dashboard(): Record<string, unknown> {
  const overview = JSON.parse(
    readFileSync(path.join(root, 'provisioning', 'dashboards', 'tideline-overview.json'), 'utf8')
  );
  const provisioned = overview.panels.find(({ type }: { type: string }) => type === 'tideline-driftheatmap-panel');
  const panel = { ...provisioned, options: { ...provisioned.options, showRows: false } }; // an editor's test switches it on
  const target = { ...panel.targets[0], groupBy: ['device'], features: ['brightness', 'aspect_ratio', 'sharpness'] };
  const source = { type: 'tideline-drift-datasource', uid: 'tideline' };
  return {
    ...overview,
    id: null,
    uid,
    title: 'Heatmap',
    annotations: {
      list: [
        { builtIn: 1, datasource: { type: 'grafana', uid: '-- Grafana --' }, enable: true, hide: true, iconColor: 'blue', name: 'Notes', type: 'dashboard' },
        { name: 'Episodes', enable: true, iconColor: 'orange', datasource: source, target: { refId: 'Anno', version: 1, queryType: 'episodes', model: 'digits' } },
      ],
    },
    panels: [
      { ...panel, id: 1, gridPos: { x: 0, y: 0, w: 24, h: 12 } },
      { ...panel, id: 2, gridPos: { x: 0, y: 12, w: 24, h: 12 }, targets: [target] },
    ],
  }; // prettier-ignore
}

async function open(address: string): Promise<{ page: Page; heatmap: Locator; complaints: string[] }> {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/${uid}?var-model=digits&from=now-56d&to=now${address}`);
  const heatmap = page.getByTestId('drift-heatmap').first();
  await heatmap.waitFor({ timeout: 60_000 });
  return { page, heatmap, complaints };
}

const rangeOf = (page: Page): number[] => {
  const { searchParams } = new URL(page.url());
  return [Number(searchParams.get('from')), Number(searchParams.get('to'))];
};

test('annotations stand above the grid, and are read by keys', async () => {
  const { page, heatmap, complaints } = await open('');
  await page.getByTestId('drift-heatmap-marks').first().waitFor({ timeout: 30_000 });
  await heatmap.getByText('episode of drift').waitFor();
  await heatmap.focus();
  const said = page.getByTestId('drift-heatmap-read-out').first();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const heard: string[] = [];
  for (let i = 0; i < 5; i++) {
    heard.push(await said.innerText());
    await page.keyboard.press('ArrowLeft');
  }
  assert.ok(
    heard.some((text) => text.startsWith('Load test of the gateway, ')),
    heard.join('\n')
  );
  assert.ok(
    heard.some((text) => text.startsWith('v2.3 deployed, ')),
    heard.join('\n')
  );
  assert.deepEqual(complaints, []);
  await page.close();
});

test('dragging zooms the dashboard to whole windows, a double click zooms out, keys do the same', async () => {
  const { page, heatmap, complaints } = await open('');
  const box = (await page.getByTestId('drift-heatmap-stage').first().boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.7, { steps: 5 });
  const said = await page.getByText(/ · \d+ windows/).innerText();
  await page.mouse.up();
  await page.waitForURL(/from=\d+&to=\d+/, { timeout: 15_000 });
  const [from, to] = rangeOf(page);
  assert.equal((to - from) / day, Number(/(\d+) windows/.exec(said)![1]), said);
  // Grafana's clock is UTC here, the model's days are Copenhagen's.
  assert.equal(new Date(from).toISOString().slice(11), '23:00:00.000Z');

  await page.waitForTimeout(2000);
  const zoomed = (await page.getByTestId('drift-heatmap-stage').first().boundingBox())!;
  await page.mouse.dblclick(zoomed.x + zoomed.width * 0.6, zoomed.y + 6);
  await page.waitForURL((url) => Number(url.searchParams.get('from')) < from, { timeout: 15_000 });
  const [before, later] = rangeOf(page);
  assert.equal(later - before, 2 * (to - from));

  await page.waitForTimeout(2000);
  await heatmap.focus();
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Shift+ArrowLeft');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => Number(url.searchParams.get('from')) > before, { timeout: 15_000 });
  const [start, end] = rangeOf(page);
  assert.equal((end - start) / day, 4);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a window of a segment leads to its rows, to a new reference and to leaving it out', async () => {
  const { page, complaints } = await open('&viewPanel=2');
  const said = page.getByTestId('drift-heatmap-read-out').first();
  await page.getByTestId('drift-heatmap').first().focus();
  await page.keyboard.press('ArrowDown');
  const device = / (\S+), /.exec((await said.innerText()).replace(/^\w+,/, ''))![1];
  await page.keyboard.press('Enter');
  const links = page.getByRole('dialog').getByRole('link');
  assert.deepEqual((await links.allInnerTexts()).slice(1), [
    'Rows behind it',
    'Use as reference from now on',
    'Leave out of the reference',
  ]);
  const panes = JSON.parse(new URL((await links.nth(1).getAttribute('href'))!, server.url).searchParams.get('panes')!);
  assert.deepEqual(panes.rows.queries[0].filters, [{ column: 'device', operator: '=', value: [device] }]);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'A', 'the card has the focus');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.match(page.url(), /viewPanel=2/, 'Escape closed the card, not the view');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('every option in the panel editor', async () => {
  const { page, complaints } = await open('&editPanel=2');
  await page.waitForTimeout(2000);
  const option = (name: string) =>
    page
      .locator(`[aria-label$=" ${name} field property editor"], [data-testid$=" ${name} field property editor"]`)
      .first();
  const labels = () =>
    page
      .locator('[data-testid=drift-heatmap] button[tabindex="-1"]')
      .evaluateAll((all) => all.map((label) => label.getAttribute('title') ?? ''));
  const choose = async (name: string, value: string) => {
    await option(name).scrollIntoViewIfNeeded();
    await option(name).getByRole('combobox').click();
    await page.getByText(value, { exact: true }).last().click();
    await page.waitForTimeout(400);
  };
  const flip = async (name: string) => {
    await option(name).scrollIntoViewIfNeeded();
    await option(name).locator('label').last().click();
    await page.waitForTimeout(400);
  };

  await choose('Order of rows', 'Name');
  assert.match((await labels())[0], /^aspect_ratio · /);
  for (const order of ['Worst severity', 'First to drift', 'Importance', 'Recent severity']) {
    await choose('Order of rows', order);
    assert.ok((await labels()).length > 3, order);
  }
  await choose('Groups', 'Feature');
  assert.ok((await labels()).includes('sharpness: 6 rows'), (await labels()).join(', '));
  await choose('Groups', 'Segment: device');
  await flip('Groups begin closed');
  assert.ok(
    (await labels()).every((label) => / rows$/.test(label)),
    (await labels()).join(', ')
  );
  await choose('Groups', 'None');

  await flip('State in words');
  assert.equal(await page.getByTestId('drift-heatmap-headline').count(), 0);
  await flip('Share of drifted features');
  assert.equal(await page.getByTestId('drift-heatmap').getByText('drifted', { exact: true }).count(), 0);
  await flip('Rows per window');
  await page.getByTestId('drift-heatmap').getByText('rows', { exact: true }).waitFor();
  await flip('Legend');
  assert.equal(await page.getByTestId('drift-heatmap').getByText('severity', { exact: true }).count(), 0);
  await flip('Annotations');
  assert.equal(await page.getByTestId('drift-heatmap-marks').count(), 0);
  await option('Rows at most').getByRole('spinbutton').fill('3');
  await page.keyboard.press('Tab');
  await page.getByText(/^\+\d+ more$/).waitFor();
  await option('View').locator('input').nth(1).click({ force: true });
  await page.getByTestId('drift-table').waitFor();
  assert.equal(await page.getByTestId('drift-table').getByRole('row').count(), 4, 'the head and three rows');
  assert.deepEqual(complaints, []);
  await page.close();
});
