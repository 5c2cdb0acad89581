// What Tideline tells of itself in a real Grafana: metrics where Grafana gives out those of plugins, and the page for administrators alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { violations } from '../harness/axe';
import { openBrowser, openPage } from '../harness/chromium';
import type { Server } from '../harness/server';
import { addUser, query, tideline } from './dashboards';
import { call, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

describe('diagnostics', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let browser: Browser;

  before(async () => {
    server = await openGrafana({ withoutRules: true });
    browser = await openBrowser();
    const asked = query({ queryType: 'drift', model: 'digits', format: 'table' }, 'A', tideline);
    const answer = await call(server, 'POST', '/api/ds/query', { from: 'now-8w', to: 'now', queries: [asked] });
    assert.equal(answer.status, 200, JSON.stringify(answer.body).slice(0, 300));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('the metrics are among those of plugins', async () => {
    const { status, body } = await call(server, 'GET', '/metrics/plugins/tideline-drift-datasource');
    assert.equal(status, 200);
    const value = (series: RegExp): number => Number(new RegExp(`^${series.source} (\\S+)$`, 'm').exec(body)?.[1]);
    const labels = `datasource="${tideline.uid}",model="digits",org="1"`;
    assert.equal(value(new RegExp(`tideline_queries_total{${labels},status="ok",type="drift"}`)), 1);
    assert.ok(value(new RegExp(`tideline_scans_total{${labels},question="counts"}`)) >= 1, body.slice(0, 2000));
    assert.ok(value(new RegExp(`tideline_rows_scanned_total{${labels}}`)) > 100_000);
    assert.ok(value(/tideline_cache_bytes/) > 0);
    assert.equal(value(/tideline_cache_limit_bytes/), 256 * 2 ** 20);
    assert.ok(value(/tideline_engine_memory_limit_bytes{engine="duckdb"}/) > 0);
  });

  test('the page is for administrators', async () => {
    const address = `/api/datasources/uid/${tideline.uid}/resources/diagnostics`;
    assert.equal((await call(server, 'GET', address)).status, 200);
    for (const role of ['Viewer', 'Editor']) {
      const who = await addUser(server, `curious-${role.toLowerCase()}`, role);
      assert.equal((await call(server, 'GET', address, undefined, who)).status, 403, role);
    }
    const { page } = await openPage(await signedIn(browser, server));
    await page.goto(`${server.url}/a/tideline-ml-app/diagnostics`);
    await page.getByRole('meter', { name: 'Cache' }).waitFor({ timeout: 60_000 });
    await page
      .getByRole('row', { name: /^digits/ })
      .first()
      .waitFor();
    const section = page.getByRole('region', { name: 'Memory' });
    await section.evaluate((element) => element.parentElement!.setAttribute('data-page', ''));
    assert.deepEqual(await violations(page, '[data-page]'), []);
  });
});
