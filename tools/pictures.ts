// Makes the pictures of docs/img from the preview: `npm run pictures`, after `npm run build` and with the demo's data. Fails when a page cannot be drawn.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../tests/harness/chromium';
import { openPreview } from '../tests/harness/preview';
import { root } from './step';

const folder = path.join(root, 'docs', 'img');

interface Picture {
  name: string;
  address: string;
  height: number;
  ready: (page: Page) => Promise<void>;
}

const pictures: Picture[] = [
  {
    name: 'overview',
    address: '/d/tideline-overview?var-model=digits&theme=dark',
    height: 1180,
    ready: (page) => page.getByTestId('drift-heatmap').first().waitFor(),
  },
  {
    name: 'feature',
    address: '/d/tideline-feature?var-model=digits&var-feature=brightness&theme=light',
    height: 1100,
    ready: (page) => page.getByTestId('distribution').first().waitFor(),
  },
  {
    name: 'tutorial',
    address: '/d/tideline-overview?var-model=iris&theme=light',
    height: 1000,
    ready: (page) => page.getByTestId('drift-heatmap').first().waitFor(),
  },
  {
    name: 'settings',
    address: '/connections/datasources/edit/tideline?theme=light',
    height: 1200,
    ready: async (page) => {
      await page.getByRole('button', { name: /^Edit/ }).first().click();
      await page.getByRole('button', { name: /^4. Reference/ }).click();
      await page.getByRole('slider').waitFor();
      // Not the folder of whoever makes the pictures.
      await page.getByText(/: \d+ files$/).evaluate((line) => {
        line.textContent = line.textContent!.replace(/^.*:/, '/var/lib/predictions:');
      });
    },
  },
];

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const server = await openPreview();
  const browser = await openBrowser();
  try {
    for (const { name, address, height, ready } of pictures) {
      const context = await browser.newContext({ viewport: { width: 1440, height } });
      const { page, complaints } = await openPage(context);
      await page.goto(server.url + address);
      await ready(page);
      await page.waitForTimeout(4000); // all panels have their data
      if (complaints.length > 0) {
        throw new Error(`${name} cannot be drawn: ${complaints.join('; ')}`);
      }
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      await context.close();
      console.log(`docs/img/${name}.png`);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
