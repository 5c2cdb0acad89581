// Alert rules: every kind of expression over every format, what no rule can read, the states of rules, what a message is told, and the hearts on panels.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../tools/step';
import { openBrowser } from '../harness/chromium';
import { Server } from '../harness/server';
import { blocksOf } from '../tutorial/blocks';
import { addDataSource, addUser, panel, panelOf, save } from './dashboards';
import { call, openGrafana, signedIn, withoutOwnGrafana } from './grafana';

const numbers = { queryType: 'drift', model: 'digits', format: 'numeric', features: ['device', 'error'] };
const series = { ...numbers, format: 'timeseries' };
const range = { from: 56 * 24 * 3600, to: 0 };
const isDrifted = { type: 'threshold', conditions: [{ evaluator: { type: 'gt', params: [0.9999] } }] };

/** The queries of a rule: A asks the data source, C judges A. */
const queries = (asks: object, judges: object, source = 'tideline'): object[] => [
  { refId: 'A', datasourceUid: source, relativeTimeRange: range, model: { refId: 'A', version: 1, ...asks } },
  {
    refId: 'C',
    datasourceUid: '__expr__',
    relativeTimeRange: range,
    model: { refId: 'C', expression: 'A', ...judges },
  },
];

/** What is left of A after C, by the label `feature`: a number, or the last one of a series; or the errors of A and of C. */
type Left = Record<string, number | string | null | undefined>;

describe('alert rules', { skip: withoutOwnGrafana() }, () => {
  let server: Server;
  let viewer: string;

  const rules = [
    { title: 'fires', panelId: 1, asks: numbers, source: 'tideline' },
    { title: 'fires too', panelId: 2, asks: numbers, source: 'tideline' },
    { title: 'fires as well', panelId: 3, asks: numbers, source: 'tideline' },
    { title: 'has no data', panelId: 1, asks: { ...numbers, minRows: 1e6 }, source: 'tideline' },
    { title: 'fails', panelId: 1, asks: numbers, source: 'broken' },
  ];

  before(async () => {
    server = await openGrafana({ withoutRules: true, settings: { 'unified_alerting.min_interval': '10s' } });
    viewer = await addUser(server, 'reader', 'Viewer');
    await addDataSource(server, 'broken', ({ models }) => (models[0].source.file = 'nowhere/*.parquet'));
    const drift = { queryType: 'drift', model: 'digits' };
    await save(server, 'watched', [
      panel('tideline-driftheatmap-panel', 'heatmap', { ...drift, format: 'table' }),
      panel('tideline-distribution-panel', 'distribution', {
        ...drift,
        queryType: 'distribution',
        features: ['device'],
      }),
      panel('timeseries', 'series', { ...drift, format: 'timeseries' }),
    ]);
    assert.equal((await call(server, 'POST', '/api/folders', { uid: 'rules', title: 'Rules' })).status, 200);
    // They are evaluated for the first time while the other tests run.
    const group = {
      title: 'group',
      folderUid: 'rules',
      interval: 10,
      rules: rules.map(({ title, panelId, asks, source }) => ({
        title,
        orgID: 1,
        folderUID: 'rules',
        ruleGroup: 'group',
        condition: 'C',
        data: queries(asks, isDrifted, source),
        for: '0s',
        noDataState: 'NoData',
        execErrState: 'Error',
        annotations: { __dashboardUid__: 'watched', __panelId__: String(panelId) },
      })),
    };
    const made = await call(server, 'PUT', '/api/v1/provisioning/folder/rules/rule-groups/group', group);
    assert.equal(made.status, 200, JSON.stringify(made.body).slice(0, 500));
  });

  after(() => server?.stop());

  async function evaluated(asks: object, judges: object): Promise<Left> {
    const body = { data: queries(asks, judges), condition: 'C', now: new Date().toISOString() };
    const answer = await call(server, 'POST', '/api/v1/eval', body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { A, C } = answer.body.results;
    if (C.error) {
      return { A: A.error, C: C.error };
    }
    return Object.fromEntries(
      C.frames
        .filter(({ schema }: any) => schema.fields.length > 0)
        .map(({ schema, data }: any) => [schema.fields.at(-1).labels?.feature ?? '', data.values.at(-1).at(-1)])
    );
  }

  test('can use every expression over numbers and series', async () => {
    const severity = await evaluated(numbers, { type: 'reduce', reducer: 'last' });
    assert.ok(Number(severity.device) > 1 && Number(severity.error) < 1, JSON.stringify(severity));
    const drifted = { device: 1, error: 0 };
    for (const asks of [numbers, series]) {
      assert.deepEqual(await evaluated(asks, isDrifted), drifted);
      assert.deepEqual(await evaluated(asks, { type: 'math', expression: '$A >= 1' }), drifted);
      const query = { params: ['A'] };
      const judge = { type: 'query', evaluator: { type: 'gt', params: [1] }, operator: { type: 'and' }, query };
      const classic = {
        type: 'classic_conditions',
        expression: '',
        conditions: [{ ...judge, reducer: { type: 'max' } }],
      };
      assert.deepEqual(await evaluated(asks, classic), { '': 1 }, 'a classic condition knows no labels');
    }
    // The first window of the log has too few rows: a null, which the reducer must be told to leave out.
    assert.deepEqual(await evaluated(series, { type: 'reduce', reducer: 'max' }), { device: null, error: null });
    const leaveOut = { type: 'reduce', reducer: 'last', settings: { mode: 'dropNN' } };
    assert.deepEqual(await evaluated(series, leaveOut), severity);
    const weeks = { type: 'resample', window: '7d', upsampler: 'fillna', downsampler: 'max' };
    assert.ok(Number(((await evaluated(series, weeks)) as any).device) >= Number(severity.device));
    assert.match(String((await evaluated(numbers, weeks)).C), /can only resample type series/);
    const summary = { queryType: 'summary', model: 'digits', features: ['brightness'], value: 'mean' };
    for (const format of ['numeric', 'timeseries']) {
      const mean = await evaluated({ ...summary, format }, leaveOut);
      assert.ok(Number(mean.brightness) > 0.5, `${format}: ${JSON.stringify(mean)}`);
    }
  });

  test('are told what they cannot read', async () => {
    for (const [asks, says] of [
      [{ ...numbers, format: 'table' }, /format: an alert rule needs one number for each series/],
      [{ queryType: 'summary', model: 'digits' }, /format: an alert rule needs one number/],
      [
        { queryType: 'distribution', model: 'digits' },
        /queryType: an alert rule needs one number.*distribution is not one/,
      ],
      [{ queryType: 'models' }, /queryType: an alert rule needs one number.*models is not one/],
      [{ queryType: 'episodes', model: 'digits' }, /queryType: an alert rule needs one number.*episodes is not one/],
      [{ queryType: 'rows', model: 'digits' }, /only for the roles \[Editor Admin\].*nobody is signed in/],
      [{ ...numbers, model: '$model' }, /model: \$model was not filled in/],
    ] as const) {
      assert.match(String((await evaluated(asks, isDrifted)).A), says);
    }
    assert.deepEqual(
      await evaluated({ ...numbers, minRows: 1e6 }, isDrifted),
      {},
      'too few rows are no data, and no error'
    );
  });

  test('fill in labels and values in what a message says', async () => {
    const summary =
      '{{ $labels.feature }} of {{ $labels.model }}: {{ printf "%.1f" $values.A.Value }}{{ if gt $values.C.Value 0.0 }}!{{ end }}';
    const alert = { title: 'Drift', condition: 'C', data: queries(numbers, isDrifted) };
    const rule = {
      grafana_alert: { ...alert, no_data_state: 'NoData', exec_err_state: 'Error' },
      for: '0s',
      labels: { team: 'ml' },
      annotations: { summary },
    };
    const folder = { folderUid: 'rules', folderTitle: 'Rules', namespaceUid: 'rules', namespaceTitle: 'Rules' };
    const { status, body } = await call(server, 'POST', '/api/v1/rule/test/grafana', { rule, ...folder });
    assert.equal(status, 200, JSON.stringify(body));
    const [device, error] = ['device', 'error'].map((name) => body.find(({ labels }: any) => labels.feature === name));
    assert.match(device.annotations.summary, /^device of digits: \d+\.\d!$/);
    assert.match(error.annotations.summary, /^error of digits: 0\.\d$/);
    assert.deepEqual({ model: device.labels.model, team: device.labels.team }, { model: 'digits', team: 'ml' });
  });

  test('fire, have no data, or fail, and tell nobody where files lie', async () => {
    const states = await rulesWhen(
      (all) => all.length === rules.length && all.every(({ lastEvaluation }) => !lastEvaluation.startsWith('0001'))
    );
    const of = (title: string) => states.find(({ name }) => name === title);
    assert.equal(of('fires').state, 'firing');
    const alerts = of('fires').alerts.map(({ labels, state }: any) => [labels.feature, state]);
    assert.deepEqual(alerts.sort(), [
      ['device', 'Alerting'],
      ['error', 'Normal'],
    ]);
    assert.equal(of('has no data').health, 'nodata');
    assert.deepEqual(
      of('has no data').alerts.map(({ state }: any) => state),
      ['NoData']
    );
    assert.equal(of('fails').health, 'error');
    assert.match(of('fails').lastError, /model "digits": its log was not found; an editor or administrator sees why/);
    for (const who of [undefined, viewer]) {
      const { body } = await call(server, 'GET', '/api/prometheus/grafana/api/v1/rules', undefined, who);
      assert.equal(body.data.groups.length, 1);
      assert.doesNotMatch(JSON.stringify(body), /nowhere/);
    }
  });

  test('show their state as a heart on the panel, and their changes as annotations', async () => {
    await rulesWhen((all) => all.some(({ state }) => state === 'firing'));
    const browser = await openBrowser();
    try {
      const context = await signedIn(browser, server, { viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(`${server.url}/d/watched`);
      for (const title of ['heatmap', 'distribution', 'series']) {
        const items = panelOf(page, title).getByTestId('title-items-container');
        await items.locator('.panel-alert-icon').first().waitFor({ timeout: 20_000 });
      }
    } finally {
      await browser.close();
    }
    const { body } = await call(server, 'GET', '/api/annotations?dashboardUID=watched&type=alert');
    const changes = body.map(({ panelId, newState }: any) => `${panelId} ${newState}`);
    for (const change of ['1 Alerting', '2 Alerting', '3 Alerting', '1 NoData', '1 Error']) {
      assert.ok(changes.includes(change), `${change} among ${changes.join(', ')}`);
    }
  });

  /** The rules as Grafana evaluates them, once they are as expected; as they are after half a minute. */
  async function rulesWhen(expected: (all: any[]) => boolean): Promise<any[]> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { body } = await call(server, 'GET', '/api/prometheus/grafana/api/v1/rules');
      const all = body.data.groups.flatMap((group: any) => group.rules);
      if (expected(all) || Date.now() > deadline) {
        return all;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
});

test('the commands of docs/alert.md run as written', { skip: withoutOwnGrafana() }, async () => {
  const server = await openGrafana({ withoutRules: true });
  try {
    const page = readFileSync(path.join(root, 'docs', 'alert.md'), 'utf8');
    const commands = blocksOf(page).filter(({ language }) => language === 'sh');
    assert.equal(commands.length, 1);
    const { status, stdout, stderr } = await shell(commands[0].text.replaceAll('http://localhost:3000', server.url));
    assert.equal(status, 0, stderr);
    const [made, listed] = stdout.split(/(?<=})\n?(?=\[)/).map((text) => JSON.parse(text));
    assert.equal(listed[0].id, made.silenceID);
    assert.deepEqual(listed[0].matchers, [{ name: 'model', value: 'digits-live', isEqual: true, isRegex: false }]);
    assert.equal(listed[0].status.state, 'active');
  } finally {
    await server.stop();
  }
});

/** Runs a block of commands as a reader does. */
function shell(text: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-e', '-c', text]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
