// Takes a picture of every scene in both themes, for a person who works on one: npx tsx tests/gallery/shoot.ts [OUT] [NAME-PREFIX]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openGallery } from './open';
import { photograph } from './photograph';
import { writePng } from './picture/png';

async function main(): Promise<void> {
  const out = path.resolve(process.argv[2] ?? '.cache/gallery');
  const prefix = process.argv[3] ?? '';
  mkdirSync(out, { recursive: true });
  const gallery = await openGallery(path.join(out, 'page'), 1.5);
  for (const scene of gallery.scenes.filter(({ name }) => name.startsWith(prefix))) {
    for (const theme of ['dark', 'light'] as const) {
      await gallery.show(scene, theme, process.env.FONT);
      writeFileSync(path.join(out, `${scene.name}-${theme}.png`), writePng(await photograph(gallery, scene)));
    }
  }
  await gallery.browser.close();
}

void main();
