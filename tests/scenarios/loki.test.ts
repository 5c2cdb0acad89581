// The service's log lines on Service health: from the service to a real Loki, through the preview's host, to the panels. LOKI_BINARY names a Loki to start, LOKI_URL one that
// runs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { train } from '../../demo/digits/classifier';
import { loadDigits } from '../../demo/digits/images';
import { Service, startService } from '../../demo/service/service';
import { lokiCommand } from '../../tools/loki';
import { freePort } from '../../tools/port';
import { findChromium, root } from '../../tools/step';
import { openBrowser, openPage } from '../harness/chromium';
import { wait } from '../harness/live';
import { openPreview } from '../harness/preview';
import { Server, startServer } from '../harness/server';

const { LOKI_BINARY: binary, LOKI_URL: running } = process.env;
const skip =
  (!binary && !running && 'needs a Loki: name a program by LOKI_BINARY, or one that runs by LOKI_URL') ||
  (findChromium() === undefined && 'needs a Chromium: name one by CHROMIUM_PATH');

describe('log lines in a Loki', { skip }, () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'tideline-loki-'));
  let loki: Server | undefined;
  let service: Service;
  let preview: Server;
  let browser: Browser;

  before(async () => {
    if (binary) {
      const port = await freePort();
      const command = lokiCommand(binary, path.join(work, 'loki'), port);
      loki = await startServer(command, process.env, `http://127.0.0.1:${port}`, '/ready');
    }
    const url = loki?.url ?? running!;
    process.env.LOKI_URL = url; // as the service reads it
    const { train: examples } = loadDigits();
    service = await startService({
      port: 0,
      folder: path.join(work, 'data'),
      print: () => undefined,
      model: train(examples.slice(0, 100), 1, 1),
    });
    const ask = (where: string) =>
      fetch(`http://127.0.0.1:${service.port}${where}`, { method: 'POST', body: 'GIF89a' });
    await ask('/predict');
    await ask('/predict');
    await ask('/iris_v1/?sepal_length=5.1');
    await wait(3); // lines are pushed once a second
    preview = await openPreview('Admin', path.join(root, 'provisioning'), work, { TIDELINE_LOKI_URL: url });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await preview?.stop();
    await service?.close();
    await loki?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  for (const theme of ['dark', 'light']) {
    test(`stand in the row Logs once it is opened, with their fields, in the ${theme} theme`, async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 2600 } });
      const { page } = await openPage(context); // the panels above ask a Prometheus that is not there
      await page.goto(`${preview.url}/d/tideline-service?theme=${theme}&from=now-15m&to=now&refresh=`);
      await page.getByText('Logs (from Loki)').click();
      const lines = page.getByRole('list', { name: 'Log lines' });
      await lines.waitFor({ timeout: 30_000 });
      const text = (await lines.innerText()).replace(/\s+/g, ' ');
      assert.match(text, /warn 422 \/iris_v1\/ sepal_width is missing/);
      assert.equal(text.match(/warn 415 \/predict the body is no picture/g)?.length, 2, text);
      assert.doesNotMatch(text, /listening/, 'what is in order is not among warnings and errors');
      await lines
        .getByText(/sepal_width is missing/)
        .first()
        .click();
      assert.match((await lines.innerText()).replace(/\s+/g, ' '), /error_type missing_feature/);
      const levels = page.locator('[data-viz-panel-key="panel-31"]');
      for (const level of ['info', 'warn']) {
        await levels.getByText(level, { exact: true }).waitFor();
      }
      if (process.env.TIDELINE_SHOTS) {
        await page.screenshot({ path: path.join(process.env.TIDELINE_SHOTS, `logs-${theme}.png`), fullPage: true });
      }
      await context.close();
    });
  }
});
