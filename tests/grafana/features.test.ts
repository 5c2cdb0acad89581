// What Grafana's panels and dashboards can do beside drawing: the inspector, links, repeats, times, the shared cursor, refresh. In a Grafana that is served
// under a path and seen from a time zone that is neither the model's nor the dashboard's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { addDataSource, choice, type Panel, panel, panelOf, query, save, tideline } from './dashboards';
import { call, itsOwn, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const series = { queryType: 'drift', model: 'digits', format: 'timeseries' };
const numbers = { ...series, format: 'numeric' };
const table = { ...series, format: 'table' };
const heatmap = 'tideline-driftheatmap-panel';
const distribution = { queryType: 'distribution', model: 'digits', features: ['brightness'] };
const day = 24 * 3600 * 1000;

describe('features', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    server = await openGrafana({ subPath: '/grafana', withoutRules: true });
    browser = await openBrowser();
    const viewport = { width: 1440, height: 1200 };
    context = await signedIn(browser, server, { viewport, timezoneId: 'Asia/Tokyo' });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Opens a page, and keeps the questions that it asks of data sources. */
  async function open(address: string): Promise<{ page: Page; complaints: string[]; asked: any[] }> {
    const asked: any[] = [];
    const { page, complaints } = await openPage(context, itsOwn);
    page.on('request', (request) => {
      if (request.url().includes('/api/ds/query')) {
        asked.push(request.postDataJSON());
      }
    });
    await page.goto(`${server.url}${address}`);
    return { page, complaints, asked };
  }

  test('the inspector shows data, costs, statement and remarks, and gives the data as CSV', async () => {
    const feature = { ...table, features: ['brightness'], window: { mode: 'last', duration: '60h' }, sparkles: true };
    const twice = [query(feature), query(series, 'B')];
    await save(server, 'inspected', [panel(heatmap, 'Inspected', {}, { targets: twice })]);
    const { page, complaints } = await open('/d/inspected?inspect=1&inspectTab=data');
    await page.getByText('window_end', { exact: true }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const [head, row] = readFileSync(await (await download).path(), 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    assert.match(head, /^"time","window_end","feature","method","verdict","drifted","severity"/);
    assert.match(row, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,.*,brightness,auto,drifted,true,\d/);

    await page.getByRole('tab', { name: 'Stats' }).click();
    const scanned = page.getByRole('row').filter({ hasText: 'Rows scanned' });
    await scanned.first().waitFor();
    assert.equal(await scanned.count(), 2, 'once for each query, however many series it has');
    assert.match(await scanned.last().innerText(), /Rows scanned\s+[\d,]+$/);
    const seconds = page.getByRole('row').filter({ hasText: 'Time in the store' });
    assert.match(await seconds.first().innerText(), /store\s+[\d.]+ (µs|ms|s|ns)/);

    await page.getByRole('tab', { name: 'JSON' }).click();
    await page
      .locator('.view-lines')
      .getByText(/tideline/)
      .first()
      .waitFor();

    await page.getByRole('tab', { name: 'Query' }).click();
    await page.getByText('Refresh', { exact: true }).last().click();
    await page
      .getByText(/SELECT .*read_parquet\(\['digits\//)
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    await panelOf(page, 'Inspected').getByTestId('title-items-container').locator('[tabindex="0"]').first().hover();
    await page
      .getByText(/field "sparkles" is not known and was ignored/)
      .first()
      .waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('links lead to the feature that was chosen, with the time and the variables', async () => {
    const to = (fields: string) => ({ title: 'Feature', url: `/d/tideline-feature?${fields}` });
    const linked = (...links: object[]) => ({ fieldConfig: { defaults: { links }, overrides: [] } });
    const model = { ...table, model: '$model' };
    await save(
      server,
      'linked',
      [
        panel(
          'stat',
          'by label',
          { ...numbers, model: '$model', features: ['device'] },
          linked(
            to('var-feature=${__field.labels.feature}&value=${__value.numeric}&${model:queryparam}&${__url_time_range}')
          )
        ),
        panel(
          'table',
          'by field',
          { ...model, window: { mode: 'last', duration: '7d' }, columns: ['feature', 'verdict'] },
          linked(to('var-feature=${__data.fields.feature}&verdict=${__data.fields[1]}'))
        ),
        panel(heatmap, 'table', model, linked(to('var-feature=${__data.fields.feature}&cause=${__data.fields.cause}'))),
        panel(heatmap, 'series', { ...series, model: '$model' }, linked(to('var-feature=${__field.labels.feature}'))),
        panel(heatmap, 'panel link', model, {
          links: [{ title: 'Overview of $model', url: '/d/tideline-overview?var-model=$model&${__url_time_range}' }],
        }),
      ],
      {
        templating: { list: [choice('model', ['digits', 'flights'])] },
        links: [
          {
            type: 'link',
            title: 'Up',
            url: '/d/tideline-overview',
            includeVars: true,
            keepTime: true,
            icon: 'dashboard',
          },
        ],
      }
    );
    const { page, complaints } = await open('/d/linked');
    const href = async (title: string, index = 0) =>
      (await panelOf(page, title).locator('a[href]').nth(index).getAttribute('href')) ?? '';
    await panelOf(page, 'by field').getByText('drifted', { exact: true }).first().waitFor();
    assert.match(
      await href('by label'),
      /^\/grafana\/d\/tideline-feature\?var-feature=device&value=\d+\.\d+&var-model=digits&from=now-8w&to=now(&timezone=utc)?$/
    );
    assert.equal(await href('by field'), '/grafana/d/tideline-feature?var-feature=brightness&verdict=drifted');
    assert.match(
      await href('panel link'),
      /^\/grafana\/d\/tideline-overview\?var-model=digits&from=now-8w&to=now(&timezone=utc)?$/
    );
    const up = await page.getByRole('link', { name: 'Up' }).getAttribute('href');
    assert.match(up ?? '', /^(http:\/\/[^/]+)?\/grafana\/d\/tideline-overview\?.*var-model=digits/);
    for (const title of ['table', 'series']) {
      await page.goto(`${server.url}/d/linked`);
      await panelOf(page, title).getByText('contrast', { exact: true }).first().click();
      await page.waitForURL(/\/grafana\/d\/tideline-feature.*var-feature=contrast/);
      assert.match(page.url(), title === 'table' ? /cause=distribution/ : /feature=contrast/);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('panels and rows repeat, each with its own value in the query', async () => {
    const several = (name: string, values: string[]) =>
      choice(name, values, { multi: true, current: { text: values.slice(0, 2), value: values.slice(0, 2) } });
    const perDevice = {
      ...numbers,
      value: 'rows',
      groupBy: ['device'],
      filters: [{ column: 'device', operator: '=', value: ['$device'] }],
    };
    const panels: Panel[] = [
      panel(
        'tideline-distribution-panel',
        'of $feature',
        { ...distribution, features: ['$feature'] },
        {
          repeat: 'feature',
          repeatDirection: 'h',
          gridPos: { x: 0, y: 0, w: 12, h: 8 },
        }
      ),
      {
        type: 'row',
        title: 'on $device',
        repeat: 'device',
        collapsed: false,
        gridPos: { x: 0, y: 8, w: 24, h: 1 },
        panels: [],
      },
      panel('stat', 'rows of $device', perDevice, {
        gridPos: { x: 0, y: 9, w: 24, h: 5 },
        options: { textMode: 'value_and_name' },
      }),
    ];
    await save(server, 'repeated', panels, {
      templating: {
        list: [
          several('feature', ['brightness', 'device', 'contrast']),
          several('device', ['kestrel', 'aurora-x', 'orbit-s']),
        ],
      },
    });
    const { page, complaints, asked } = await open('/d/repeated');
    await panelOf(page, 'of brightness')
      .getByText(/^brightness (is|fell|rose) /)
      .waitFor();
    await panelOf(page, 'of device')
      .getByText(/aurora-x/)
      .first()
      .waitFor();
    for (const device of ['kestrel', 'aurora-x']) {
      await page.getByText(`on ${device}`).waitFor();
      await panelOf(page, `rows of ${device}`).getByText(device, { exact: true }).waitFor();
    }
    const queries = asked.flatMap(({ queries }) => queries);
    assert.deepEqual(
      queries
        .filter(({ queryType }) => queryType === 'distribution')
        .map(({ features }) => features)
        .sort(),
      [['brightness'], ['device']]
    );
    assert.deepEqual(queries.flatMap(({ filters = [] }) => filters.map(({ value }: any) => value)).sort(), [
      ['aurora-x'],
      ['kestrel'],
    ]);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('times are the dashboard’s, wherever the browser is, and days are the model’s; the cursor is shared', async () => {
    await save(
      server,
      'times',
      [
        panel(heatmap, 'heatmap', table),
        panel('timeseries', 'series', series),
        panel('tideline-distribution-panel', 'distribution', distribution),
        panel('table', 'days here', { ...table, timezone: 'browser', columns: ['time', 'feature'] }),
      ],
      { timezone: 'America/New_York', graphTooltip: 2 }
    );
    const { page, complaints, asked } = await open('/d/times?kiosk');
    // Windows that are the model's days are named as such, and the panel says whose days they are.
    await panelOf(page, 'distribution')
      .getByText(/^\d+ \w{3}$/)
      .first()
      .waitFor();
    const rows = panelOf(page, 'heatmap');
    await rows.getByText('days of Europe/Copenhagen').waitFor();
    await rows.getByText('height', { exact: true }).first().waitFor();
    await panelOf(page, 'series').locator('.u-over').waitFor();
    const [box, label] = await Promise.all([
      rows.boundingBox(),
      rows.getByText('height', { exact: true }).first().boundingBox(),
    ]);
    assert.ok(box && label);
    const [x, y] = [box.x + box.width - 30, label.y + label.height / 2];
    await page.mouse.move(x - 3, y);
    await page.mouse.move(x, y);
    await page
      .getByRole('tooltip')
      .getByText(/\w{3} \d+ \w{3} 20\d\d/)
      .first()
      .waitFor();
    // They begin at midnight in Copenhagen, which is 18:00 in New York (17:00 in the weeks between the two changes of clocks).
    const shared = page.locator('#grafana-portal-container').getByText(/^20\d\d-\d\d-\d\d 1[78]:00:00$/);
    await shared.first().waitFor();
    await panelOf(page, 'days here')
      .getByText(/^20\d\d-\d\d-\d\d 00:00:00$/)
      .first()
      .waitFor();
    const zones = asked.flatMap(({ queries }) => queries).map(({ timezone }) => timezone);
    assert.deepEqual(
      zones.filter((zone) => zone !== undefined),
      ['America/New_York'],
      'the browser is in Tokyo'
    );
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('a panel may have another time range and refresh itself; the number of points and the interval change no verdict', async () => {
    await save(
      server,
      'ranges',
      [
        panel(heatmap, 'whole', table),
        panel(heatmap, 'relative', { ...table, method: 'ks' }, { timeFrom: '7d' }),
        panel(heatmap, 'shifted', { ...table, method: 'psi' }, { timeFrom: '7d', timeShift: '14d' }),
      ],
      { refresh: '5s' }
    );
    const { page, complaints, asked } = await open('/d/ranges');
    for (const title of ['whole', 'relative', 'shifted']) {
      await panelOf(page, title).getByText('sharpness', { exact: true }).first().waitFor();
    }
    const range = (method?: string) => {
      const found = asked.find(({ queries }) => queries[0].method === method);
      return { length: Math.round((found.to - found.from) / day), ago: Math.round((Date.now() - found.to) / day) };
    };
    assert.deepEqual(
      [range(), range('ks'), range('psi')],
      [
        { length: 56, ago: 0 },
        { length: 7, ago: 0 },
        { length: 7, ago: 14 },
      ]
    );
    await panelOf(page, 'shifted').getByText('Last 7 days timeshift -14d').waitFor();
    const ends = () => asked.filter(({ queries }) => queries[0].method === undefined).map(({ to }) => Number(to));
    await until(() => ends().length > 1, 'the dashboard refreshes itself');
    assert.ok(ends()[1] >= ends()[0] + 4000, 'and the range moves on');
    assert.deepEqual(complaints, []);
    await page.close();

    const to = Date.now();
    const answers = await Promise.all(
      [
        { maxDataPoints: 5, intervalMs: 7 * day },
        { maxDataPoints: 5000, intervalMs: 1000 },
      ].map((pace) =>
        call(server, 'POST', '/api/ds/query', {
          from: String(to - 56 * day),
          to: String(to),
          queries: [{ ...query(table), ...pace }],
        })
      )
    );
    const [few, many] = answers.map(({ body }) => body.results.A.frames[0].data);
    assert.ok(few.values[0].length > 500);
    assert.deepEqual(few, many);
  });

  describe('a slow query', () => {
    /** Eight features that were never counted before, over millions of rows: several seconds of work. */
    let slow: typeof tideline;

    before(async () => {
      slow = await addDataSource(server, 'slow', (jsonData) => {
        const flights = jsonData.models.find(({ name }: { name: string }) => name === 'flights');
        flights.features = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({
          name: `slow_${i}`,
          kind: 'numeric',
          expression: `sqrt(distance * ${i}) + log(hour + ${i})`,
        }));
        jsonData.models = [flights];
      });
      const days = { queryType: 'drift', model: 'flights', format: 'table', window: { mode: 'calendar', unit: 'day' } };
      await save(
        server,
        'slow',
        [{ ...panel(heatmap, 'slow', days), datasource: slow, targets: [query(days, 'A', slow)] }],
        {
          time: { from: 'now-30w', to: 'now' },
        }
      );
    });

    const cancelled = async () => {
      const text = await (await fetch(`${server.url}/metrics/plugins/${tideline.type}`)).text();
      return Number(/plugin_request_total\{endpoint="queryData",status="cancelled".*\} (\d+)/.exec(text)?.[1] ?? 0);
    };

    test('is taken back when the time range changes, and the backend stops it', async () => {
      const { page, asked } = await open('/d/slow');
      await until(() => asked.length === 1, 'the first question');
      await page.waitForTimeout(700);
      assert.equal(await cancelled(), 0);
      await page.getByRole('button', { name: 'Zoom out time range' }).click();
      await until(() => asked.length === 2, 'a second question');
      await until(async () => (await cancelled()) === 1, 'the backend sees that the first is not wanted any more');
      await page.close(); // and the second is not either
      await until(async () => (await cancelled()) === 2, 'the backend sees that the page is closed');
    });
  });
});

/** Waits up to ten seconds for something to become true. */
async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
