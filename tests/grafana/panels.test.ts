// Tideline's answers in Grafana's own panels and in Tideline's: which draws what, after which transformations, and beside which other sources.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { type Panel, panel, panelOf, query, save } from './dashboards';
import { suits } from './drawn';
import { call, itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const series = { queryType: 'drift', model: 'digits', format: 'timeseries' };
const numbers = { ...series, format: 'numeric' };
const table = { ...series, format: 'table' };
const lastWeek = { mode: 'last', duration: '7d' };
const heatmap = 'tideline-driftheatmap-panel';

describe('panels', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    server = await openGrafana({ withoutRules: true });
    browser = await openBrowser();
    context = await signedIn(browser, server, { viewport: { width: 1440, height: 2800 } });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The frames that a query is answered with over eight weeks. */
  async function frames(fields: object): Promise<any[]> {
    const { status, body } = await call(server, 'POST', '/api/ds/query', {
      from: 'now-8w',
      to: 'now',
      queries: [query(fields)],
    });
    assert.equal(status, 200, JSON.stringify(body).slice(0, 500));
    return body.results.A.frames;
  }

  /** The numbers that a query of format numeric is answered with, by their feature. */
  async function severities(): Promise<Map<string, number>> {
    return new Map(
      (await frames(numbers)).map(({ schema, data }) => [schema.fields[0].labels.feature, data.values[0][0]])
    );
  }

  async function open(uid: string): Promise<{ page: Page; complaints: string[] }> {
    const opened = await openPage(context, itsOwn);
    await opened.page.goto(`${server.url}/d/${uid}?kiosk`);
    return opened;
  }

  test('draw the answers that suit them', async () => {
    await save(server, 'suits', suits);
    const { page, complaints } = await open('suits');
    const of = (title: string) => panelOf(page, title);
    const found = await severities();

    for (const title of ['stat', 'bar gauge']) {
      await of(title).getByText('aspect_ratio', { exact: true }).waitFor();
      const text = await of(title).innerText();
      for (const [feature, severity] of found) {
        assert.ok(
          text.includes(feature) && text.includes(short(severity)),
          `${title}: ${feature} ${severity} in ${text}`
        );
      }
    }
    await reads(of('time series'), ['aspect_ratio', short(found.get('aspect_ratio')!)]);

    const [share] = await frames({ ...numbers, value: 'share' });
    await reads(of('gauge'), [`${short(share.data.values[0][0] * 100)}%`]);

    const [devices] = await frames({
      queryType: 'distribution',
      model: 'digits',
      features: ['device'],
      window: lastWeek,
    });
    const [names, reference, current]: [string[], number[], number[]] = devices.data.values;
    const newPhone = names.indexOf('aurora-x');
    assert.equal(reference[newPhone], 0);
    await reads(of('pie chart'), ['aurora-x']);
    for (const title of ['bar chart', 'trend']) {
      await reads(of(title), ['reference', String(sum(reference)), 'current']);
    }
    const counted = Number((await of('bar chart').getByText(/^\d+$/).last().innerText()).trim());
    assert.ok(
      Math.abs(counted - sum(current)) < 200,
      `${counted} rows, now ${sum(current)}: a week of a log that goes on`
    );

    await reads(of('table'), ['brightness', 'drifted', 'verdict']);
    await reads(of('histogram'), ['reference', 'current']);
    await reads(of('XY chart'), ['features']);
    for (const title of ['histogram', 'XY chart']) {
      assert.ok((await painted(of(title))) > 50, `${title} has marks in the colour of its first series`);
    }
    await reads(of('logs'), ['have been drifting']);
    await reads(of('canvas'), [short(found.get('aspect_ratio')!)]);
    await of('drift heatmap').getByText('latency_ms', { exact: true }).first().waitFor();
    await of('distribution').getByText('Drifted', { exact: true }).first().waitFor();

    assert.match(await hover(page, of('state timeline'), 0.97, 0.3), /aspect_ratio[^]*drifted/);
    assert.match(await hover(page, of('status history'), 0.97, 0.3), /drifted[^]*aspect_ratio/);
    assert.match(await hover(page, of('heatmap'), 0.5, 0.95), /Bucket: 0 - 1[^]*Count: \d+/);
    assert.match(await hover(page, of('candlestick'), 0.97, 0.5), /p25[^]*0\.6/);

    assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0, 'no panel shows an error');
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('say why they draw nothing of an answer that does not suit them', async () => {
    const bins = { queryType: 'distribution', model: 'digits', features: ['brightness'], window: lastWeek };
    const cases: Array<[Panel, RegExp]> = [
      [panel('timeseries', 'numbers in time series', numbers), /missing a time field/],
      [panel('state-timeline', 'bins in state timeline', bins), /does not have a time field/],
      [panel('barchart', 'bins in bar chart', bins), /requires a string or time field/],
      [panel('trend', 'series in trend', series), /Only one frame is supported/],
      [panel('xychart', 'series in XY chart', series), /No Y values/],
      [panel('candlestick', 'bins in candlestick', bins), /missing a time field/],
      [panel('histogram', 'episodes in histogram', { queryType: 'episodes', model: 'digits' }), /No histogram found/],
      [panel('logs', 'series in logs', series), /missing a string field/],
      [panel('tideline-distribution-panel', 'verdicts in distribution', table), /This query returns verdicts/],
      [panel(heatmap, 'bins in drift heatmap', bins), /This query returns distributions/],
      [
        panel(
          heatmap,
          'no closed month',
          { ...table, window: { mode: 'calendar', unit: 'month' } },
          { timeFrom: '1h' }
        ),
        /No windows/,
      ],
    ];
    await save(
      server,
      'unsuited',
      cases.map(([one]) => one)
    );
    const { page, complaints } = await open('unsuited');
    for (const [{ title }, reason] of cases) {
      await panelOf(page, title).getByText(reason).first().waitFor();
    }
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('draw what transformations make of an answer', async () => {
    const by = (id: string, options: object) => ({ id, options });
    const joined = by('joinByField', { byField: 'time', mode: 'outer' });
    const only = (...names: string[]) => by('filterFieldsByName', { include: { names } });
    const transformed = (type: string, title: string, fields: object, ...transformations: object[]) =>
      panel(type, title, fields, { transformations });
    const labels = [by('labelsToFields', { mode: 'columns' }), by('merge', {})];
    const severityByFeature = { ...table, columns: ['time', 'feature', 'severity'] };
    const isBrightness = { fieldName: 'feature', config: { id: 'equal', options: { value: 'brightness' } } };
    await save(server, 'transformed', [
      transformed('table', 'reduce', series, by('reduce', { reducers: ['max'] })),
      transformed('table', 'join', series, joined, only('time', 'device')),
      transformed('table', 'labels', numbers, ...labels),
      transformed(
        'table',
        'group',
        table,
        by('groupBy', {
          fields: {
            feature: { operation: 'groupby', aggregations: [] },
            severity: { operation: 'aggregate', aggregations: ['max'] },
          },
        })
      ),
      transformed(
        'table',
        'matrix',
        severityByFeature,
        by('groupingToMatrix', { rowField: 'feature', columnField: 'time', valueField: 'severity' })
      ),
      transformed('timeseries', 'partition', severityByFeature, by('partitionByValues', { fields: ['feature'] })),
      transformed(
        'table',
        'calculate',
        { ...table, window: lastWeek, columns: ['feature', 'severity', 'threshold'] },
        by('calculateField', { mode: 'binary', binary: { left: 'threshold', operator: '*', right: '3' } })
      ),
      {
        ...transformed('trend', 'join to trend', series, joined, by('calculateField', { mode: 'index' })),
        options: { xField: 'Row', legend: { showLegend: true, displayMode: 'list', placement: 'bottom' } },
      },
      transformed(
        heatmap,
        'filter by value',
        table,
        by('filterByValue', { type: 'include', match: 'any', filters: [isBrightness] })
      ),
      transformed(
        heatmap,
        'sort and limit',
        table,
        by('sortBy', { sort: [{ field: 'severity', desc: true }] }),
        by('limit', { limitField: 10 })
      ),
      transformed(heatmap, 'join to heatmap', series, joined),
      transformed(
        heatmap,
        'organize',
        table,
        by('organize', { excludeByName: { statistic: true, p_value: true }, renameByName: {} })
      ),
      transformed(
        'tideline-distribution-panel',
        'columns in another order',
        { queryType: 'distribution', model: 'digits', features: ['brightness'], window: lastWeek },
        by('organize', {
          indexByName: { current: 0, reference: 1, xMax: 2, xMin: 3 },
          excludeByName: {},
          renameByName: {},
        })
      ),
    ]);
    const { page, complaints } = await open('transformed');
    const of = (title: string) => panelOf(page, title);
    const found = await severities();
    const peaks = new Map(
      (await frames(series)).map(({ schema, data }) => [schema.fields[1].labels.feature, Math.max(...data.values[1])])
    );
    await reads(of('reduce'), ['Field', 'Max', 'brightness', short(peaks.get('brightness')!)]);
    await reads(of('join'), ['time', 'device']);
    assert.equal(await of('join').getByText('brightness', { exact: true }).count(), 0);
    await reads(of('labels'), ['severity', 'feature', 'model', 'digits', short(found.get('brightness')!)]);
    await reads(of('group'), ['severity (max)', 'brightness', short(peaks.get('brightness')!)]);
    await reads(of('matrix'), ['feature\\time', 'brightness']);
    await reads(of('partition'), ['severity aspect_ratio']);
    await reads(of('calculate'), ['threshold * 3', 'brightness', '0.300']);
    await reads(of('join to trend'), ['aspect_ratio']);
    for (const [title, shown, hidden] of [
      ['filter by value', 'brightness', 'sharpness'],
      ['sort and limit', 'sharpness', 'latency_ms'],
      ['join to heatmap', 'device', null],
      ['organize', 'latency_ms', null],
    ] as const) {
      await of(title).getByText(shown, { exact: true }).first().waitFor();
      assert.equal(hidden === null ? 0 : await of(title).getByText(hidden, { exact: true }).count(), 0, title);
    }
    await of('columns in another order').getByText('Drifted', { exact: true }).first().waitFor();
    assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0, 'no panel shows an error');
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('draw it beside other sources, from another panel, and through expressions', async () => {
    const other = { type: 'grafana-testdata-datasource', uid: 'testdata' };
    const made = await call(server, 'POST', '/api/datasources', { ...other, name: other.uid, access: 'proxy' });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const walk = { refId: 'C', datasource: other, scenarioId: 'random_walk', alias: 'a random walk' };
    const mixed = { type: 'datasource', uid: '-- Mixed --' };
    const dashboard = { type: 'datasource', uid: '-- Dashboard --' };
    const expressions = { type: '__expr__', uid: '__expr__' };
    const drawn = (type: string, title: string, datasource: object, targets: object[]): Panel => ({
      type,
      title,
      datasource,
      targets,
    });
    const asksOnce = { ...table, method: 'ks' };
    await save(server, 'others', [
      panel(heatmap, 'asks', asksOnce),
      drawn(heatmap, 'of that panel', dashboard, [{ refId: 'A', datasource: dashboard, panelId: 1 }]),
      drawn(heatmap, 'mixed heatmap', mixed, [query(table), walk]),
      drawn('timeseries', 'mixed series', mixed, [query({ ...series, value: 'share' }), walk]),
      drawn('timeseries', 'expression', mixed, [
        query({ ...series, features: ['device'] }),
        { refId: 'over', datasource: expressions, type: 'math', expression: '$A >= 1' },
      ]),
      drawn('stat', 'expression of numbers', mixed, [
        { ...query({ ...numbers, features: ['device'] }), hide: true },
        { refId: 'twice', datasource: expressions, type: 'math', expression: '$A * 2' },
      ]),
    ]);
    const { page, complaints } = await openPage(context, itsOwn);
    let asked = 0;
    page.on('request', (request) => (asked += request.postData()?.includes('"method":"ks"') ? 1 : 0));
    await page.goto(`${server.url}/d/others?kiosk`);
    for (const title of ['asks', 'of that panel', 'mixed heatmap']) {
      await panelOf(page, title).getByText('latency_ms', { exact: true }).first().waitFor();
    }
    assert.equal(asked, 1, 'two panels, one question');
    await panelOf(page, 'mixed heatmap').getByText('a random walk', { exact: true }).first().waitFor();
    await reads(panelOf(page, 'mixed series'), ['share', 'a random walk']);
    await reads(panelOf(page, 'expression'), ['device', 'over']);
    const twice = 2 * (await severities()).get('device')!;
    await reads(panelOf(page, 'expression of numbers'), [short(twice)]);
    assert.deepEqual(complaints, []);
    await page.close();
  });
});

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** A number with the three digits that Grafana shows. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Waits until a panel shows all of some texts. */
async function reads(one: Locator, texts: string[]): Promise<void> {
  for (const text of texts) {
    await one.getByText(text).first().waitFor();
  }
}

/** What the tooltip says at a place of a plot, in shares of its width and height. */
async function hover(page: Page, one: Locator, right: number, down: number): Promise<string> {
  const box = await one.locator('.u-over').first().boundingBox();
  assert.ok(box !== null, 'the panel has a plot');
  const [x, y] = [box.x + box.width * right, box.y + box.height * down];
  await page.mouse.move(x - 3, y);
  await page.mouse.move(x, y);
  const tooltip = page.locator('#grafana-portal-container');
  await tooltip.getByText(/\w/).first().waitFor();
  return tooltip.innerText();
}

/** How many pixels of a panel's canvases have the first colour of Grafana's palette, #73bf69. */
const painted = (one: Locator): Promise<number> =>
  one.locator('canvas').evaluateAll((canvases) => {
    let found = 0;
    for (const canvas of canvases as HTMLCanvasElement[]) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        const far = Math.abs(data[i] - 0x73) + Math.abs(data[i + 1] - 0xbf) + Math.abs(data[i + 2] - 0x69);
        found += data[i + 3] > 0 && far < 60 ? 1 : 0;
      }
    }
    return found;
  });
