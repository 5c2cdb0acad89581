// The app's pages about a model in a real Chromium, on the preview with a log that jumps on day 40 (tests/harness/jump.ts): what is shown is what the
// data say, a change goes through by keyboard alone, axe finds nothing in either theme.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from '../harness/axe';
import type { Jump } from '../harness/jump';
import { type JumpPages, openJumpPages } from '../harness/jumpPages';
import type { Server } from '../harness/server';

let pages: JumpPages;
let server: Server;
let log: Jump;

before(async () => {
  pages = await openJumpPages();
  ({ server, log } = pages);
});

after(() => pages?.stop());

const visit: JumpPages['visit'] = (address, act) => pages.visit(address, act);

const about = (name: string, uid = 'jump', more: Record<string, number> = {}) =>
  `/a/tideline-ml-app/${name}?${new URLSearchParams({ datasource: uid, model: 'scores' })}${Object.entries(more)
    .map(([key, day]) => `&${key}=${log.day(day)}`)
    .join('')}`;

const settings = async () => (await fetch(`${server.url}/api/datasources/uid/jump`)).json() as Promise<any>;
const date = (n: number) => new Date(log.day(n)).toISOString().slice(0, 10);

const effect = (page: Page) => page.getByRole('region', { name: 'What it would change' });

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing on the pages, ${theme}`, async (t) => {
    for (const [name, address, shown] of [
      ['a model', about('model'), /of 3 features drifts?/],
      ['a new normal', about('reference', 'jump', { from: 44, to: 52 }), /features would drift/],
      ['with warnings', about('reference', 'jump', { from: 39, to: 42 }), /Before you apply it/],
      ['provisioned', about('reference', 'fixed', { from: 44, to: 52 }), /comes from a provisioning file/],
      ['a period left out', about('exclude', 'jump', { from: 0, to: 30 }), /Nothing is left of the reference/],
      ['all models', '/a/tideline-ml-app/start', /of 3 features drifts?/],
      ['no such model', about('model').replace('scores', 'nothing'), /It has: scores/],
    ] as const) {
      await t.test(name, () =>
        visit(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`, async (page) => {
          await page.getByText(shown).first().waitFor({ timeout: 30_000 });
          await page.getByText('asking …').waitFor({ state: 'detached' });
          assert.deepEqual(await violations(page, 'main'), []);
          assert.doesNotMatch(await page.locator('main').innerHTML(), /NaN|undefined|Infinity|\[object/);
        })
      );
    }
  });
}

test('what it would change is what the data say: the jump, and nothing else', () =>
  visit(about('reference', 'jump', { from: 44, to: 52 }), async (page) => {
    await effect(page).getByText('1 of 3').waitFor({ timeout: 30_000 });
    await effect(page).getByText('0 of 3').waitFor();
    // Of the 16 windows since then, every one drifted before.
    const row = effect(page).getByRole('row', { name: /^score/ });
    assert.match(await row.innerText(), /16 of 16 drifted, severity up to [\d.]+\s+no drift/);
    for (const quiet of ['noise', 'device']) {
      assert.match(
        await effect(page)
          .getByRole('row', { name: new RegExp(`^${quiet}`) })
          .innerText(),
        /no drift\s+no drift/
      );
    }
    assert.equal(await page.getByText('Before you apply it').count(), 0, 'eight quiet windows need no warning');
  }));

test('a period in the middle of the change warns of it', () =>
  visit(about('reference', 'jump', { from: 39, to: 42 }), async (page) => {
    await page
      .getByText(/has 3 windows, and fewer than four do not tell how much ordinary windows differ/)
      .waitFor({ timeout: 30_000 });
    await page.getByText(/Something moves within the period itself: score/).waitFor();
  }));

test('by keyboard alone: a new normal is applied, seen on the timeline, and taken back', async () => {
  const original = (await settings()).jsonData;
  await visit(about('reference', 'jump', { from: 44, to: 52 }), async (page) => {
    await effect(page).getByText('0 of 3').waitFor({ timeout: 30_000 });
    await page.getByLabel('Why').focus();
    await page.keyboard.type('retrained');
    const apply = page.getByRole('button', { name: 'Apply' });
    for (let i = 0; i < 5 && !(await apply.evaluate((button) => button === document.activeElement)); i++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByText(/^scores is now compared with/).waitFor({ timeout: 15_000 });
    const changed = await settings();
    assert.deepEqual(changed.jsonData.models[0].reference, [
      original.models[0].reference,
      { since: date(44), from: date(44), to: date(52), why: 'retrained' },
    ]);
    assert.deepEqual(changed.secureJsonFields, { token: true });

    await page.getByRole('link', { name: 'All references of scores' }).click();
    const table = page.getByRole('region', { name: 'References' });
    await table
      .getByRole('row', { name: new RegExp(`^from ${date(44)} on ${date(44)} – ${date(52)} all retrained`) })
      .waitFor();
    await page.getByText('none of 3 features drifts').waitFor({ timeout: 30_000 });
    assert.deepEqual(await violations(page, 'main'), []);
    await page.getByRole('button', { name: `Remove ${date(44)} – ${date(52)}` }).click();
    await page.getByText(/^scores is no longer compared with/).waitFor({ timeout: 15_000 });
  });
  assert.deepEqual((await settings()).jsonData, original, 'the settings are as they were');
});

test('two people at once: the second is refused, and nothing is lost', () =>
  visit(about('exclude', 'jump', { from: 5, to: 7 }), async (page) => {
    await page.getByText('loses 2 of its 28 windows').waitFor({ timeout: 30_000 });
    const now = await settings();
    const other = { ...now, jsonData: { ...now.jsonData, models: [{ ...now.jsonData.models[0], lateness: '1h' }] } };
    const headers = { 'Content-Type': 'application/json' };
    const put = await fetch(`${server.url}/api/datasources/uid/jump`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(other),
    });
    assert.equal(put.status, 200);
    await page.getByLabel('Why').fill('outage');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Not applied: somebody has changed this data source meanwhile').waitFor();
    const { models } = (await settings()).jsonData;
    assert.equal(models[0].lateness, '1h');
    assert.equal(models[0].exclude, undefined);
  }));
