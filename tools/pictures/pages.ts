// Pictures of the pages, from the preview: dashboards and settings as they are provisioned, at a fixed time, with the demo's data of that time.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from '../../tests/harness/chromium';
import { demoVariables } from '../../tests/harness/demo';
import { openPreview } from '../../tests/harness/preview';
import { watchRequests } from '../../tests/harness/requests';
import { Picture, drawnShare } from '../../tests/gallery/picture/picture';
import { readPng } from '../../tests/gallery/picture/png';
import { root, run, typescript } from '../step';
import { diagnostics } from './diagnostics';
import { writePicture } from './write';

const folder = path.join(root, 'docs', 'img');
const data = path.join(root, '.cache', 'pictures', 'demo');

/** What browser and backend take for now: after a midnight, late enough for every model's day before to be closed. */
const now = '2026-11-22T00:20:00Z';

const width = 1440;
/** A page has stopped moving when it looks the same after this, ms; one that still moves after the longer time cannot be drawn. */
const still = 700;
const patience = 60_000;

interface PagePicture {
  address: string;
  theme: 'dark' | 'light';
  height: number;
  /** What somebody does on the page first. */
  act?: (page: Page) => Promise<void>;
}

const heatmap = (page: Page) => page.getByTestId('drift-heatmap').first().waitFor();
const dashboards: Record<string, PagePicture> = {
  overview: { address: '/d/tideline-overview?var-model=digits', theme: 'dark', height: 1180, act: heatmap },
  feature: {
    address: '/d/tideline-feature?var-model=digits&var-feature=brightness',
    theme: 'light',
    height: 1100,
    act: (page) => page.getByTestId('distribution').first().waitFor(),
  },
  segment: {
    address: '/d/tideline-segment?var-model=digits&var-segment=app_version&var-value=4.2.0',
    theme: 'light',
    height: 1100,
  },
};
const others: Record<string, PagePicture> = {
  diagnostics: {
    address: '/a/tideline-ml-app/diagnostics?',
    theme: 'dark',
    height: 900,
    act: async (page) => {
      // What a machine takes differs from run to run; the picture does not.
      await page.route('**/resources/diagnostics', (route) =>
        route.fulfill({
          json: route.request().url().includes('/tideline/') ? diagnostics : { ...diagnostics, models: [], slow: [] },
        })
      );
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.getByRole('row', { name: /^digits 4,812/ }).waitFor();
    },
  },
  tutorial: { address: '/d/tideline-overview?var-model=iris', theme: 'light', height: 1000, act: heatmap },
  settings: {
    address: '/connections/datasources/edit/tideline?',
    theme: 'light',
    height: 1310,
    act: async (page) => {
      await page.getByRole('button', { name: /^Edit/ }).first().click();
      await page.getByRole('button', { name: /^4. Reference/ }).click();
      await page.getByRole('slider').waitFor();
      // Not the folder of whoever makes the pictures.
      await page.getByText(/: \d+ files$/).evaluate((line) => {
        line.textContent = line.textContent!.replace(/^.*:/, '/var/lib/predictions:');
      });
    },
  },
};

/** Every provisioned dashboard, by what follows `tideline-` in its file's name, and the other pages. */
function pages(): Record<string, PagePicture> {
  const names = readdirSync(path.join(root, 'provisioning', 'dashboards'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/^tideline-(.*)\.json$/, '$1'));
  const found = names.map((name) => {
    if (!(name in dashboards)) {
      throw new Error(`dashboard ${name} has no picture: say in tools/pictures/pages.ts how it is taken`);
    }
    return [name, dashboards[name]] as const;
  });
  return { ...Object.fromEntries(found), ...others };
}

/** Takes the pages whose names begin so. Says which could not be drawn, and why. */
export async function takePages(prefix: string): Promise<string[]> {
  const wanted = Object.entries(pages()).filter(([name]) => name.startsWith(prefix));
  if (wanted.length === 0) {
    return [`${prefix}…: no page is called so`];
  }
  await run('Demo data of the pictures', typescript('demo/make.ts', '--now', now, '--out', data));
  const server = await openPreview('Admin', undefined, data, { ...demoVariables(data), GF_PLUGIN_NOW: now });
  const browser = await openBrowser();
  const failures: string[] = [];
  try {
    for (const [name, picture] of wanted) {
      try {
        writePicture(path.join(folder, `${name}.png`), await take(browser, server.url, picture));
      } catch (error) {
        failures.push(`${name}: ${(error as Error).message}`);
      }
    }
    console.log(`${wanted.length} pages`);
  } finally {
    await browser.close();
    await server.stop();
  }
  return failures;
}

async function take(browser: Browser, url: string, { address, theme, height, act }: PagePicture): Promise<Picture> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  try {
    await context.clock.setFixedTime(now);
    const { page, complaints } = await openPage(context);
    const awaited = watchRequests(page);
    await page.goto(`${url}${address}&theme=${theme}`);
    await act?.(page);
    const picture = readPng(await whenStill(page, awaited));
    if (complaints.length > 0) {
      throw new Error(complaints.join('; '));
    }
    if (drawnShare(picture) < 0.01) {
      throw new Error('nothing but background');
    }
    return picture;
  } finally {
    await context.close();
  }
}

/** The page's picture when it has all answers and looks as it did a moment before. */
async function whenStill(page: Page, awaited: () => string[]): Promise<Buffer> {
  const began = Date.now();
  let last: Buffer | undefined;
  while (Date.now() - began < patience) {
    await page.waitForTimeout(still);
    if (awaited().length > 0) {
      continue;
    }
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (last?.equals(picture)) {
      return picture;
    }
    last = picture;
  }
  throw new Error(`still moves after ${patience / 1000} s, and waits for ${awaited().join(', ') || 'nothing'}`);
}
