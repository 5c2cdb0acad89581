// Opens the gallery in a browser, for pictures and for checks.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../harness/chromium';
import { watchRequests } from '../harness/requests';
import { buildGallery } from './build';
import { greek, greekFont } from './greek';

export interface GalleryScene {
  name: string;
  hover?: [number, number];
  keys?: string[];
  press?: string[];
  drag?: { from: [number, number]; to: [number, number]; hold?: boolean; modifier?: 'Control' };
  click?: [number, number];
}

export type Mode = 'dark' | 'light';

declare const showScene: (name: string, theme: Mode, font?: string) => void;

export interface Gallery {
  browser: Browser;
  tab: Page;
  scenes: GalleryScene[];
  /** Errors of the page since it was opened. */
  complaints: string[];
  /** Draws a scene, in another font than Grafana's if one is given, and waits until nothing moves. */
  show: (scene: GalleryScene, theme: Mode, font?: string) => Promise<void>;
}

/** A page that is read from a file may fetch nothing, not even an icon: so it seems to come from a server, which is not there. */
const origin = 'http://gallery';
const icons = path.join(path.dirname(require.resolve('@grafana/ui/package.json')), 'dist', 'public', 'img');
const iconAddress = '/public/build/img/';
export const fontAddress = '/greek.ttf';

async function serve(tab: Page, folder: string): Promise<void> {
  await tab.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === fontAddress) {
      return route.fulfill({ body: greekFont(), contentType: 'font/ttf' });
    }
    const file = pathname.startsWith(iconAddress)
      ? path.join(icons, pathname.slice(iconAddress.length))
      : path.join(folder, pathname);
    return existsSync(file) ? route.fulfill({ path: file }) : route.abort();
  });
}

/** How long an icon may take on a busy machine, ms. */
const patience = 20_000;

/** The code editor gives each pair of brackets a colour until it knows the language, which it learns after it is drawn. */
const unlearned = '.monaco-editor [class*="bracket-highlighting"]';

/** Waits until the page has all that it asked for (icons come one by one) and has drawn it. */
function settling(tab: Page): () => Promise<void> {
  const awaited = watchRequests(tab);
  return async () => {
    const began = Date.now();
    let learning: boolean;
    do {
      learning = await tab.evaluate(
        (brackets) =>
          new Promise<boolean>((drawn) =>
            requestAnimationFrame(() => requestAnimationFrame(() => drawn(document.querySelector(brackets) !== null)))
          ),
        unlearned
      );
      if (Date.now() - began > patience) {
        throw new Error(
          learning ? 'the code editor does not learn its language' : `no answer from ${awaited().join(', ')}`
        );
      }
    } while (learning || awaited().length > 0);
  };
}

/** `out` is the folder for the built page. */
export async function openGallery(out: string, scale = 1): Promise<Gallery> {
  const page = await buildGallery(out);
  const browser = await openBrowser();
  const tab = await browser.newPage({
    viewport: { width: 1700, height: 900 },
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const settled = settling(tab);
  const complaints: string[] = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await serve(tab, path.dirname(page));
  // Fonts come from Grafana's server, which is not there.
  tab.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::ERR')) {
      complaints.push(message.text());
    }
  });
  await tab.goto(`${origin}/${path.basename(page)}`);
  const scenes: GalleryScene[] = JSON.parse((await tab.locator('body').getAttribute('data-scenes')) ?? '[]');
  await tab.evaluate((font) => document.fonts.load(`12px ${font}`), greek);
  const show = async (scene: GalleryScene, theme: Mode, font?: string): Promise<void> => {
    const { name, hover, keys, press = [], drag, click } = scene;
    await tab.mouse.up();
    await tab.mouse.move(0, 0);
    await tab.evaluate(([wanted, mode, family]) => showScene(wanted, mode, family), [name, theme, font] as const);
    const card = tab.locator(`[data-testid=card][data-scene="${name} ${theme}"]`);
    await card.waitFor();
    await settled();
    const box = await card.boundingBox();
    const at = ([x, y]: [number, number]): [number, number] => [box!.x + x * box!.width, box!.y + y * box!.height];
    if (hover) {
      await tab.mouse.move(...at(hover));
    }
    if (click) {
      await tab.mouse.click(...at(click));
    }
    if (drag) {
      await tab.mouse.move(...at(drag.from));
      await tab.mouse.down();
      await tab.mouse.move(...at(drag.to), { steps: 5 });
      if (!drag.hold) {
        await (drag.modifier && tab.keyboard.down(drag.modifier));
        await tab.mouse.up();
        await (drag.modifier && tab.keyboard.up(drag.modifier));
      }
    }
    for (const button of press) {
      // A radio button lies over its name; the name of a step's button goes on with what is hidden from sight.
      const named = card.getByRole('button', { name: new RegExp(`^${button}`) });
      await card.getByText(button, { exact: true }).or(named).first().click({ force: true, timeout: patience });
    }
    if (press.length > 0 && !hover) {
      await tab.mouse.move(0, 0); // what was pressed may have moved away from under the pointer, or not yet
    }
    if (keys) {
      await card.getByRole('group').first().focus();
      for (const key of keys) {
        await tab.keyboard.press(key);
      }
    }
    await settled();
  };
  return { browser, tab, scenes, complaints, show };
}
