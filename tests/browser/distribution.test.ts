// The distribution panel in a real browser: how fast it is (50 windows of 200 bins under the pointer, their first drawing, 100,000 values a side, 200 small
// multiples), and what is pointed at, brushed and chosen in it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { Gallery, openGallery } from '../gallery/open';
import { root } from '../../tools/step';
import { Cost, watchCosts, Work } from './cost';

const rounds = 5;
// Within how many frames a scene is drawn: two and a half times what it took. All are far within two seconds, which are 125.
const drawnWithin = {
  'distribution-fifty-windows': 7,
  'distribution-fifty-difference': 7,
  'distribution-fifty-ridges': 14,
  'distribution-raw-large': 14,
  'distribution-many': 36,
};

declare const axe: { run: (context: { include: string }, options: object) => Promise<AxeResults> };

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let gallery: Gallery;
let costOf: (work: Work) => Promise<Cost>;

before(async () => {
  gallery = await openGallery(path.join(root, '.cache', 'gallery', 'distribution'));
  costOf = await watchCosts(gallery.tab);
});
after(() => gallery?.browser.close());

const scene = (name: string) => {
  const found = gallery.scenes.find((one) => one.name === name);
  assert.ok(found, `there is a scene ${name}`);
  return found;
};

const moving = [
  'distribution-fifty-windows',
  'distribution-fifty-difference',
  'distribution-fifty-ridges',
  'distribution-raw-large',
];
for (const name of moving) {
  test(`${name}: a move of the pointer takes less than a frame`, async (t) => {
    await gallery.show(scene(name), 'dark');
    const box = (await gallery.tab.getByRole('group').first().boundingBox())!;
    const moves = 30;
    const { frames, said } = await costOf({
      rounds,
      times: moves,
      act: async () => {
        for (let i = 0; i < moves; i++) {
          const along = (i + 0.5) / moves;
          await gallery.tab.mouse.move(
            box.x + box.width * (0.1 + 0.7 * along),
            box.y + box.height * (0.2 + 0.6 * along)
          );
        }
      },
    });
    t.diagnostic(said);
    assert.equal(await gallery.tab.getByRole('tooltip').count(), 1, 'the card is there');
    assert.ok(frames < 1, said);
  });
}

for (const [name, bound] of Object.entries(drawnWithin)) {
  test(`${name}: is drawn within ${bound} frames`, async (t) => {
    const { frames, said } = await costOf({
      rounds,
      before: () => gallery.show(scene('distribution-empty'), 'dark'),
      act: () => gallery.show(scene(name), 'dark'),
    });
    t.diagnostic(said);
    assert.ok(frames < bound, said);
  });
}

/** What the card or menu of a scene says, on one line. */
async function said(role: 'tooltip' | 'dialog'): Promise<string> {
  return (await gallery.tab.getByRole(role).innerText()).replace(/\s+/g, ' ');
}

test('a brushed stretch becomes two filters, and the menu lets go of the plot', async () => {
  await gallery.show(scene('distribution-menu'), 'dark');
  assert.match(
    await said('dialog'),
    /^0.175 – 0.475 .*Reference 35 % .*Current 60 % .*Change \+25 pp .*more than noise/
  );
  await gallery.tab.getByRole('button', { name: 'Only these rows' }).click();
  const filters = JSON.parse((await gallery.tab.locator('body').getAttribute('data-filters'))!);
  assert.deepEqual(filters, [
    { key: 'brightness', operator: '>=', value: '0.175' },
    { key: 'brightness', operator: '<', value: '0.475' },
  ]);
  assert.equal(await gallery.tab.getByRole('dialog').count(), 0);
});

test('Escape closes the menu, lets the selection go and gives the focus back', async () => {
  await gallery.show(scene('distribution-category-selected'), 'light');
  assert.match(await said('dialog'), /^iphone 14, galaxy s22 .*Current 49 %/);
  await gallery.tab.keyboard.press('Escape');
  assert.equal(await gallery.tab.getByRole('dialog').count(), 0);
  assert.equal(await gallery.tab.evaluate(() => document.activeElement?.getAttribute('role')), 'group');
});

test('a press on a ridge chooses its window', async () => {
  await gallery.show(scene('distribution-ridgeline'), 'dark');
  const box = (await gallery.tab.getByRole('group').boundingBox())!;
  await gallery.tab.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const header = await gallery.tab.getByTestId('distribution').innerText();
  assert.match(header, /No drift/);
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing in an open menu, ${theme}`, async () => {
    await gallery.show(scene('distribution-menu'), theme);
    await gallery.tab.evaluate(axeSource);
    const { violations, passes } = await gallery.tab.evaluate(() =>
      axe.run({ include: '[role=dialog]' }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    );
    assert.ok(passes.length > 0, 'axe looked at nothing');
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
      []
    );
  });
}
