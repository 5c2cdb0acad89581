// Pictures of every state of the panels and editors, in both themes: one to look at, for the docs, and one set in Greek, for the browser tests to compare with.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Gallery, GalleryScene, Mode, openGallery } from '../../tests/gallery/open';
import { baselineFile, baselines } from '../../tests/gallery/baseline';
import { greek } from '../../tests/gallery/greek';
import { photograph } from '../../tests/gallery/photograph';
import { drawnShare } from '../../tests/gallery/picture/picture';
import { root } from '../step';
import { writePicture } from './write';

export const folder = path.join(root, 'docs', 'img', 'panels');
const modes: Mode[] = ['dark', 'light'];

/** Less than this share of a picture is drawn on where nothing but a card is there. */
const leastDrawn = 0.005;

/** Takes the scenes whose names begin so; with all of them, pictures of scenes that are no more are removed. Says which states could not be drawn, and why. */
export async function takePanels(prefix: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  mkdirSync(baselines, { recursive: true });
  const failures = await Promise.all(modes.map((mode) => takeMode(prefix, mode)));
  return failures.flat();
}

async function takeMode(prefix: string, mode: Mode): Promise<string[]> {
  const gallery = await openGallery(path.join(root, '.cache', 'gallery', mode));
  const failures: string[] = [];
  try {
    const scenes = gallery.scenes.filter(({ name }) => name.startsWith(prefix));
    if (scenes.length === 0) {
      return mode === modes[0] ? [`${prefix}…: no state is called so`] : [];
    }
    for (const scene of scenes) {
      const why = await take(gallery, scene, mode);
      if (why) {
        failures.push(`${scene.name}, ${mode}: ${why}`);
      }
    }
    if (prefix === '') {
      const wanted = new Set(scenes.map(({ name }) => `${name}-${mode}.png`));
      [folder, baselines].forEach((pictures) => removeOthers(pictures, mode, wanted));
    }
    console.log(`${scenes.length} states, ${mode}`);
  } finally {
    await gallery.browser.close();
  }
  return failures;
}

/** Takes both pictures of a state, or says why it could not be drawn. */
async function take(gallery: Gallery, scene: GalleryScene, mode: Mode): Promise<string | undefined> {
  try {
    await gallery.show(scene, mode);
    const picture = await photograph(gallery, scene);
    const why = [...gallery.complaints.splice(0), ...(await emptyCanvases(gallery))];
    if (drawnShare(picture) < leastDrawn) {
      why.push('nothing but background');
    }
    if (why.length > 0) {
      return why.join('; ');
    }
    writePicture(path.join(folder, `${scene.name}-${mode}.png`), picture);
    await gallery.show(scene, mode, greek);
    writePicture(baselineFile(scene.name, mode), await photograph(gallery, scene));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Canvases of ours: those of a code editor may well be empty. */
async function emptyCanvases({ tab }: Gallery): Promise<string[]> {
  return tab.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=card] canvas:not(.monaco-editor *)')]
      .filter(({ width, height }) => width > 0 && height > 0)
      .filter((canvas) => {
        const drawn = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        return !drawn?.some((value) => value > 0);
      })
      .map(({ width, height }) => `an empty canvas of ${width} × ${height} px`)
  );
}

function removeOthers(pictures: string, mode: Mode, wanted: Set<string>): void {
  readdirSync(pictures)
    .filter((file) => file.endsWith(`-${mode}.png`) && !wanted.has(file))
    .forEach((file) => rmSync(path.join(pictures, file)));
}
