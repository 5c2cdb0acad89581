// Takes a picture of every scene in both themes: npx tsx tests/gallery/shoot.ts [OUT] [NAME-PREFIX]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { buildGallery } from './build';

async function main(): Promise<void> {
  const out = path.resolve(process.argv[2] ?? '.cache/gallery');
  const prefix = process.argv[3] ?? '';
  mkdirSync(out, { recursive: true });
  const page = await buildGallery(path.join(out, 'page'));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const tab = await browser.newPage({ viewport: { width: 1700, height: 900 }, deviceScaleFactor: 1.5 });
  const complaints: string[] = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => message.type() === 'error' && !message.text().includes('net::ERR') && complaints.push(message.text()));
  await tab.goto(`file://${page}?scene=`);
  const names = (await tab.locator('body').getAttribute('data-scenes'))?.split(' ') ?? [];
  for (const name of names.filter((scene) => scene.startsWith(prefix))) {
    for (const theme of ['dark', 'light']) {
      await tab.goto(`file://${page}?scene=${name}&theme=${theme}`);
      await tab.getByTestId('card').screenshot({ path: path.join(out, `${name}-${theme}.png`) });
    }
  }
  await browser.close();
  if (complaints.length > 0) {
    throw new Error(`The page complained:\n${[...new Set(complaints)].join('\n')}`);
  }
}

void main();
