// Takes a picture of every scene in both themes: npx tsx tests/gallery/shoot.ts [OUT] [NAME-PREFIX]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { buildGallery } from './build';

interface SceneToShoot {
  name: string;
  hover?: [number, number];
  keys?: string[];
}

async function main(): Promise<void> {
  const out = path.resolve(process.argv[2] ?? '.cache/gallery');
  const prefix = process.argv[3] ?? '';
  mkdirSync(out, { recursive: true });
  const page = await buildGallery(path.join(out, 'page'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const tab = await browser.newPage({ viewport: { width: 1700, height: 900 }, deviceScaleFactor: 1.5 });
  const complaints: string[] = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on(
    'console',
    (message) => message.type() === 'error' && !message.text().includes('net::ERR') && complaints.push(message.text())
  );
  await tab.goto(`file://${page}?scene=`);
  const scenes: SceneToShoot[] = JSON.parse((await tab.locator('body').getAttribute('data-scenes')) ?? '[]');
  for (const { name, hover, keys } of scenes.filter((scene) => scene.name.startsWith(prefix))) {
    for (const theme of ['dark', 'light']) {
      await tab.goto(`file://${page}?scene=${name}&theme=${theme}`);
      const card = tab.getByTestId('card');
      const file = path.join(out, `${name}-${theme}.png`);
      if (!hover && !keys) {
        await card.screenshot({ path: file });
        continue;
      }
      const box = await card.boundingBox();
      if (hover && box) {
        await tab.mouse.move(box.x + hover[0] * box.width, box.y + hover[1] * box.height);
      }
      if (keys) {
        await card.getByRole('group').first().focus();
        for (const key of keys) {
          await tab.keyboard.press(key);
        }
      }
      // A card may reach beyond its panel.
      await tab.screenshot({
        path: file,
        clip: { x: 0, y: 0, width: (box?.width ?? 0) + 260, height: (box?.height ?? 0) + 200 },
      });
    }
  }
  await browser.close();
  if (complaints.length > 0) {
    throw new Error(`The page complained:\n${[...new Set(complaints)].join('\n')}`);
  }
}

void main();
