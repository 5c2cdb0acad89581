// The distribution panel in a real browser: how fast it is (50 windows of 200 bins under the pointer, their first drawing, 100,000 values a side, 200 small
// multiples), and what is pointed at, brushed and chosen in it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { CDPSession } from 'playwright-core';
import { Gallery, openGallery } from '../gallery/open';
import { root } from '../../tools/step';

// A frame at 60 Hz, ms. What is measured is the page's own work, but a busy machine makes that longer too: the quickest round must stay below a frame, and
// the typical one below three.
const frame = 16;
const rounds = 5;
// 100,000 values a side are read, counted and drawn in this many ms on a machine that has nothing else to do.
const forRawValues = 300;

declare const axe: { run: (context: { include: string }, options: object) => Promise<AxeResults> };

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let gallery: Gallery;
let session: CDPSession;

before(async () => {
  gallery = await openGallery(path.join(root, '.cache', 'gallery', 'distribution'));
  session = await gallery.tab.context().newCDPSession(gallery.tab);
  await session.send('Performance.enable');
});
after(() => gallery?.browser.close());

/** Milliseconds that the page has worked since it was opened: scripts, style, layout, painting's preparation. */
async function worked(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

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
    const plot = gallery.tab.getByRole('group').first();
    const box = (await plot.boundingBox())!;
    const moves = 30;
    const perMove: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = await worked();
      for (let i = 0; i < moves; i++) {
        const along = (i + 0.5) / moves;
        await gallery.tab.mouse.move(box.x + box.width * (0.1 + 0.7 * along), box.y + box.height * (0.2 + 0.6 * along));
      }
      await gallery.tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      perMove.push(((await worked()) - start) / moves);
    }
    assert.equal(await gallery.tab.getByRole('tooltip').count(), 1, 'the card is there');
    t.diagnostic(`${median(perMove).toFixed(1)} ms a move (rounds: ${perMove.map((ms) => ms.toFixed(1)).join(', ')})`);
    assert.ok(Math.min(...perMove) < frame && median(perMove) < 3 * frame, `${median(perMove).toFixed(1)} ms a move`);
  });
}

for (const name of [...moving, 'distribution-many']) {
  test(`${name}: is drawn within two seconds`, async (t) => {
    const first: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await gallery.show(scene('distribution-empty'), 'dark');
      const start = await worked();
      await gallery.show(scene(name), round % 2 === 0 ? 'dark' : 'light');
      await gallery.tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      first.push((await worked()) - start);
    }
    t.diagnostic(`${median(first).toFixed(0)} ms (rounds: ${first.map((ms) => ms.toFixed(0)).join(', ')})`);
    assert.ok(
      median(first) < (name === 'distribution-raw-large' ? 2 * forRawValues : 2000),
      `${median(first).toFixed(0)} ms`
    );
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
