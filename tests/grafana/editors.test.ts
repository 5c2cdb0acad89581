// The editors in a real Grafana: Explore, panels, alert rules, variables, annotations and ad hoc filters, as a user meets them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, visitPage } from '../harness/chromium';
import { Server } from '../harness/server';
import { call, itsOwn, openGrafana, signedIn } from './grafana';

let server: Server;
let browser: Browser;
let context: BrowserContext;
const datasource = { type: 'tideline-drift-datasource', uid: 'tideline' };

before(async () => {
  server = await openGrafana();
  browser = await openBrowser();
  context = await signedIn(browser, server);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// What Grafana asks for itself where a page of its alerting is open and the OnCall plugin is not installed.
const alertings = [/grafana-oncall-app/, /status of 404/];

/** Opens an address, runs the body, and asserts that the page complained of nothing else than what is to be ignored. */
const visit = (address: string, body: (page: Page) => Promise<void>, ignore: RegExp[] = []) =>
  visitPage(context, server.url + address, body, { ignore: [...itsOwn, ...ignore], timeout: 30_000 });

/** The first query that the page sends, from something that is done on; of those that are as wanted. */
async function sent(
  page: Page,
  refId: string,
  act: () => Promise<unknown>,
  wanted: (query: Record<string, any>) => boolean = () => true
): Promise<Record<string, any>> {
  const request = page.waitForRequest((made) => {
    const query = made.url().includes('/api/ds/query') ? queryOf(made.postData(), refId) : undefined;
    return query !== undefined && wanted(query);
  });
  await act();
  return queryOf((await request).postData(), refId)!;
}

const queryOf = (body: string | null, refId: string): Record<string, any> | undefined =>
  JSON.parse(body ?? '{}').queries?.find((query: { refId: string }) => query.refId === refId);

const explore = (query: object, range = { from: 'now-8w', to: 'now' }) =>
  `/explore?schemaVersion=1&panes=${encodeURIComponent(
    JSON.stringify({ a: { datasource: 'tideline', queries: [{ refId: 'A', datasource, ...query }], range } })
  )}`;

const panes = (page: Page): any[] => Object.values(JSON.parse(new URL(page.url()).searchParams.get('panes') ?? '{}'));

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByLabel('Select options menu').getByText(option).first().click();
}

/** A radio button lies invisibly over its name. */
const press = (within: Page | Locator, radio: string) =>
  within.getByRole('radio', { name: radio, exact: true }).click({ force: true });

async function makeDashboard(uid: string, dashboard: object): Promise<void> {
  const made = await call(server, 'POST', '/api/dashboards/db', {
    overwrite: true,
    dashboard: { uid, title: uid, time: { from: 'now-8w', to: 'now' }, ...dashboard },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
}

const panel = (type: string, target: object) => ({
  id: 1,
  type,
  title: 'Panel',
  gridPos: { x: 0, y: 0, w: 24, h: 12 },
  datasource,
  targets: [{ refId: 'A', datasource, version: 1, queryType: 'drift', ...target }],
});

const variable = (name: string, query: object, rest: object = {}) => ({
  name,
  type: 'query',
  datasource,
  definition: '',
  query: { refId: 'Variable', ...query },
  refresh: 1,
  regex: '',
  sort: 0,
  hide: 0,
  options: [],
  current: {},
  ...rest,
});

test('Explore: a model is all that has to be chosen, and the sentence says what is asked', () =>
  visit('/explore?schemaVersion=1&panes=' + encodeURIComponent('{"a":{"datasource":"tideline"}}'), async (page) => {
    await page.getByText('Choose a model, and this line says what the query will answer.').waitFor();
    const query = await sent(page, 'A', () => choose(page, 'Model', 'digits'));
    assert.deepEqual(
      { queryType: query.queryType, format: query.format, model: query.model },
      { queryType: 'drift', format: 'timeseries', model: 'digits' }
    );
    await page.getByText(/^Severity .* of all 11 features and the prediction of digits/).waitFor();
    await page
      .getByRole('button', { name: /Collapse query row|Toggle collapse/i })
      .first()
      .click();
    await page.getByText(/^Severity .* of all features of digits/).waitFor();
  }));

test('Explore draws each kind of answer with a panel of its own', async () => {
  for (const [query, title, shown] of [
    [{ queryType: 'drift', format: 'timeseries' }, 'Graph', 'aspect_ratio'],
    [{ queryType: 'drift', format: 'table' }, 'Table - drift', 'verdict'],
    [{ queryType: 'rows', limit: 10 }, 'Table - rows', 'request_id'],
    [{ queryType: 'distribution', features: ['brightness'] }, 'Distribution', 'brightness'],
  ] as const) {
    await visit(explore({ ...query, model: 'digits' }), async (page) => {
      const drawn = page.getByTestId(`data-testid Panel header ${title}`);
      await drawn.getByText(shown).first().waitFor();
      await page.getByText(/^read .* rows/).waitFor();
    });
  }
});

test('Explore says of numbers that it does not show whose they are', () =>
  visit(explore({ queryType: 'drift', format: 'numeric', model: 'digits' }), async (page) => {
    await sent(
      page,
      'A',
      () => page.getByRole('button', { name: 'Ask for time series' }).click(),
      ({ format }) => format === 'timeseries'
    );
  }));

test('Explore keeps the query in a split', () =>
  visit(explore({ queryType: 'drift', model: 'digits', features: ['device'], alpha: 0.05 }), async (page) => {
    await page.getByRole('button', { name: /^Split/ }).click();
    await page.waitForURL((url) => panes({ url: () => url.href } as Page).length === 2);
    const [left, right] = panes(page).map(({ queries }) => queries[0]);
    for (const query of [left, right]) {
      assert.deepEqual([query.model, query.features, query.alpha], ['digits', ['device'], 0.05]);
    }
    await page
      .getByText(/^Severity .* of device of digits/)
      .nth(1)
      .waitFor();
  }));

test('JSON and form hold the same query', () =>
  visit(explore({ queryType: 'drift', model: 'digits', rule: 'both', colour: 'red' }), async (page) => {
    await page.getByText('Also set, and kept: colour.').waitFor();
    await press(page, 'JSON');
    const code = page.locator('.monaco-editor textarea').first();
    await code.waitFor({ state: 'attached' });
    await code.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ "queryType": "drift", "model": "digits", "features": ["device"], "window": 1');
    await page.keyboard.press('Control+M'); // Tab leaves
    await page.keyboard.press('Tab');
    await page.getByText(/^Line 1: (This is not JSON|window must be an object)/).waitFor();
    assert.ok(await page.getByRole('radio', { name: 'Builder' }).isDisabled());
    await code.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ "queryType": "drift", "model": "digits", "features": ["device"], "limit": 5 ');
    const query = await sent(page, 'A', () => page.keyboard.press('Tab'));
    assert.deepEqual([query.features, query.limit, query.colour], [['device'], 5, undefined]);
    await press(page, 'Builder');
    await page.getByText('Kept for later, and not read by this kind of answer: limit.').waitFor();
  }));

test('an error of the backend stands at its field', () =>
  visit(
    explore({ queryType: 'drift', model: 'digits', window: { mode: 'duration', every: 'soon' } }),
    async (page) => {
      const cell = page.getByRole('alert').filter({ hasText: 'Every: "soon" is not a length of time' });
      await cell.waitFor();
      await page.getByLabel('Every', { exact: true }).fill('12h');
      await page.getByLabel('Every', { exact: true }).press('Enter');
      await cell.waitFor({ state: 'detached' });
    },
    [/\/api\/ds\/query/]
  ));

test('a panel that cannot draw the answer gets a button that asks for what it can', async () => {
  await makeDashboard('editors-heatmap', {
    panels: [panel('tideline-driftheatmap-panel', { model: 'digits', format: 'timeseries' })],
  });
  await visit('/d/editors-heatmap?editPanel=1', async (page) => {
    await sent(
      page,
      'A',
      () => page.getByRole('button', { name: 'Ask for the verdicts' }).click(),
      ({ format }) => format === 'table'
    );
    await page.getByRole('button', { name: 'Ask for the verdicts' }).waitFor({ state: 'detached' });
  });
  await makeDashboard('editors-series', { panels: [panel('timeseries', { model: 'digits', format: 'table' })] });
  await visit('/d/editors-series?editPanel=1', async (page) => {
    await page.getByText(/“Time series” cannot draw this answer/).waitFor();
    await sent(
      page,
      'A',
      () => page.getByRole('button', { name: 'Ask for time series' }).click(),
      ({ format }) => format === 'timeseries'
    );
  });
});

const withVariables = {
  templating: {
    list: [
      variable('model', { queryType: 'models' }, { includeAll: true }),
      variable('feature', { queryType: 'features', model: '$model' }, { multi: true, includeAll: true }),
      variable('some', { queryType: 'features', model: '$model' }, { includeAll: true, regex: '/^b|^c/' }),
      variable(
        'device',
        { queryType: 'values', model: '$model', features: ['device'] },
        { multi: true, includeAll: true }
      ),
    ],
  },
  panels: [
    panel('timeseries', {
      model: '$model',
      features: ['$feature'],
      filters: [{ column: 'device', operator: '=', value: ['$device'] }],
    }),
  ],
};

/** What a dashboard's panel asks when it is opened with these variables. */
const asks = (uid: string, values: string, body: (query: Record<string, any>, page: Page) => Promise<void> | void) =>
  visit('/', async (page) => {
    const query = await sent(page, 'A', () => page.goto(`${server.url}/d/${uid}?${values}`));
    await body(query, page);
  });

test('variables: one value, several, and All', async () => {
  await makeDashboard('editors-variables', withVariables);
  await asks('editors-variables', 'var-model=digits&var-feature=$__all&var-device=$__all', (query) => {
    assert.deepEqual([query.model, query.features, query.filters], ['digits', [], []], 'All restricts nothing');
  });
  await asks(
    'editors-variables',
    'var-model=digits&var-feature=brightness&var-feature=contrast&var-device=lumen-4&var-device=orbit-s',
    async (query, page) => {
      assert.deepEqual(query.features, ['brightness', 'contrast']);
      assert.deepEqual(query.filters, [{ column: 'device', operator: 'in', value: ['lumen-4', 'orbit-s'] }]);
      await page
        .getByTestId(/Panel header Panel/)
        .getByText('contrast')
        .first()
        .waitFor();
    }
  );
});

test('variables: All of a list that a regular expression cut is that list', async () => {
  await makeDashboard('editors-regex', {
    ...withVariables,
    panels: [panel('timeseries', { model: '$model', features: ['$some'] })],
  });
  await asks('editors-regex', 'var-model=digits&var-some=$__all', (query) => {
    assert.deepEqual([...query.features].sort(), ['brightness', 'confidence', 'contrast']);
  });
});

test('variables: All in the place of a model is every model', async () => {
  await makeDashboard('editors-models', {
    ...withVariables,
    panels: [panel('stat', { model: '$model', format: 'numeric', value: 'share' })],
  });
  await asks('editors-models', 'var-model=$__all', (query) => assert.equal(query.model, '$__all'));
});

test('variables: a chain follows its first link', () =>
  visit('/d/editors-variables?var-model=digits&var-feature=brightness&var-device=$__all', async (page) => {
    const value = (name: string) =>
      page.getByTestId(`data-testid Dashboard template variables Variable Value DropDown value link text ${name}`);
    await value('digits').click();
    const query = await sent(page, 'A', () =>
      page
        .getByRole('checkbox', { name: 'flights' })
        .or(page.getByText('flights', { exact: true }))
        .first()
        .click()
    );
    assert.equal(query.model, 'flights');
    await value('flights').waitFor();
    assert.equal(await value('brightness').count(), 0, 'a feature of the first model is no value any more');
  }));

test('the editor of a variable lists what it will list, and Grafana agrees', () =>
  visit('/d/editors-variables?editview=templating&editIndex=1', async (page) => {
    await page.getByText(/^It lists \d+ values now: brightness, contrast/).waitFor();
    await press(page, 'Segments');
    await page.getByText(/^It lists device, app_version/).waitFor();
    await page.getByRole('button', { name: 'Run query' }).click();
    await page
      .getByLabel(/Preview of Values/)
      .or(page.getByText('Preview of values'))
      .first()
      .waitFor();
    await page.getByText('app_version', { exact: true }).first().waitFor();
  }));

test('annotations: the marks are asked for and drawn, each with its tags', async () => {
  await makeDashboard('editors-annotations', {
    panels: [panel('timeseries', { model: 'digits', features: ['brightness'] })],
    annotations: {
      list: [
        {
          name: 'Drift',
          datasource,
          enable: true,
          iconColor: 'orange',
          target: {
            refId: 'Anno',
            version: 1,
            queryType: 'episodes',
            model: 'digits',
            features: ['brightness'],
            kinds: ['drift'],
          },
        },
      ],
    },
  });
  await visit('/', async (page) => {
    const query = await sent(page, 'Anno', () => page.goto(`${server.url}/d/editors-annotations`));
    assert.deepEqual([query.queryType, query.kinds], ['episodes', ['drift']]);
    const mark = page.getByTestId('data-testid annotation-marker').first();
    await mark.waitFor();
    await mark.hover();
    await page
      .getByText(/brightness (has been drifting|drifted)/)
      .first()
      .waitFor();
    await page.getByText('drift', { exact: true }).first().waitFor();
  });
});

test('annotations have an editor of their own', () =>
  visit('/d/editors-annotations?editview=annotations&editIndex=1', async (page) => {
    await page.getByText(/^The times in which brightness of digits drifted/).waitFor();
    assert.equal(await page.getByLabel('Shows', { exact: true }).count(), 0);
    await page.getByRole('checkbox', { name: /^Excluded periods/ }).click({ force: true });
    await page
      .getByText(/^The times in which brightness of digits drifted and the periods that are left out/)
      .waitFor();
    const query = await sent(page, 'Anno', () => page.getByRole('button', { name: /^Test|TEST/ }).click());
    assert.deepEqual(query.kinds, ['drift', 'excluded']);
  }));

const filtered = (filter: string) => `/d/editors-filters?var-Filters=${encodeURIComponent(filter)}`;

test('ad hoc filters: keys and values of the model, and every operator that there is', async () => {
  await makeDashboard('editors-filters', {
    panels: [panel('timeseries', { model: 'digits', features: ['contrast'] })],
    templating: { list: [{ name: 'Filters', type: 'adhoc', datasource, filters: [] }] },
  });
  for (const [operator, value] of [
    ['=', 'orbit-s'],
    ['!=', 'orbit-s'],
  ]) {
    await visit('/', async (page) => {
      const query = await sent(page, 'A', () => page.goto(server.url + filtered(`device|${operator}|${value}`)));
      assert.deepEqual(query.filters, [{ column: 'device', operator, value: [value] }]);
      await page
        .getByTestId(/Panel header Panel/)
        .getByText('contrast')
        .first()
        .waitFor();
    });
  }
  for (const operator of ['<', '>']) {
    await visit('/', async (page) => {
      const query = await sent(page, 'A', () => page.goto(server.url + filtered(`brightness|${operator}|0.6`)));
      assert.deepEqual(query.filters, [{ column: 'brightness', operator, value: ['0.6'] }]);
      await page
        .getByTestId(/Panel header Panel/)
        .getByText('contrast')
        .first()
        .waitFor();
    });
  }
  await visit('/d/editors-filters', async (page) => {
    await page.getByRole('button', { name: /Add Filter/i }).click();
    await page.getByText('app_version', { exact: true }).waitFor();
    await page.getByText('device', { exact: true }).click();
    await page.getByText('Select value').click();
    await page.getByText('orbit-s', { exact: true }).waitFor();
  });
});

test('ad hoc filters: a key of another model, and an operator that there is none of, are said of the dashboard', async () => {
  for (const [filter, said] of [
    ['origin|=|CPH', /The dashboard filters by “origin = CPH”, but the model digits has no origin/],
    ['device|=~|lumen.*', /The dashboard filters by “device =~ lumen\.\*”, and =~ cannot be asked/],
  ] as const) {
    await visit(
      filtered(filter),
      async (page) => {
        await page.getByTestId('data-testid Panel status error').hover();
        await page.getByText(said).first().waitFor();
      },
      [/\/api\/ds\/query/]
    );
  }
});

test('from a panel to Explore: everything is kept, with its variables filled in', () =>
  visit('/d/editors-variables?var-model=digits&var-feature=contrast&var-device=orbit-s', async (page) => {
    const header = page.getByTestId(/Panel header Panel/).first();
    await header.waitFor();
    await header.hover();
    await page.keyboard.press('p');
    await page.keyboard.press('x');
    await page.waitForURL(/\/explore/);
    await page.getByText(/^Severity .* of contrast of digits, .* only where device = orbit-s/).waitFor();
  }));

test('alert rules: what a rule needs is up front, and a query from a panel is mended', () => {
  const model = {
    refId: 'A',
    datasource,
    version: 1,
    queryType: 'drift',
    model: '$model',
    features: ['$feature'],
    format: 'table',
    timezone: 'browser',
  };
  const rule = {
    queries: [
      { refId: 'A', datasourceUid: 'tideline', queryType: '', relativeTimeRange: { from: 604800, to: 0 }, model },
    ],
    condition: 'A',
  };
  return visit(
    `/alerting/new/alerting?defaults=${encodeURIComponent(JSON.stringify(rule))}`,
    async (page) => {
      await page.getByText('Alert rules cannot read tables: they need one number for each series.').waitFor();
      await page.getByRole('button', { name: 'Make it a number' }).click();
      await page.getByRole('button', { name: 'Take the model’s time zone' }).click();
      await page.getByRole('button', { name: 'Remove them' }).click();
      await choose(page, 'Model', 'digits');
      await page
        .getByText(/^One number for each of all 11 features .*: the severity of the newest closed day/)
        .waitFor();
      await page.getByText(/^Set the rule’s threshold to 1/).waitFor();
      await page.getByLabel('Drifted in', { exact: true }).fill('2');
      await page.getByLabel('Drifted in', { exact: true }).press('Enter');
      await page.getByLabel('of the last', { exact: true }).fill('3');
      await page.getByLabel('of the last', { exact: true }).press('Enter');
      await page.getByText(/the severity that 2 of the last 3 windows reach/).waitFor();
      const request = page.waitForRequest((made) => made.url().includes('/api/v1/eval'));
      await page
        .getByRole('button', { name: /^Preview$|Run queries/ })
        .first()
        .click();
      const asked = JSON.parse((await request).postData() ?? '{}').data.find((query: any) => query.refId === 'A').model;
      assert.deepEqual(
        [asked.model, asked.format, asked.persist, asked.features, asked.timezone],
        ['digits', 'numeric', { windows: 2, of: 3 }, [], undefined]
      );
      await page
        .getByText(/aspect_ratio/)
        .first()
        .waitFor();
    },
    alertings
  );
});

test('alert rules: one that is made from the overview asks the data source that its variable named', () =>
  visit(
    '/d/tideline-overview?var-model=digits',
    async (page) => {
      const title = 'What drifted, and since when?';
      const panel = page.getByTestId(`data-testid Panel header ${title}`);
      await panel.getByText('sharpness', { exact: true }).first().waitFor();
      await panel.hover();
      await page.getByRole('button', { name: `Menu for panel with title ${title}` }).click();
      await page.getByRole('menuitem', { name: 'More...' }).hover();
      await page.getByRole('menuitem', { name: 'New alert rule' }).click();
      await page.getByRole('button', { name: 'Make it a number' }).click();
      await page.getByText(/^One number for each of all 11 features .* of digits/).waitFor();
    },
    alertings
  ));

test('alert rules: one that is made from a panel has the panel’s variables filled in, and is a number', () =>
  visit(
    '/d/editors-variables?var-model=digits&var-feature=contrast&var-device=orbit-s&editPanel=1&tab=alert',
    async (page) => {
      await page
        .getByRole('link', { name: 'New alert rule' })
        .or(page.getByRole('button', { name: 'New alert rule' }))
        .first()
        .click();
      await page
        .getByText(/^One number for each of contrast of digits: the severity .*, only where device = orbit-s/)
        .waitFor();
      assert.equal(await page.getByText(/Alert rules (know no variables|cannot read tables)/).count(), 0);
    },
    alertings
  ));
