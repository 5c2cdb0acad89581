// The preview itself, with a small plugin of its own (preview/testplugin): what Grafana's libraries need around them is there, and values are right.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { previewCommand } from '../../tools/preview';
import { root } from '../../tools/step';
import { openBrowser, visitPage } from '../harness/chromium';
import { freePort } from '../../tools/port';
import { startServer, type Server } from '../harness/server';

const plugins = path.join(root, '.cache', 'preview', 'testplugin');
const goNames: Record<string, string> = { x64: 'amd64' };

let server: Server;
let browser: Browser;

function buildTestPlugin(): void {
  mkdirSync(plugins, { recursive: true });
  cpSync(path.join(root, 'preview', 'testplugin', 'plugins'), plugins, { recursive: true });
  const executable = path.join(
    plugins,
    'datasource',
    `gpx_test_${process.platform}_${goNames[process.arch] ?? process.arch}`
  );
  const { status } = spawnSync('go', ['build', '-o', executable, './preview/testplugin'], {
    cwd: root,
    stdio: 'inherit',
  });
  assert.equal(status, 0, 'the test plugin does not build');
}

before(async () => {
  buildTestPlugin();
  const port = await freePort();
  const { command, env } = await previewCommand({
    port,
    plugins,
    provisioning: path.join(root, 'preview', 'testplugin', 'provisioning'),
  });
  const greeting = { PREVIEW_TEST_GREETING: 'good day', PREVIEW_TEST_PASSWORD: 'secret' };
  server = await startServer(
    command,
    { ...process.env, ...env, ...greeting },
    `http://localhost:${port}`,
    '/api/health'
  );
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens a page, does something on it, and fails when the page complained. */
async function visit(address: string, act: (page: Page) => Promise<void>, ignore: RegExp[] = []): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  try {
    await visitPage(context, server.url + address, act, { ignore, timeout: 15_000 });
  } finally {
    await context.close();
  }
}

const panel = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title }) });
const variable = (page: Page, name: string) => new URL(page.url()).searchParams.get(`var-${name}`);

for (const [theme, red] of [
  ['dark', 'rgb(242, 73, 92)'],
  ['light', 'rgb(224, 47, 68)'],
]) {
  describe(`in the ${theme} theme`, () => {
    test('field options reach every panel', () =>
      visit(`/d/preview-test?theme=${theme}`, async (page) => {
        const own = page.getByTestId('last');
        await own.getByText('Last of amber: 49.0%').waitFor(); // unit, decimals, template
        assert.equal(await own.evaluate((element) => getComputedStyle(element).color), red); // thresholds, theme
        await panel(page, 'Stat').getByText('49.0').waitFor();
        await panel(page, 'Bar gauge').getByText('49.0').waitFor();
        await panel(page, 'Table').getByRole('cell', { name: '49%' }).waitFor(); // a transformation
        await page.getByRole('img', { name: 'State timeline' }).getByText('0.0500', { exact: true }).waitFor();
        assert.equal(await page.getByRole('img', { name: 'Bar chart' }).locator('rect').count(), 6);
        await panel(page, 'Time series').getByText('value amber').waitFor();
        const [chart, plot] = await Promise.all(
          ['.uplot', '.u-over'].map((part) => panel(page, 'Time series').locator(part).boundingBox())
        );
        assert.ok(chart!.x + chart!.width - plot!.x - plot!.width >= 18, 'the last time has room at the right');
      }));
  });
}

test('a plugin’s module knows its own address', () =>
  visit('/d/preview-test', async (page) => {
    const uri = await page.getByTestId('uri').textContent();
    assert.equal(uri, `${server.url}/public/plugins/preview-test-panel/module.js`);
  }));

test('variables of every kind are filled in', () =>
  visit('/d/preview-test?var-size=large', async (page) => {
    await page.getByRole('heading', { name: 'Hello amber' }).waitFor();
    await page.getByText('large 1h hello 7').waitFor();
    await page.getByText('More of amber').waitFor(); // a row's title
  }));

test('a panel changes a variable through the address', () =>
  visit('/d/preview-test', async (page) => {
    await page.getByText('Last of amber: 49.0%').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/ds/query')) {
        asked.push(request.postData() ?? '');
      }
    });
    await page.getByRole('button', { name: 'Choose coral' }).click();
    await page.getByText('Last of coral: 49.0%').waitFor();
    await panel(page, 'Time series').getByText('value coral').waitFor();
    assert.equal(variable(page, 'name'), 'coral');
    assert.ok(asked.length > 0 && asked.every((body) => body.includes('"name":"coral"')), 'every panel asks for coral');
  }));

test('links keep the time range and the variables', () =>
  visit('/d/preview-test?var-name=blue&from=now-3h&to=now', async (page) => {
    await page.getByText('Last of blue').waitFor();
    await page.getByRole('link', { name: 'The other' }).click();
    await page.getByRole('heading', { name: 'Of blue' }).waitFor();
    const { pathname, searchParams } = new URL(page.url());
    assert.equal(pathname, '/d/preview-other');
    assert.equal(searchParams.get('from'), 'now-3h');
    assert.equal(variable(page, 'name'), 'blue');
  }));

test('a data link of a cell leads on', () =>
  visit('/d/preview-test?from=now-2h&to=now', async (page) => {
    const link = panel(page, 'Table').getByRole('link').first();
    const address = new URL((await link.getAttribute('href')) ?? '', server.url);
    assert.equal(address.pathname, '/d/preview-other');
    assert.ok(address.searchParams.has('from'));
  }));

for (const [uid, texts] of [
  ['preview-marked', ['release 7']],
  ['preview-marked-twice', ['release 7', 'repair 3']],
] as const) {
  test(`annotations of ${texts.length} quer${texts.length === 1 ? 'y' : 'ies'} are drawn, and switched off`, () =>
    visit(`/d/${uid}`, async (page) => {
      const marks = panel(page, 'Marked').getByRole('list', { name: 'Annotations' }).getByRole('listitem');
      await marks.nth(texts.length - 1).waitFor({ state: 'attached' });
      assert.deepEqual(
        (await marks.allInnerTexts()).map((text) => text.slice('2026-01-01 00:00:00 '.length)).sort(),
        texts
      );
      for (const one of await page.getByRole('switch').all()) {
        await one.click({ force: true });
      }
      await marks.first().waitFor({ state: 'detached' });
    }));
}

test('what cannot be drawn says so, and a failed query shows its message', () =>
  visit(
    '/d/preview-test',
    async (page) => {
      await page.getByRole('button', { name: 'Expand row' }).last().click();
      await panel(page, 'Not here').getByText('no panel “nodeGraph”').waitFor();
      await panel(page, 'Transformed elsewhere').getByText('rowsToFields').waitFor();
      await panel(page, 'Fails').getByRole('button', { name: 'Panel status' }).hover();
      await page.getByText('asked to fail').waitFor();
    },
    [/\/api\/ds\/query/] // the failed query
  ));

test('a query is edited and its answer is a table', () =>
  visit('/query/test', async (page) => {
    await page.getByRole('columnheader', { name: 'value amber' }).waitFor();
    await page.getByLabel('Name').fill('coral');
    await page.getByLabel('Name').blur();
    await page.getByRole('columnheader', { name: 'value coral' }).waitFor();
  }));

test('edited settings are tested as they are', () =>
  visit('/connections/datasources/edit/test', async (page) => {
    await page.getByLabel('Greeting').fill('good evening');
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page.getByRole('status', { name: 'good evening' }).waitFor();
    // Once more: what was saved has another version than what was read at first.
    await page.getByLabel('Greeting').fill('good night');
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page.getByRole('status', { name: 'good night' }).waitFor();
  }));

test('an app’s page and its configuration', async () => {
  await visit('/a/preview-test-app/first', async (page) => {
    await page.getByText('Test app at /a/preview-test-app/first').waitFor();
  });
  await visit('/plugins/preview-test-app', async (page) => {
    await page.getByText('Test configuration').waitFor();
  });
});

test('the first page lists the dashboards', () =>
  visit('/', async (page) => {
    await page.getByRole('link', { name: 'All panels' }).click();
    await page.getByText('Last of amber: 49.0%').waitFor();
    assert.equal(await page.title(), 'All panels - Preview');
  }));
