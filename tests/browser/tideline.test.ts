// The dashboards and editors in a real Chromium, on the preview: real backend, real frontend, real predictions. Values are read off the panels and
// compared with values computed independently.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { root } from '../../tools/step';
import { violations } from '../harness/axe';
import { openBrowser, visitPage } from '../harness/chromium';
import { openPreview } from '../harness/preview';
import { Server } from '../harness/server';
import { Log, normedWasserstein } from './independent';

let server: Server;
let browser: Browser;
let context: BrowserContext;

before(async () => {
  server = await openPreview();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens an address, runs the body, and asserts that the page complained of nothing. */
const visit = (address: string, body: (page: Page) => Promise<void>) => visitPage(context, server.url + address, body);

/** The text of the heatmap's tooltip for a feature in the newest window, reached by keyboard. */
async function newestCell(page: Page, feature: string): Promise<string> {
  const heatmap = page.getByTestId('drift-heatmap').first();
  await heatmap.waitFor({ timeout: 30_000 });
  await heatmap.focus();
  const readOut = page.getByTestId('drift-heatmap-read-out').first();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  for (let i = 0; i < 20; i++) {
    if ((await readOut.innerText()).startsWith(`${feature},`)) {
      return page.getByRole('tooltip').innerText();
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no row ${feature} was reached; the last was ${await readOut.innerText()}`);
}

/** The line after a label. */
function valueOf(text: string, label: string): string {
  const lines = text.split('\n');
  const at = lines.indexOf(label);
  assert.ok(at >= 0, `"${label}" stands in: ${text}`);
  return lines[at + 1];
}

const pages: Array<[page: string, variables: (feature: string, value: string) => string]> = [
  ['overview', () => ''],
  ['feature', (feature) => `&var-feature=${feature}`],
  ['segment', (_, value) => (value === '' ? '' : `&var-value=${value}`)],
];

for (const theme of ['dark', 'light']) {
  for (const [name, variables] of pages) {
    for (const [model, feature, value] of [
      ['digits', 'brightness', 'lumen-3'],
      ['flights', 'origin', 'ATL'],
      ['iris', 'prediction', ''],
    ]) {
      test(`the page ${name} of ${model} draws every panel in the ${theme} theme, and axe finds nothing`, () =>
        visit(`/d/tideline-${name}?theme=${theme}&var-model=${model}${variables(feature, value)}`, async (page) => {
          const { panels } = JSON.parse(
            readFileSync(path.join(root, 'provisioning', 'dashboards', `tideline-${name}.json`), 'utf8')
          );
          // What is below the first screen is drawn when it comes into view: this one is as high as the page.
          await page.setViewportSize({ width: 1440, height: 2400 });
          await page
            .getByTestId(/drift-heatmap|distribution/)
            .first()
            .waitFor({ timeout: 60_000 });
          for (const { id, type, title } of panels) {
            const panel = page.locator(`[data-viz-panel-key="panel-${id}"]`);
            assert.equal(await panel.count(), type === 'row' ? 0 : 1, `${title}: one panel`);
          }
          await drawn(page);
          assert.equal(await page.getByRole('alert').count(), 0, 'no panel shows an error');
          for (const wrong of ['NaN', 'No data', 'undefined', 'Invalid date']) {
            assert.equal(await page.getByText(wrong, { exact: true }).count(), 0, wrong);
          }
          const found = await violations(page, 'main');
          assert.deepEqual(
            found.filter((violation) => !grafanas.test(violation)),
            []
          );
        }));
    }
  }
}

/** What Grafana's own controls lack, whatever is on a dashboard: its refresh picker, its legends' names and the level of its rows' headings. */
const grafanas = /^(button-name|label-content-name-mismatch|aria-required-attr): /;

/** Waits until no panel loads any more. */
async function drawn(page: Page): Promise<void> {
  const loading = page.getByLabel('Panel loading bar').or(page.getByText('Comparing with the reference …'));
  for (let quiet = 0; quiet < 4;) {
    await page.waitForTimeout(250);
    quiet = (await loading.count()) === 0 ? quiet + 1 : 0;
  }
}

test('a click on a value leads to what it is about, at the same time', () =>
  visit('/d/tideline-overview?var-model=digits&from=now-8w&to=now', async (page) => {
    const overview = page.url();
    const section = (title: string) => page.locator('section', { has: page.getByRole('heading', { name: title }) });
    const arrives = async (feature: string, from = 'now-8w') => {
      await page.getByRole('heading', { name: `Has ${feature} drifted?` }).waitFor();
      const { pathname, searchParams } = new URL(page.url());
      const given = ['from', 'var-datasource', 'var-model', 'var-segment', 'var-feature'].map((key) =>
        searchParams.get(key)
      );
      assert.deepEqual([pathname, ...given], ['/d/tideline-feature', from, 'tideline', 'digits', 'device', feature]);
      await page.goto(overview);
    };
    const worst = section('What changed most?');
    await worst.getByRole('link', { name: /\d/ }).click();
    await arrives('sharpness');
    // The panel's own link too has what is chosen by then.
    const own = section('What changed most?').getByRole('link', { name: 'Feature by feature' });
    await section('What changed most?').getByRole('link', { name: /\d/ }).waitFor();
    await own.hover();
    assert.match((await own.getAttribute('href')) ?? '', /&var-segment=device&.*from=now-8w/);
    const device = section('How did they change?').getByTestId('distribution').filter({ hasText: 'aurora-x' });
    await device.getByRole('group').click({ position: { x: 120, y: 20 } });
    await page.getByRole('button', { name: 'What it looked like before and after' }).click();
    await arrives('device', 'now-14d'); // of this panel
  }));

test('the heatmap says what the raw rows say', async () => {
  const log = await Log.open();
  const day = log.newestDay();
  for (const feature of ['brightness', 'aspect_ratio']) {
    const { reference, current } = await log.samples(feature, day);
    const expected = normedWasserstein(reference, current);
    await visit('/d/tideline-overview?var-model=digits', async (page) => {
      const card = await newestCell(page, feature);
      const [rows, referenceRows] = valueOf(card, 'Rows')
        .match(/[\d,]+/g)!
        .map((text) => Number(text.replaceAll(',', '')));
      assert.equal(rows, current.length, `${feature}: rows of the newest day`);
      assert.equal(referenceRows, reference.length, `${feature}: rows of the reference`);
      const shown = Number.parseFloat(valueOf(card, 'Statistic'));
      // Three digits are shown, and on a grid the bound of the error: "1.3 sd, exact to 0.01". The automatic method leaves out what lies far beyond its
      // fences, which the independent one does not.
      const bound = Number(/exact to ([\d.]+)/.exec(valueOf(card, 'Statistic'))?.[1] ?? 0);
      assert.ok(
        bound < 0.02 && Math.abs(shown - expected) < 2 * bound + 0.01 * Math.max(1, expected),
        `${feature}: shown ${shown}, computed ${expected}`
      );
      assert.match(card, /Drifted/);
    });
  }
});

test('the page of a segment counts its rows, against the same segment of the reference', async () => {
  const log = await Log.open();
  const { reference, current } = await log.samples('brightness', log.newestDay(), 'lumen-3');
  await visit('/d/tideline-segment?var-model=digits&var-segment=device&var-value=lumen-3', async (page) => {
    const card = await newestCell(page, 'brightness');
    const rows = valueOf(card, 'Rows').match(/[\d,]+/g)!;
    assert.deepEqual(
      rows.slice(0, 2).map((text) => Number(text.replaceAll(',', ''))),
      [current.length, reference.length]
    );
  });
});

test('the first line of the overview says the verdicts of all models, and of the chosen one how many drifted', () =>
  visit('/d/tideline-overview?var-model=iris', async (page) => {
    const text = async (title: string) =>
      (await page.getByTestId(`data-testid Panel header ${title}`).innerText()).replace(/\s+/g, ' ');
    await page.getByRole('table').getByText('digits', { exact: true }).first().waitFor({ timeout: 30_000 });
    const models = await text('Which models have drifted?');
    assert.match(models, /digits drifted \d+% \d+ days ago (sharpness|aspect_ratio) [\d.]+ (hours?|mins?)/);
    assert.match(models, /iris drifted 80% \d+ days ago petal_\w+ /);
    assert.match(models, /flights not decided –/);
    assert.match(await text('Has iris drifted?'), /drifted 4 decided 5/);
    assert.match(await text('What changed most?'), /petal_\w+ \d/);
  }));

test('a click in the heatmap opens the feature, with model and time kept', () =>
  visit('/d/tideline-overview?var-model=digits&from=now-30d&to=now', async (page) => {
    await newestCell(page, 'brightness');
    await page.keyboard.press('Enter');
    // There is more to do with a window; the link of the dashboard comes first, and has the focus.
    assert.match(await page.getByRole('dialog').innerText(), /before and after\nRows behind it/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/tideline-feature/, { timeout: 15_000 });
    const url = new URL(page.url());
    assert.equal(url.searchParams.get('var-feature'), 'brightness');
    assert.equal(url.searchParams.get('var-model'), 'digits');
    assert.equal(url.searchParams.get('from'), 'now-30d');
    const picture = page.getByTestId('distribution').first();
    await picture.waitFor({ timeout: 30_000 });
    assert.match(
      await picture.innerText(),
      /Drifted\s+brightness\s+brightness fell by [\d.]+ \([\d.]+ sd\) on average/
    );
  }));

test('the query editor draws with only a model chosen, by keyboard', () =>
  visit('/query/tideline', async (page) => {
    const model = page.getByLabel('Model', { exact: true });
    await model.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('digits', { exact: true }).last().waitFor();
    await page.keyboard.type('digits');
    await page.keyboard.press('Enter');
    await page
      .getByText(/aspect_ratio/)
      .first()
      .waitFor({ timeout: 30_000 });
    assert.equal(await page.getByText('No data', { exact: true }).count(), 0);
  }));

test('the settings editor shows roles and rows, and its check says what was found', () =>
  visit('/connections/datasources/edit/tideline', async (page) => {
    await page.getByRole('button', { name: /^Edit/ }).first().click();
    await page.getByRole('button', { name: /^3. Columns/ }).click();
    await page.getByLabel('Role of brightness').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: /^2. Log/ }).click();
    await page.getByRole('button', { name: 'Show rows' }).click();
    await page.getByRole('region', { name: 'Rows of the log' }).waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Save & test' }).click();
    const found = page.getByText(/digits: [\d,]+ rows from/);
    await found.first().waitFor({ timeout: 15_000 });
    assert.equal(await found.count(), 1, 'it is said once');
  }));

test('a wrong query is an error that says what would be right', async () => {
  const response = await fetch(`${server.url}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: 'now-7d',
      to: 'now',
      queries: [
        {
          refId: 'A',
          datasource: { uid: 'tideline' },
          queryType: 'drift',
          model: 'digits',
          features: ['"; drop table'],
        },
        { refId: 'B', datasource: { uid: 'tideline' }, queryType: 'drift', model: 'digits', format: 'numeric' },
      ],
    }),
  });
  const { results } = (await response.json()) as { results: Record<string, { error?: string; frames?: unknown[] }> };
  assert.match(results.A.error ?? '', /brightness/, 'it lists what the model has');
  assert.ok((results.B.frames ?? []).length > 0, 'and the other query is answered');
});
