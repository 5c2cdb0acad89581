// What leaves the dashboard that it was made on: library panels, public dashboards, snapshots. In a Grafana that is served under a path, so that a link
// that forgets the path is found.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { demoData } from '../harness/demo';
import { Server } from '../harness/server';
import { addDataSource, choice, panel, panelOf, query, save, tideline } from './dashboards';
import { call, itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const drift = { queryType: 'drift', model: 'digits', format: 'table' };
const distribution = { queryType: 'distribution', model: 'digits', features: ['aspect_ratio'] };
const heatmapPanel = 'tideline-driftheatmap-panel';
const distributionPanel = 'tideline-distribution-panel';

describe('shared', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let browser: Browser;
  let administrator: BrowserContext;
  let nobody: BrowserContext;

  before(async () => {
    const anonymous = { 'auth.anonymous.enabled': 'false' };
    server = await openGrafana({ subPath: '/grafana', withoutRules: true, settings: anonymous });
    browser = await openBrowser();
    const viewport = { width: 1440, height: 1400 };
    administrator = await signedIn(browser, server, { viewport });
    nobody = await browser.newContext({ viewport });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe('library panels', () => {
    const model = choice('model', ['digits', 'flights']);
    const feature = choice('feature', ['aspect_ratio', 'distance']);

    before(async () => {
      const link = {
        title: 'Feature',
        url: '/d/tideline-feature?var-model=${model}&var-feature=${__data.fields.feature:percentencode}',
      };
      const elements = {
        'library-heatmap': panel(
          heatmapPanel,
          'Features of $model',
          { ...drift, model: '$model' },
          { fieldConfig: { defaults: { links: [link] }, overrides: [] } }
        ),
        'library-distribution': panel(distributionPanel, '$feature now', {
          ...distribution,
          model: '$model',
          features: ['$feature'],
        }),
      };
      for (const [uid, element] of Object.entries(elements)) {
        const made = await call(server, 'POST', '/api/library-elements', { uid, name: uid, kind: 1, model: element });
        assert.equal(made.status, 200, JSON.stringify(made.body));
      }
      await save(
        server,
        'library',
        Object.keys(elements).map((uid) => ({ type: '', title: '', libraryPanel: { uid, name: uid } })),
        { templating: { list: [model, feature] } }
      );
    });

    test('draw with the variables of the dashboard that they are on', async () => {
      const { page, complaints } = await openPage(administrator, itsOwn);
      await page.goto(`${server.url}/d/library`);
      await panelOf(page, 'Features of digits').getByText('brightness', { exact: true }).first().waitFor();
      await panelOf(page, 'aspect_ratio now').getByText('Drifted', { exact: true }).first().waitFor();
      await page.goto(`${server.url}/d/library?var-model=flights&var-feature=distance`);
      const rows = panelOf(page, 'Features of flights');
      await rows.getByText('destination', { exact: true }).first().waitFor();
      assert.equal(await rows.getByText('brightness', { exact: true }).count(), 0, 'nothing of the other model');
      await panelOf(page, 'distance now')
        .getByText(/^distance/)
        .first()
        .waitFor();
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('keep their data links, under the path of this Grafana', async () => {
      const { page, complaints } = await openPage(administrator, itsOwn);
      await page.goto(`${server.url}/d/library`);
      await panelOf(page, 'Features of digits').getByText('sharpness', { exact: true }).first().click();
      await page.waitForURL(/\/grafana\/d\/tideline-feature.*var-feature=sharpness/);
      assert.match(page.url(), /var-model=digits/);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  });

  describe('public dashboards', () => {
    const path = (part = '') => `/api/public/dashboards/${token}${part}`;
    let token: string;

    /** What a panel of the public dashboard is answered, asked for as its page does it. */
    const ask = async (title: string) => {
      const id = titles.indexOf(title) + 1;
      assert.ok(id > 0, title);
      return call(server, 'POST', path(`/panels/${id}/query`), { intervalMs: 60_000, maxDataPoints: 400 }, null);
    };
    let titles: string[];

    before(async () => {
      const open = await addDataSource(server, 'open', ({ models }) => {
        models[0].rows = { roles: ['Viewer', 'Editor', 'Admin'] };
        models.find(({ name }: { name: string }) => name === 'flights').source.file = 'nowhere/*.parquet';
      });
      const of = (type: string, title: string, fields: object, source = tideline) =>
        panel(type, title, fields, { datasource: source, targets: [query(fields, 'A', source)] });
      const panels = [
        of(heatmapPanel, 'Features', drift),
        of(distributionPanel, 'Aspect ratio', distribution),
        of('timeseries', 'Every model', {
          queryType: 'drift',
          model: '$__all',
          features: ['$__all'],
          filters: [{ column: 'device', operator: 'in', value: ['$__all'] }],
          value: 'share',
        }),
        of(heatmapPanel, 'Variable model', { ...drift, model: '$model' }),
        of(heatmapPanel, 'Variable filter', {
          ...drift,
          filters: [{ column: 'device', operator: '=', value: ['${device}'] }],
        }),
        of('table', 'Rows', { queryType: 'rows', model: 'digits' }),
        of('table', 'Rows for viewers', { queryType: 'rows', model: 'digits' }, open),
        of('table', 'Lost', { queryType: 'drift', model: 'flights' }, open),
      ];
      titles = panels.map(({ title }) => title);
      const episodes = { queryType: 'episodes', model: 'digits' };
      await save(server, 'public', panels, {
        templating: { list: [choice('model', ['digits'])] },
        annotations: {
          list: [
            { name: 'Drift', enable: true, iconColor: 'red', datasource: tideline, target: query(episodes, 'drift') },
          ],
        },
      });
      const made = await call(server, 'POST', '/api/dashboards/uid/public/public-dashboards', {
        isEnabled: true,
        annotationsEnabled: true,
      });
      assert.equal(made.status, 200, JSON.stringify(made.body));
      token = made.body.accessToken;
    });

    test('draw without a login, and ask nothing that needs one', async () => {
      // The panels that must fail do; and what belongs to them is not complained of.
      const { page, complaints } = await openPage(nobody, [...itsOwn, /\/panels\/[4-8]\/query/]);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${server.url}/public-dashboards/${token}`);
      const features = panelOf(page, 'Features');
      await features.getByText('brightness', { exact: true }).first().waitFor();
      await panelOf(page, 'Aspect ratio').getByText('Drifted', { exact: true }).first().waitFor();
      await panelOf(page, 'Every model').getByText('flights').waitFor();
      await panelOf(page, 'Variable model')
        .getByText(/\$model was not filled in/)
        .waitFor();
      await features.getByText('brightness', { exact: true }).first().click();
      assert.deepEqual(await pagesThatNeedALogin(page), [], 'nothing leads to pages for those who are signed in');
      assert.deepEqual(
        asked.filter((address) => /\/api\/(ds|datasources|annotations)/.test(address)),
        []
      );
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('answer with what viewers see: no statement, no path', async () => {
      for (const title of ['Features', 'Aspect ratio', 'Every model', 'Lost']) {
        const { body } = await ask(title);
        assert.doesNotMatch(JSON.stringify(body), /SELECT|\.parquet|nowhere/, title);
        assert.ok(!JSON.stringify(body).includes(demoData), title);
      }
      const lost = await ask('Lost');
      assert.match(lost.body.results.A.error, /flights.*an editor or administrator sees why/);
    });

    test('know no variables, and say so; All stays all', async () => {
      const every = await ask('Every model');
      assert.equal(every.status, 200, JSON.stringify(every.body).slice(0, 500));
      const models = every.body.results.A.frames.map((frame: any) => frame.schema.fields[1].labels.model);
      assert.deepEqual(models.slice(0, 2), ['digits', 'flights']);
      const because = /was not filled in: public dashboards.* know no variables/;
      const model = await ask('Variable model');
      assert.equal(model.status, 400);
      assert.match(model.body.results.A.error, because);
      assert.match(model.body.results.A.error, /^model: \$model .*Right would be: digits, flights/);
      const filter = await ask('Variable filter');
      assert.match(filter.body.results.A.error, because);
      assert.match(filter.body.results.A.error, /^filters\[0\]\.value: \$\{device\}/);
    });

    test('never show raw predictions, whatever roles may see them', async () => {
      for (const title of ['Rows', 'Rows for viewers']) {
        const { body } = await ask(title);
        assert.equal(body.results.A.status, 403, title);
        assert.match(body.results.A.error, /nobody is signed in/);
        assert.deepEqual(body.results.A.frames ?? [], []);
      }
    });

    test('have no annotations of data sources: Grafana asks for its own alone', async () => {
      const { status, body } = await call(server, 'GET', path(`/annotations?from=0&to=${Date.now()}`), undefined, null);
      assert.equal(status, 200);
      assert.deepEqual(body, []);
    });

    test('are made of a copy of the provisioned dashboards in which the variables are written out', async () => {
      const { body } = await call(server, 'GET', '/api/dashboards/uid/tideline-overview');
      const copy = JSON.stringify(body.dashboard)
        .replaceAll('${datasource}', 'tideline')
        .replaceAll('$model', 'digits')
        .replaceAll('$segment', 'device');
      const publish = async (uid: string) => {
        const address = `/api/dashboards/uid/${uid}/public-dashboards`;
        return (await call(server, 'POST', address, { isEnabled: true })).body.accessToken as string;
      };
      const asked = async (token: string, id: number) => {
        const address = `/api/public/dashboards/${token}/panels/${id}/query`;
        return (await call(server, 'POST', address, { intervalMs: 60_000, maxDataPoints: 400 }, null)).status;
      };
      const dashboard = { ...JSON.parse(copy), uid: 'overview-of-digits', title: 'Overview of digits', id: null };
      assert.equal((await call(server, 'POST', '/api/dashboards/db', { dashboard })).status, 200);
      const panels = dashboard.panels.filter(({ targets = [] }: any) => targets.length > 0);
      assert.ok(panels.length > 4);
      const [asItIs, written] = [await publish('tideline-overview'), await publish('overview-of-digits')];
      for (const { id, title } of panels) {
        assert.ok((await asked(asItIs, id)) >= 400, `${title}: its data source is a variable`);
        assert.equal(await asked(written, id), 200, title);
      }
    });
  });

  describe('snapshots', () => {
    const dashboards = [
      { uid: 'tideline-overview', title: 'Model overview' },
      { uid: 'tideline-feature', title: 'Feature' },
    ];
    const keys = new Map<string, string>();

    before(async () => {
      const passing = await addDataSource(server, 'passing', ({ models }) => models.splice(1));
      const raw = { queryType: 'rows', model: 'digits', limit: 3 };
      await save(server, 'raw', [
        panel('table', 'Rows', {}, { datasource: passing, targets: [query(raw, 'A', passing)] }),
      ]);
      await Promise.all(
        [...dashboards.map(({ uid }) => [uid, 'aspect_ratio']), ['raw', 'latency_ms']].map(async ([uid, shown]) =>
          keys.set(uid, await publish(uid, shown))
        )
      );
      assert.equal((await call(server, 'DELETE', '/api/datasources/uid/passing')).status, 200);
    });

    /** Share → Snapshot → Publish Snapshot, as a person does it. */
    async function publish(uid: string, shown: string): Promise<string> {
      const { page, complaints } = await openPage(administrator, itsOwn);
      await page.setViewportSize({ width: 1440, height: 3200 }); // a panel that was never in view has no answer, and so none in the snapshot
      await page.goto(`${server.url}/d/${uid}?var-datasource=passing&var-model=digits&var-feature=aspect_ratio`);
      await page.getByText(shown, { exact: true }).first().waitFor();
      await page.waitForLoadState('networkidle'); // a panel without an answer would have none in the snapshot
      await page.getByRole('button', { name: 'Share', exact: true }).first().click();
      await page.getByRole('tab', { name: 'Snapshot' }).click();
      await page.locator('#timeout-input').fill('20'); // how long Grafana waits for panels that it asks once more; 4 where nothing is said
      const answer = page.waitForResponse((response) => response.url().endsWith('/api/snapshots'));
      await page.getByRole('button', { name: 'Publish Snapshot', exact: true }).click();
      const { key } = await (await answer).json();
      assert.deepEqual(complaints, []);
      await page.close();
      return key;
    }

    /** The panels of a snapshot, as anybody may read them. */
    async function panelsOf(uid: string): Promise<any[]> {
      const { body } = await call(server, 'GET', `/api/snapshots/${keys.get(uid)}`, undefined, null);
      assert.ok(!JSON.stringify(body).includes(demoData), `${uid} tells no folder of the server`);
      return body.dashboard.panels;
    }

    test('keep the frames with all that the panels read, and no query', async () => {
      for (const { uid } of dashboards) {
        const ours = (await panelsOf(uid)).filter(({ type }) => type === heatmapPanel || type === distributionPanel);
        assert.ok(ours.length > 0);
        for (const one of ours) {
          assert.equal(one.snapshotData[0].meta.custom.model, 'digits', one.title);
          assert.deepEqual(one.targets, []);
        }
      }
    });

    test('keep what their author saw, raw predictions and the statement too, but not where files lie', async () => {
      const [{ snapshotData }] = await panelsOf('raw');
      assert.equal(snapshotData[0].fields[0].values.length, 3);
      assert.match(snapshotData[0].meta.executedQueryString, /^SELECT .*read_parquet\(\['digits\//);
    });

    for (const { uid, title } of dashboards) {
      test(`of ${uid} draws without a login and without the data source`, async () => {
        const { page, complaints } = await openPage(nobody, itsOwn);
        await page.setViewportSize({ width: 1440, height: 2400 }); // what is below the fold is not drawn
        const asked: string[] = [];
        page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        await page.goto(`${server.url}/dashboard/snapshot/${keys.get(uid)}`);
        await page.getByText('aspect_ratio', { exact: true }).first().waitFor();
        if (uid === 'tideline-overview') {
          await page.getByText('sharpness', { exact: true }).first().waitFor();
        } else {
          const now = panelOf(page, 'What does aspect_ratio look like, then and now?');
          await now.getByText('Drifted', { exact: true }).first().waitFor();
          await panelOf(page, 'Where is it?').getByText('aurora-x', { exact: true }).first().waitFor();
        }
        assert.match(await page.title(), new RegExp(title));
        const failed = page
          .getByTestId(/Panel header/)
          .filter({ has: page.getByTestId('data-testid Panel status error') });
        assert.deepEqual(await failed.allInnerTexts(), [], 'no panel shows an error');
        assert.deepEqual(await pagesThatNeedALogin(page), []);
        assert.deepEqual(
          asked.filter((address) => /\/api\/(ds|datasources)/.test(address)),
          []
        );
        assert.deepEqual(complaints, []);
        await page.close();
      });
    }

    test('keep the annotations of their time', async () => {
      const { body } = await call(server, 'GET', `/api/snapshots/${keys.get('tideline-feature')}`, undefined, null);
      const kept = body.dashboard.annotations.list.flatMap((list: any) => list.snapshotData ?? []);
      assert.ok(
        kept.some(({ tags }: { tags: string[] }) => tags.includes('aspect_ratio')),
        JSON.stringify(kept)
      );
    });
  });

  /** Links of a page to Explore and to the app's pages. */
  const pagesThatNeedALogin = (page: Page): Promise<string[]> =>
    page
      .locator('a[href*="/explore"], a[href*="/a/tideline"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
});
