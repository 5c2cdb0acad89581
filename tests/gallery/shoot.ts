// Takes a picture of every scene in both themes: npx tsx tests/gallery/shoot.ts [OUT] [NAME-PREFIX]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openGallery } from './open';

// A card may reach beyond its panel by this much, px.
const beyond = { width: 260, height: 200 };

async function main(): Promise<void> {
  const out = path.resolve(process.argv[2] ?? '.cache/gallery');
  const prefix = process.argv[3] ?? '';
  mkdirSync(out, { recursive: true });
  const { browser, tab, scenes, show } = await openGallery(path.join(out, 'page'));
  for (const scene of scenes.filter(({ name }) => name.startsWith(prefix))) {
    for (const theme of ['dark', 'light'] as const) {
      await show(scene, theme);
      const file = path.join(out, `${scene.name}-${theme}.png`);
      const card = tab.getByTestId('card');
      const box = await card.boundingBox();
      if (box && (scene.hover || scene.keys || scene.click || scene.drag)) {
        await tab.screenshot({
          path: file,
          clip: { x: 0, y: 0, width: box.width + beyond.width, height: box.height + beyond.height },
        });
      } else {
        await card.screenshot({ path: file });
      }
    }
  }
  await browser.close();
}

void main();
