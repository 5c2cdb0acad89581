// The way of a first user in a real Grafana, with logs in a folder and nothing else set up: from "Add new data source" to an alert rule that evaluates. Each
// step is timed, its clicks are counted, and what goes wrong on it is provoked. docs/first-steps.md tells it to people.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { root } from '../../tools/step';
import { violations } from '../harness/axe';
import { openBrowser, openPage } from '../harness/chromium';
import { demoData } from '../harness/demo';
import { Server } from '../harness/server';
import { itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const skip = withoutOwnGrafana();
let server: Server;
let browser: Browser;
let context: BrowserContext;
let folder: string;

before(async () => {
  if (skip) {
    return;
  }
  folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-firstuser-'));
  server = await openGrafana({ data: layOutLogs(path.join(folder, 'logs')), provisioning: bareProvisioning() });
  browser = await openBrowser();
  context = await signedIn(browser, server);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The digits, a service's CSV, one JSON file a prediction, and two files that are not as they should be. */
function layOutLogs(logs: string): string {
  cpSync(path.join(demoData, 'digits'), path.join(logs, 'digits'), { recursive: true });
  for (const name of ['shop', 'answers', 'mistakes']) {
    mkdirSync(path.join(logs, name));
  }
  const day = 86_400_000;
  const begin = Math.floor(Date.now() / day) * day - 40 * day;
  const at = (hours: number) => new Date(begin + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const rows = Array.from(
    { length: 40 * 24 * 4 },
    (_, i) => `${at(i / 4)},${(20 + 5 * Math.sin(i)).toFixed(2)},${['web', 'app'][i % 2]},${i % 3}`
  );
  writeFileSync(path.join(logs, 'shop', 'log.csv'), `time,price,channel,prediction\n${rows.join('\n')}\n`);
  for (let i = 0; i < 60; i++) {
    const answer = { timestamp: at(i * 12), review: `text ${i}`, sentiment: ['positive', 'negative'][i % 2] };
    writeFileSync(path.join(logs, 'answers', `prediction_${i}.json`), JSON.stringify(answer));
  }
  writeFileSync(
    path.join(logs, 'mistakes', 'semicolons.csv'),
    `time;price;prediction\n${Array.from({ length: 50 }, (_, i) => `${at(i)};${20 + (i % 7)},5;${i % 2}`).join('\n')}\n`
  );
  writeFileSync(path.join(logs, 'mistakes', 'broken.parquet'), 'this is no Parquet file');
  return logs;
}

/** What an operator sets up, and nothing of a user's: no data source, no dashboard, no rule. */
function bareProvisioning(): string {
  const bare = path.join(folder, 'provisioning');
  cpSync(path.join(root, 'provisioning'), bare, { recursive: true });
  for (const part of ['datasources', 'dashboards', 'alerting']) {
    rmSync(path.join(bare, part), { recursive: true, force: true });
    mkdirSync(path.join(bare, part));
  }
  return bare;
}

interface Timed {
  name: string;
  clicks: number;
  seconds: number;
}

/** Counts what a user presses and types into, and how long the machine takes. */
class Path {
  readonly timed: Timed[] = [];
  private clicks = 0;

  async step(name: string, body: () => Promise<void>): Promise<void> {
    this.clicks = 0;
    const started = Date.now();
    await body();
    this.timed.push({ name, clicks: this.clicks, seconds: (Date.now() - started) / 1000 });
  }

  async click(target: Locator): Promise<void> {
    this.clicks++;
    await target.click();
  }

  async type(target: Locator, text: string): Promise<void> {
    this.clicks++;
    await target.fill(text);
    await target.press('Enter');
  }

  report(t: TestContext): void {
    for (const { name, clicks, seconds } of this.timed) {
      t.diagnostic(`${name}: ${clicks} clicks, ${seconds.toFixed(1)} s of the machine`);
    }
    const sum = (of: 'clicks' | 'seconds') => this.timed.reduce((all, one) => all + one[of], 0);
    t.diagnostic(`together: ${sum('clicks')} clicks, ${sum('seconds').toFixed(1)} s of the machine`);
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const step = (page: Page, title: string) => button(page, new RegExp(`^\\d\\. ${title}`));
const summary = (page: Page, title: string) =>
  page
    .locator('section')
    .filter({ has: step(page, title) })
    .getByRole('status')
    .first();

/** A step is as it should be when its line says so. */
async function says(page: Page, title: string, text: RegExp): Promise<void> {
  await summary(page, title).filter({ hasText: text }).waitFor();
}

// What Grafana complains of by itself, and what the mistakes of this test make it say.
const provoked = [...itsOwn, /status of 400/, /^400 POST .*\/resources\//, /grafana-oncall-app/, /status of 404/];

/** Adds a data source by its page; gives the page with its settings open. */
async function addDataSource(page: Page, way: Path): Promise<void> {
  await page.goto(`${server.url}/connections/datasources/new`);
  await way.click(
    button(page, /^Add new data source Tideline/)
      .or(page.getByRole('heading', { name: 'Tideline' }))
      .first()
  );
  await page.waitForURL(/\/connections\/datasources\/edit\//);
  await says(page, 'Store', /logs: (more than )?[\d,]+ files$/);
}

test('a first user comes from nothing to an alert rule that evaluates', { skip }, async (t) => {
  const { page, complaints } = await openPage(context, provoked);
  page.setDefaultTimeout(30_000);
  const way = new Path();
  await way.step('add the data source; 1 Store', () => addDataSource(page, way));
  await way.step('2 Log', async () => {
    await way.click(page.getByRole('radio', { name: 'digits/*.parquet' }));
    await says(page, 'Log', /^digits\/\*\.parquet$/);
    await way.click(button(page, 'Continue: Columns'));
  });
  await way.step('3 Columns', async () => {
    await page.getByRole('table', { name: 'Columns of digits' }).getByText('its values are times').waitFor();
    await says(page, 'Columns', /features and the prediction in “predicted”, time in “time”$/);
    assert.deepEqual(await violations(page, 'section'), []);
    await way.click(button(page, 'Continue: Reference'));
  });
  await way.step('4 Reference', async () => {
    await page.getByRole('slider').waitFor();
    await way.click(button(page, 'First four weeks'));
    await says(page, 'Reference', /^\d{4}-\d\d-\d\d – \d{4}-\d\d-\d\d$/);
    assert.deepEqual(await violations(page, 'section'), []);
    await way.click(button(page, 'Continue: Check'));
  });
  await way.step('5 Check', async () => {
    await page.getByText(/Compared with .*: 28 windows$/).waitFor();
    await page.getByText(/Now press “Save & test”/).waitFor();
  });
  await way.step('Save & test', async () => {
    await way.click(button(page, 'Save & test'));
    await page
      .getByText(/^digits: [\d,]+ rows from/)
      .first()
      .waitFor();
  });
  await way.step('the overview', async () => {
    await way.click(button(page, 'Import the dashboards'));
    await way.click(page.getByRole('link', { name: 'Open the overview' }));
    await page.getByTestId('drift-heatmap').first().waitFor();
    await page.getByText('aspect_ratio', { exact: true }).first().waitFor();
  });
  await way.step('an alert rule of a panel', async () => {
    const panel = page.getByTestId(/data-testid Panel header What drifted/).first();
    await panel.hover();
    await way.click(page.getByTestId(/data-testid Panel menu What drifted/).first());
    await page.getByRole('menuitem', { name: 'More...' }).hover();
    await way.click(page.getByRole('menuitem', { name: 'New alert rule' }));
    await way.click(button(page, 'Make it a number'));
    await page.getByText(/^One number for each of/).waitFor();
    // Grafana's own first threshold is 0, which every feature is above that moved at all.
    await page.locator('input[type=number][value="0"]').last().fill('1');
    const evaluated = page.waitForResponse((response) => response.url().includes('/api/v1/eval') && response.ok());
    await way.click(button(page, /^Preview$|Run queries/).first());
    const answer = (await (await evaluated).json()) as {
      results: Record<string, { frames?: unknown[]; error?: string }>;
    };
    assert.equal(answer.results.A.error, undefined);
    assert.ok((answer.results.A.frames ?? []).length > 0, 'the rule has numbers');
    const fires = Object.fromEntries(
      (answer.results.C.frames as any[]).map(({ schema, data }) => [
        schema.fields.at(-1).labels.feature,
        data.values.at(-1)[0],
      ])
    );
    assert.deepEqual([fires.aspect_ratio, fires.app_version], [1, 0], JSON.stringify(fires));
    await page
      .getByText(/aspect_ratio/)
      .first()
      .waitFor();
  });
  way.report(t);
  assert.deepEqual(complaints, [], 'the pages complained of nothing');
  await page.close();
});

test('each step says what is wrong, keeps what was typed, and goes on when it is mended', { skip }, async (t) => {
  const { page, complaints } = await openPage(context, provoked);
  page.setDefaultTimeout(30_000);
  const way = new Path();
  await addDataSource(page, way);

  await way.step('a folder that is not allowed, one that is not there, one without logs', async () => {
    const choose = async (name: string) => {
      await page.getByLabel(/^Folder/).fill(name);
      await page.getByLabel(/^Folder/).press('Enter');
    };
    await choose('/etc');
    await says(page, 'Store', /the path \/etc lies outside the folders that the server's operator allows/);
    await choose('nowhere');
    await says(page, 'Store', /nowhere does not exist on the Grafana server, or Grafana may not read it/);
    mkdirSync(path.join(folder, 'logs', 'empty'));
    await choose('empty');
    await says(page, 'Store', /empty is empty\. Choose another folder/);
    await choose('shop');
    await says(page, 'Store', /shop: 1 file$/);
    await choose(path.join(folder, 'logs'));
    await says(page, 'Store', /logs: [\d,]+ files$/);
  });

  await way.step('a pattern without a match, a file that cannot be read, decimal commas', async () => {
    const file = page.getByLabel(/^File or pattern/);
    await way.type(file, 'digits/*.parqet');
    await page.getByText(/^no file matches "digits\/\*\.parqet" in /).waitFor();
    assert.equal(await file.inputValue(), 'digits/*.parqet', 'what was typed is still there');
    await way.type(file, 'mistakes/broken.parquet');
    await page
      .getByText(/broken\.parquet/)
      .filter({ hasText: /cannot be read|No magic bytes|Parquet/ })
      .first()
      .waitFor();
    await way.type(file, 'mistakes/semicolons.csv');
    await says(
      page,
      'Log',
      /^column "price": values are numbers with a decimal comma \("[\d,]+"\) and were read as texts/
    );
    await way.type(file, 'shop/*.csv');
    await says(page, 'Log', /^shop\/\*\.csv$/);
  });

  await way.step('no time, no prediction', async () => {
    await step(page, 'Columns').click();
    const choose = async (column: string, role: string) => {
      await page.getByLabel(`Role of ${column}`, { exact: true }).click();
      await page.getByLabel('Select options menu').getByText(role, { exact: true }).click();
    };
    await choose('time', 'Not used');
    await says(page, 'Columns', /^No column is the time/);
    await choose('time', 'Time');
    await choose('prediction', 'Not used');
    await says(page, 'Columns', /no prediction: its inputs alone are watched/);
    await choose('prediction', 'Prediction: a class');
    await says(page, 'Columns', /prediction in “prediction”, time in “time”$/);
  });

  await way.step('a reference outside the log, one of two windows; by keys and by dragging', async () => {
    await step(page, 'Reference').click();
    const slider = page.getByRole('slider');
    await slider.waitFor();
    await way.type(page.getByLabel('From', { exact: true }), '2020-01-01');
    await says(page, 'Reference', /^Give both ends/);
    await way.type(page.getByLabel(/^Until/), '2020-02-01');
    await says(page, 'Reference', /^It lies outside the log, which goes from /);
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText(/With fewer than four windows it is not known/).waitFor();
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + 0.05 * box.width, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await page.getByText(/: \d\d windows of 1d, [\d,]+ rows$/).waitFor();
  });

  await way.step('the check leads back to what is wrong', async () => {
    await way.type(page.getByRole('textbox', { name: /^Window/ }), 'soon');
    await step(page, 'Check').click();
    await page
      .getByText(/^window: /)
      .first()
      .waitFor();
    await way.click(button(page, 'Step 4: Reference'));
    await way.type(page.getByRole('textbox', { name: /^Window/ }), '1d');
    await step(page, 'Check').click();
    await page
      .getByText(/3,8\d\d rows from .*, 2 features( and the prediction)?$/)
      .first()
      .waitFor();
  });

  await way.step('"Save & test" right after typing saves what is typed', async () => {
    const puts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT' && request.url().includes('/api/datasources/')) {
        puts.push(request.postData() ?? '');
      }
    });
    // A press as a hand makes it: what the field changes must not move the button before the release.
    const press = async () => {
      const save = button(page, 'Save & test');
      await save.scrollIntoViewIfNeeded();
      const box = (await save.boundingBox())!;
      const answered = page.waitForResponse((response) => response.request().method() === 'PUT');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.waitForTimeout(100);
      await page.mouse.up();
      await answered;
    };
    await step(page, 'Reference').click();
    await page.getByRole('slider').waitFor();
    await page.getByRole('textbox', { name: /^Window/ }).fill('12h');
    await press();
    assert.equal(puts.length, 1);
    assert.match(puts[0], /"window":"12h"/);
    await step(page, 'Log').click();
    await page.route(/\/resources\/guess/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.getByLabel(/^File or pattern/).fill('shop/log.csv');
    await press();
    assert.equal(puts.length, 2);
    assert.match(puts[1], /"file":"shop\/log\.csv"/);
    await page.unroute(/\/resources\/guess/);
  });

  await way.step('one JSON file a prediction, as a second model; a removed model comes back', async () => {
    await way.click(button(page, 'Add another model'));
    // A radio button lies invisibly over its name.
    await page.getByRole('radio', { name: 'One JSON file a prediction' }).last().click({ force: true });
    await way.click(page.getByRole('radio', { name: 'answers/*.json' }).last());
    await page.getByRole('heading', { name: 'answers' }).waitFor();
    await way.click(button(page, 'Remove answers'));
    await page.getByText('answers is removed when you save.').waitFor();
    await way.click(page.getByRole('button', { name: 'Undo', exact: true }));
    await button(page, 'Save & test').click();
    // Grafana's own message has no lines: of several models the page says what was found in its place.
    for (const line of [/shop: 3,8\d\d rows from/, /answers: 60 rows from/]) {
      await page.getByRole('listitem').filter({ hasText: line }).waitFor();
    }
    await page.getByText(/^The test passed/).waitFor();
    assert.equal(await page.getByText(/2 models can be read/).count(), 0);
  });
  way.report(t);
  assert.deepEqual(complaints, []);
  await page.close();
});
