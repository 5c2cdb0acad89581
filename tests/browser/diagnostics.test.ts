// The diagnostics in a real Chromium, on the preview: what was asked is on the page, axe finds nothing in either theme, and it works by keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from '../harness/axe';
import { type JumpPages, openJumpPages } from '../harness/jumpPages';

let pages: JumpPages;

before(async () => {
  pages = await openJumpPages();
});

after(() => pages?.stop());

const visit: JumpPages['visit'] = (address, act) => pages.visit(address, act);

const costs = (page: Page) => page.getByRole('row', { name: /^scores/ });
/** Of both data sources together. */
const queries = async (page: Page) => {
  const all = await costs(page).locator('td:first-of-type').allInnerTexts();
  return all.reduce((sum, text) => sum + Number(text), 0);
};

test('what was asked is on the page, and asked again by keyboard alone', async () => {
  await visit('/a/tideline-ml-app/start', (page) =>
    page
      .getByText(/of 3 features drifts?/)
      .first()
      .waitFor({ timeout: 30_000 })
  );
  await visit('/a/tideline-ml-app/diagnostics', async (page) => {
    await costs(page).first().waitFor({ timeout: 30_000 });
    const before = await queries(page);
    assert.ok(before >= 1, `${before} queries`);
    const held = page.getByRole('meter', { name: 'Cache' });
    assert.ok(Number(await held.getAttribute('aria-valuenow')) > 0);
    assert.match(await costs(page).first().innerText(), /store|verdicts|planning|the rest/);
    await visit('/a/tideline-ml-app/model?datasource=jump&model=scores', (other) =>
      other.getByText(/of 3 features drifts?/).waitFor({ timeout: 30_000 })
    );
    const again = page.getByRole('button', { name: 'Refresh' });
    for (let i = 0; i < 80 && !(await again.evaluate((button) => button === document.activeElement)); i++) {
      await page.keyboard.press('Tab');
    }
    assert.ok(await again.evaluate((button) => button === document.activeElement), 'the button is reached');
    await page.keyboard.press('Enter');
    for (const until = Date.now() + 10_000; (await queries(page)) <= before && Date.now() < until;) {
      await page.waitForTimeout(100);
    }
    assert.ok((await queries(page)) > before, 'what was asked meanwhile is counted');
    assert.ok(await again.evaluate((button) => button === document.activeElement), 'the button keeps the focus');
  });
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing, ${theme}`, () =>
    visit(`/a/tideline-ml-app/diagnostics?theme=${theme}`, async (page) => {
      await page.getByRole('meter', { name: 'DuckDB' }).waitFor({ timeout: 30_000 });
      assert.deepEqual(await violations(page, 'main'), []);
      assert.doesNotMatch(await page.locator('main').innerHTML(), /NaN|undefined|Infinity|\[object/);
    }));
}
