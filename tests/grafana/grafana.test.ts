// The whole in a real Grafana: health, queries, roles, alert rules, dashboards and editors, as a user meets them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { panelOf } from './dashboards';
import { call, itsOwn, openGrafana, signedIn } from './grafana';

const day = 24 * 3600 * 1000;
let server: Server;
let browser: Browser;
let context: BrowserContext;
const viewer = 'tideline-viewer:Viewer-1-password';

before(async () => {
  server = await openGrafana();
  browser = await openBrowser();
  context = await signedIn(browser, server);
  const [name, secret] = viewer.split(':');
  const made = await call(server, 'POST', '/api/admin/users', { name, login: name, password: secret, OrgId: 1 });
  assert.ok(made.status === 200 || made.status === 412, `a viewer can be made: ${made.status}`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const ask = (query: object, user?: string, days = 56) =>
  call(
    server,
    'POST',
    '/api/ds/query',
    {
      from: String(Date.now() - days * day),
      to: String(Date.now()),
      queries: [{ refId: 'A', datasource: { uid: 'tideline', type: 'tideline-drift-datasource' }, ...query }],
    },
    user
  );

const table = (answer: { body: any }): Record<string, any[]> => {
  const [frame] = answer.body.results.A.frames;
  return Object.fromEntries(
    frame.schema.fields.map((f: { name: string }, i: number) => [f.name, frame.data.values[i]])
  );
};

test('health is green and says what was found', async () => {
  const { status, body } = await call(server, 'GET', '/api/datasources/uid/tideline/health');
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(body.message, /^\d+ models can be read/);
  const { verboseMessage: lines } = body.details;
  assert.match(lines, /^digits: [\d,]+ rows from/m);
  assert.match(lines, /^flights: 3,000,000 rows/m);
  assert.match(lines, /^iris: \d+ rows from .*its last line is half written and was left out/m);
});

test('the new phone is found within a day, and the weeks before are quiet', async () => {
  const answer = await ask({ queryType: 'drift', model: 'digits', format: 'table' });
  assert.equal(answer.status, 200, JSON.stringify(answer.body).slice(0, 500));
  const rows = table(answer);
  const newest = Math.max(...rows.time);
  const drifted = rows.time
    .map((time, i) => ({ time, feature: rows.feature[i], verdict: rows.verdict[i] }))
    .filter((row) => row.verdict === 'drifted');
  const features = new Set(drifted.map((row) => row.feature));
  for (const feature of ['aspect_ratio', 'brightness', 'sharpness', 'device']) {
    assert.ok(features.has(feature), `${feature} drifted`);
  }
  for (const feature of ['app_version', 'latency_ms']) {
    assert.ok(!features.has(feature), `${feature} did not`);
  }
  const first = Math.min(...drifted.map((row) => row.time));
  assert.ok(first > newest - 7 * day, `nothing drifted before the last week, first: ${new Date(first).toISOString()}`);
});

test('a viewer sees verdicts, but no rows, files, statements or paths', async () => {
  const verdicts = await ask({ queryType: 'drift', model: 'digits', format: 'table' }, viewer);
  assert.equal(verdicts.status, 200, JSON.stringify(verdicts.body).slice(0, 500));
  assert.doesNotMatch(JSON.stringify(verdicts.body), /SELECT|\.parquet|\/demo/);
  const rows = await ask({ queryType: 'rows', model: 'digits' }, viewer);
  assert.notEqual(rows.status, 200);
  assert.doesNotMatch(JSON.stringify(rows.body), /\.parquet/);
  for (const address of ['folders']) {
    assert.equal(
      (await call(server, 'GET', `/api/datasources/uid/tideline/resources/${address}`, undefined, viewer)).status,
      403
    );
  }
  for (const address of ['files', 'schema', 'guess', 'preview', 'timeline', 'check']) {
    const body = { source: { file: 'digits/*.parquet' } };
    assert.equal(
      (await call(server, 'POST', `/api/datasources/uid/tideline/resources/${address}`, body, viewer)).status,
      403
    );
  }
  for (const address of ['models', 'methods', 'values?model=digits&column=device']) {
    const answer = await call(server, 'GET', `/api/datasources/uid/tideline/resources/${address}`, undefined, viewer);
    assert.equal(answer.status, 200, `${address}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  }
});

test('a forged query names nothing that the model does not declare', async () => {
  for (const query of [
    { filters: [{ column: 'user_id', operator: '=', value: ['u1'] }] },
    { filters: [{ column: 'device" OR 1=1 --', operator: '=', value: ['x'] }] },
    { groupBy: ['user_id'] },
    { features: ['trace_id'] },
    { method: 'evil' },
  ]) {
    const answer = await ask({ queryType: 'drift', model: 'digits', format: 'table', ...query }, viewer);
    assert.equal(answer.status, 400, `${JSON.stringify(query)}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    assert.ok(answer.body.results.A.error.length > 10, 'and the answer says what is wrong');
  }
});

test('the garden’s new bed is found, in the week that it opened and in what is different about its flowers', async () => {
  const rows = table(await ask({ queryType: 'drift', model: 'iris', format: 'table' }));
  const newest = Math.max(...rows.time);
  const found = rows.time
    .map((time, i) => ({ time, feature: rows.feature[i], verdict: rows.verdict[i] }))
    .filter((row) => row.verdict === 'drifted');
  assert.deepEqual(found.map((row) => row.feature).sort(), [
    'petal_length',
    'petal_width',
    'prediction',
    'sepal_length',
  ]);
  assert.deepEqual(new Set(found.map((row) => row.time)), new Set([newest]));
});

test('alert rules fire for the new phone and the new bed, and for nothing else', async () => {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const { body } = await call(server, 'GET', '/api/prometheus/grafana/api/v1/rules');
    // Those of the live service are paused, because it does not run here.
    const rules: any[] = body.data.groups
      .filter((group: any) => !['digits-live', 'service'].includes(group.name))
      .flatMap((group: any) => group.rules);
    assert.ok(rules.length > 0, 'rules are provisioned');
    if (rules.every((rule) => rule.lastEvaluation && !rule.lastEvaluation.startsWith('0001'))) {
      assert.deepEqual(
        rules.filter((rule) => rule.health !== 'ok').map((rule) => [rule.name, rule.health, rule.lastError]),
        [],
        'every rule evaluates'
      );
      const alerting = rules
        .flatMap((rule) => rule.alerts ?? [])
        .filter((alert: any) => /alerting|pending/i.test(alert.state));
      assert.ok(
        alerting.some((alert: any) => alert.labels.feature === 'aspect_ratio'),
        `aspect_ratio alerts: ${JSON.stringify(alerting.map((a: any) => a.labels))}`
      );
      assert.deepEqual(
        alerting
          .filter((alert: any) => alert.labels.model === 'iris')
          .map((alert: any) => `${alert.labels.alertname}: ${alert.labels.feature}`)
          .sort(),
        ['petal_length', 'petal_width', 'prediction', 'sepal_length'].map(
          (feature) => `Feature has drifted (iris): ${feature}`
        ),
        'what the new bed moved alerts, and missing values do not'
      );
      assert.deepEqual(
        alerting.filter(
          (alert: any) =>
            ['app_version', 'latency_ms'].includes(alert.labels.feature) || alert.labels.model === 'flights'
        ),
        [],
        'what is quiet stays quiet'
      );
      return;
    }
    assert.ok(Date.now() < deadline, 'all rules were evaluated within three minutes');
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
});

for (const [theme, model, feature, value] of [
  ['dark', 'digits', 'aspect_ratio', 'lumen-3'],
  ['light', 'digits', 'aspect_ratio', 'lumen-3'],
  ['light', 'flights', 'origin', 'ATL'],
  ['light', 'iris', 'prediction', ''],
]) {
  for (const [uid, expected, variables] of [
    ['tideline-overview', 'Model overview', ''],
    ['tideline-feature', 'Feature', `&var-feature=${feature}`],
    ['tideline-segment', 'Segment', value === '' ? '' : `&var-value=${value}`],
  ]) {
    test(`dashboard ${uid} draws every panel of ${model} in the ${theme} theme`, async () => {
      const { page, complaints } = await openPage(context, itsOwn);
      await page.goto(`${server.url}/d/${uid}?theme=${theme}&var-model=${model}${variables}&kiosk`);
      await page
        .getByTestId(/data-testid panel content|Panel header/)
        .first()
        .waitFor({ timeout: 30_000 });
      // Panels below the fold are drawn when they come into view.
      for (let i = 0; i < 6; i++) {
        await page.waitForTimeout(1200);
        await page.mouse.wheel(0, 700);
      }
      assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0, 'no panel shows an error');
      assert.match(await page.title(), new RegExp(expected));
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }
}

test('the first line of the overview says of every model what its answers say', async () => {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/tideline-overview?var-model=digits`);
  const everyModel = panelOf(page, 'Which models have drifted?');
  await everyModel.getByText('digits', { exact: true }).waitFor({ timeout: 30_000 });
  const lines = (await everyModel.innerText()).replace(/\s+/g, ' ');
  assert.match(lines, /digits drifted \d+% \d+ days ago (sharpness|aspect_ratio) [\d.]+ (mins?|hours?|days?)/);
  assert.match(lines, /iris drifted 80% \d+ days ago petal_\w+ /);
  assert.match(lines, /flights not decided/);
  assert.match(await panelOf(page, 'Has digits drifted?').innerText(), /drifted\s*\d+\s*decided\s*12/);
  assert.match(await panelOf(page, 'Since when?').innerText(), /days ago/);
  await everyModel.getByRole('link', { name: 'iris' }).click();
  await page.waitForURL(/var-model=iris/);
  assert.match(await panelOf(page, 'Has iris drifted?').innerText(), /drifted\s*4\s*decided\s*5/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a model without segments is told so, in words', async () => {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/tideline-segment?var-model=iris`);
  await page.getByText('Nothing to split by').first().waitFor({ timeout: 30_000 });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the heatmap leads to the feature page', async () => {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/tideline-overview?var-model=digits`);
  const label = page.getByText('aspect_ratio', { exact: true }).first();
  await label.waitFor({ timeout: 30_000 });
  await label.click();
  await page.waitForURL(/tideline-feature.*var-feature=aspect_ratio|var-feature=aspect_ratio.*tideline-feature/, {
    timeout: 20_000,
  });
  assert.match(page.url(), /var-model=digits/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a click on a number, a bar, a point or a cell leads on, with time and variables', async () => {
  const context = await signedIn(browser, server, { viewport: { width: 1440, height: 2400 } }); // all panels are in view
  const { page, complaints } = await openPage(context, itsOwn);
  const kept = /var-datasource=tideline&var-model=digits&.*from=now-8w&to=now/;
  const overview = () => page.goto(`${server.url}/d/tideline-overview?var-model=digits&from=now-8w&to=now`);
  await overview();
  await panelOf(page, 'What changed most?')
    .getByRole('link', { name: /sharpness/ })
    .click({ timeout: 30_000 });
  await page.waitForURL(/tideline-feature.*var-feature=sharpness/);
  assert.match(page.url(), kept);
  await overview();
  const device = panelOf(page, 'How did they change?').getByTestId('distribution').filter({ hasText: 'aurora-x' });
  await device.getByRole('group').click({ position: { x: 120, y: 20 }, timeout: 30_000 });
  await page.getByRole('button', { name: 'What it looked like before and after' }).click();
  await page.waitForURL(/tideline-feature.*var-feature=device/);
  assert.match(page.url(), kept);
  const plot = panelOf(page, 'Severity, window by window').locator('.u-over').first();
  await plot.waitFor({ timeout: 30_000 });
  await page.waitForTimeout(2000);
  const box = (await plot.boundingBox())!;
  // The newest window's point lies at the top right.
  await plot.hover({ position: { x: box.width - 3, y: 12 } });
  await plot.click({ position: { x: box.width - 3, y: 12 } });
  const point = page.getByRole('link', { name: 'All features of digits' }).last();
  assert.match((await point.getAttribute('href', { timeout: 10_000 })) ?? '', /tideline-overview\?.*var-model=digits/);
  const cell = panelOf(page, 'What changed?').getByRole('link').last();
  assert.match((await cell.getAttribute('href')) ?? '', /tideline-segment\?.*var-model=digits&.*from=now-8w/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the heatmap of segments leads to the page of a segment', async () => {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/d/tideline-feature?var-model=digits&var-feature=brightness&from=now-30d&to=now`);
  await page.mouse.move(700, 500);
  const label = panelOf(page, 'Where is it?').getByText('aurora-x', { exact: true }).first();
  for (let i = 0; i < 20 && !(await label.isVisible()); i++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(500);
  }
  await label.click();
  await page.waitForURL(/tideline-segment/, { timeout: 20_000 });
  const { searchParams } = new URL(page.url());
  const kept = ['var-model', 'var-segment', 'var-value', 'from'].map((name) => searchParams.getAll(name));
  assert.deepEqual(kept, [['digits'], ['device'], ['aurora-x'], ['now-30d']]);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the settings page opens and its check is green', async () => {
  const { page, complaints } = await openPage(context, itsOwn);
  await page.goto(`${server.url}/connections/datasources/edit/tideline`);
  await page.getByRole('button', { name: /Save & test|Test/ }).click();
  await page
    .getByText(/digits: [\d,]+ rows/)
    .first()
    .waitFor({ timeout: 20_000 });
  assert.deepEqual(complaints, []);
  await page.close();
});
