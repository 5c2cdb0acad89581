// Every state of the panels (tests/gallery), in both themes, in a real browser: nothing that axe finds, no error of the page, no NaN, no text that
// leaves its panel, and all that is drawn looks as when somebody last looked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import { differsFromBaseline } from '../gallery/baseline';
import { greek } from '../gallery/greek';
import { Gallery, GalleryScene, Mode, openGallery } from '../gallery/open';
import { photograph } from '../gallery/photograph';
import { root } from '../../tools/step';

declare const axe: { run: (context: { include: string; exclude: string }, options: object) => Promise<AxeResults> };

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// Each theme in a browser of its own, at the same time.
describe('every scene', { concurrency: 2 }, () => {
  for (const theme of ['dark', 'light'] as const) {
    test(theme, async (t) => {
      const gallery = await openGallery(path.join(root, '.cache', 'gallery', theme));
      t.after(() => gallery.browser.close());
      await gallery.tab.evaluate(axeSource);
      assert.ok(gallery.scenes.length > 40, `the gallery has ${gallery.scenes.length} scenes`);
      for (const scene of gallery.scenes) {
        await t.test(scene.name, () => check(gallery, scene, theme));
      }
    });
  }
});

async function check(gallery: Gallery, scene: GalleryScene, theme: Mode): Promise<void> {
  await gallery.show(scene, theme);
  assert.deepEqual(await violations(gallery), []);
  // An attribute that Grafana's own MultiSelect leaves behind.
  const html = (await gallery.tab.locator('body').innerHTML()).replaceAll('css="[object Object]"', '');
  assert.doesNotMatch(html, /NaN|undefined|Infinity|\[object/);
  assert.deepEqual(await textsOutside(gallery), []);
  assert.deepEqual(gallery.complaints.splice(0), []);
  // Set in a font of bars, since letters are other ones on each machine.
  await gallery.show(scene, theme, greek);
  assert.equal(differsFromBaseline(scene.name, theme, await photograph(gallery, scene)), undefined);
}

async function violations({ tab }: Gallery): Promise<string[]> {
  const result = await tab.evaluate(() =>
    axe.run(
      // Drawings are hidden from assistive technology, and have thousands of elements.
      { include: '[data-testid=card]', exclude: 'svg[aria-hidden]' },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }
    )
  );
  assert.ok(result.passes.length > 0, 'axe looked at nothing');
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

async function textsOutside({ tab }: Gallery): Promise<string[]> {
  return tab.evaluate(() => {
    const card = document.querySelector('[data-testid=card]')!.getBoundingClientRect();
    return [...document.querySelectorAll('[data-testid=card] svg text')]
      .filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width > 0 && (box.left < card.left || box.right > card.right || box.top < card.top);
      })
      .map((text) => text.textContent ?? '');
  });
}
