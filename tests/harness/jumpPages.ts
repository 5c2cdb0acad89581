// The app's pages on the preview with a log that jumps on day 40 (jump.ts), in a real Chromium: for tests that look at them.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, visitPage } from './chromium';
import { type Jump, jumpData, jumpProvisioning } from './jump';
import { openPreview } from './preview';
import type { Server } from './server';

export interface JumpPages {
  log: Jump;
  server: Server;
  /** Does something on a page, which must complain of nothing. */
  visit: (address: string, act: (page: Page) => Promise<void>) => Promise<void>;
  stop: () => Promise<void>;
}

export async function openJumpPages(): Promise<JumpPages> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-jump-'));
  const log = jumpData(path.join(work, 'data'));
  const browser = await openBrowser();
  const server = await openPreview('Admin', jumpProvisioning(work, log), log.folder).catch(async (error: Error) => {
    await browser.close();
    throw error;
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  return {
    log,
    server,
    visit: (address, act) => visitPage(context, server.url + address, act),
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}
