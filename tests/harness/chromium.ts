// A headless browser for tests, and a watch on what a page complains of.
import assert from 'node:assert/strict';
import { Browser, BrowserContext, chromium, Page } from 'playwright-core';
import { findChromium } from '../../tools/step';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Letters are drawn alike on every machine.
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('no Chromium or Chrome found: install one, or name it by CHROMIUM_PATH');
  }
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** A page with everything that went wrong in it: errors, console errors and answers of 400 and above. */
export async function openPage(
  context: BrowserContext,
  ignore: RegExp[] = []
): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => {
    if (!ignore.some((pattern) => pattern.test(text))) {
      complaints.push(text);
    }
  };
  page.on('pageerror', (error) => complain(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complain(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      complain(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
    }
  });
  return { page, complaints };
}

/** Opens an address, does something on its page, and asserts that the page complained of nothing but what is to be ignored. */
export async function visitPage(
  context: BrowserContext,
  address: string,
  act: (page: Page) => Promise<void>,
  { ignore = [], timeout }: { ignore?: RegExp[]; timeout?: number } = {}
): Promise<void> {
  const { page, complaints } = await openPage(context, ignore);
  if (timeout !== undefined) {
    page.setDefaultTimeout(timeout);
  }
  try {
    await page.goto(address);
    await act(page);
    assert.deepEqual(complaints, [], 'the page complained of nothing');
  } finally {
    await page.close();
  }
}
