import type { DataSourceSettings } from '@grafana/data';
import { type BackendSrv, type BackendSrvRequest, setBackendSrv } from '@grafana/runtime';
import { act, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { from } from 'rxjs';
import { parse } from 'yaml';
import { type Health, keepHealth } from '../../health';
import type { Resources } from '../../resources';
import type { Settings } from '../../settings';
import { fakeResources } from '../../testing/fakes';
import { ConfigEditor } from './ConfigEditor';

configure({ asyncUtilTimeout: 10_000 }); // a busy machine

/** Grafana's HTTP client, answering the data source's resource calls. */
function answer(part: Partial<Resources> = {}, hasDashboards = true, bodies: unknown[] = []) {
  const calls = fakeResources(part) as unknown as Record<string, (body: unknown) => Promise<unknown>>;
  const asked: string[] = [];
  let imported = hasDashboards;
  setBackendSrv({
    fetch: ({ url, data }: BackendSrvRequest) => {
      asked.push(url);
      bodies.push(data);
      if (url.startsWith('/api/search')) {
        return from(Promise.resolve({ data: imported ? [{}, {}, {}] : [] }));
      }
      if (url === '/api/dashboards/import') {
        imported = true;
        return from(Promise.resolve({ data: {} }));
      }
      const path = url.replace('/api/datasources/uid/tideline/resources/', '');
      return from(calls[path](data).then((found) => ({ data: found })));
    },
  } as unknown as BackendSrv);
  return asked;
}

/** The editor as Grafana holds it, in a form: what it changes comes back to it, and saving raises the version. */
function setUp(jsonData: Settings = {}, part: Partial<DataSourceSettings<Settings>> = {}) {
  let current: DataSourceSettings<Settings>;
  let save: () => void;
  const saved: Settings[] = [];
  function Host() {
    const [options, setOptions] = useState({
      name: 'Tideline',
      uid: 'tideline',
      type: 'tideline-drift-datasource',
      version: 1,
      jsonData,
      ...part,
    } as DataSourceSettings<Settings>);
    current = options;
    save = () => {
      saved.push(options.jsonData);
      const secrets = Object.entries(options.secureJsonData ?? {}).map(([name, text]) => [name, text !== '']);
      const secureJsonFields = { ...options.secureJsonFields, ...Object.fromEntries(secrets) };
      setOptions({ ...options, secureJsonFields, secureJsonData: undefined, version: (options.version ?? 0) + 1 });
    };
    return (
      <form onSubmit={(event) => event.preventDefault()}>
        <ConfigEditor options={options} onOptionsChange={setOptions} />
        <button onClick={() => save()}>Save & test</button>
      </form>
    );
  }
  render(<Host />);
  return {
    user: userEvent.setup(),
    options: () => current,
    settings: () => JSON.parse(JSON.stringify(current.jsonData)) as Settings,
    saved,
  };
}

const open = (user: ReturnType<typeof userEvent.setup>, step: RegExp) =>
  screen.findByRole('button', { name: step }).then((button) => user.click(button));

test('a first model is a file that was found, and a press of a button: its columns are guessed, with reasons', async () => {
  answer();
  const { user, settings } = setUp();
  await user.click(await screen.findByRole('radio', { name: 'digits/*.parquet' }));
  await user.click(await screen.findByRole('button', { name: 'Continue: Columns' }));
  const table = await screen.findByRole('table', { name: 'Columns of digits' });
  expect(within(table).getByText('its values are times')).toBeInTheDocument();
  expect(within(table).getByText('0.5, 0.7')).toBeInTheDocument();
  expect(settings()).toEqual({
    store: { engine: 'duckdb' },
    models: [
      {
        name: 'digits',
        source: { file: 'digits/*.parquet' },
        time: 'at',
        features: [
          { name: 'brightness', kind: 'numeric' },
          { name: 'device', kind: 'categorical' },
        ],
        segments: ['device'],
      },
    ],
  });
});

const digits = {
  name: 'digits',
  source: { file: 'digits/*.parquet' },
  time: 'at',
  features: [{ name: 'brightness', kind: 'numeric' as const }],
};

test('a guessed role is corrected in the table, a segment ticked', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await open(user, /^3. Columns/);
  await user.click(await screen.findByLabelText('Role of brightness'));
  await user.click(await screen.findByRole('option', { name: 'Score or confidence' }));
  await user.click(screen.getByLabelText('Segment by device'));
  expect(settings().models?.[0]).toMatchObject({
    time: 'at',
    prediction: { score: 'brightness' },
    features: [],
    segments: ['device'],
  });
  expect(screen.getByText('chosen by hand')).toBeInTheDocument(); // device is no feature of this model
  expect(
    screen.getByText('chosen by hand; not compared: make it a feature to see whether it drifts')
  ).toBeInTheDocument();
});

test('the prediction, which dashboards count too, is named with the features, and a score that is a feature too is not said to be left out', async () => {
  answer();
  setUp({ models: [{ ...digits, prediction: { label: 'device', score: 'brightness' } }] });
  expect(await screen.findByText('1 feature and the prediction in “device”, time in “at”')).toBeInTheDocument();
  expect(screen.queryByText(/not compared/)).not.toBeInTheDocument();
});

test('importances are pasted as lines', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await open(user, /^3. Columns/);
  await user.click(await screen.findByRole('button', { name: /^More:/ }));
  await user.click(screen.getByLabelText(/Feature importances/));
  await user.paste('brightness,0.31\nnobody 1');
  await user.tab();
  expect(settings().models?.[0].features).toEqual([{ name: 'brightness', kind: 'numeric', importance: 0.31 }]);
  expect(
    screen.getByText(/^1 feature has an importance. Not understood, or no feature’s name: nobody 1/)
  ).toBeInTheDocument();
});

test('the rows can be looked at', async () => {
  answer();
  const { user } = setUp({ models: [digits] });
  await open(user, /^2. Log/);
  await user.click(await screen.findByRole('button', { name: 'Show rows' }));
  expect(await screen.findByRole('cell', { name: 'missing' })).toBeInTheDocument();
});

test('a folder is looked into as soon as it is typed, saved or not', async () => {
  const asked: unknown[] = [];
  answer({
    files: async ({ store }) => {
      asked.push(store.path);
      if (store.path === '/etc') {
        throw { status: 400, data: { message: 'the path /etc lies outside' }, config: {} };
      }
      return { folder: store.path ?? '/srv', files: [], logs: 0, others: 3, more: false };
    },
  });
  const { user, settings } = setUp();
  expect(await screen.findByText('/srv holds 3 files, none of them Parquet, CSV or JSON.')).toBeInTheDocument();
  const folder = screen.getByLabelText(/Folder/);
  await user.type(folder, '/etc');
  await user.click(await screen.findByText('Use “/etc”'));
  expect(await screen.findByText('the path /etc lies outside')).toBeInTheDocument();
  expect(settings().store).toEqual({ engine: 'duckdb', path: '/etc' });
  expect(asked).toEqual([undefined, '/etc']);
});

test('a folder that was typed wrongly is forgotten: what is typed then is taken, by Enter or by leaving the field', async () => {
  answer({
    folders: async () => [{ path: '/srv/predictions', exists: true }],
    files: async ({ store }) => {
      if (store.path === '/srv/shopp') {
        throw { status: 400, data: { message: 'no folder /srv/shopp' }, config: {} };
      }
      return { folder: store.path ?? '/srv', files: [], logs: 0, others: 0, more: false };
    },
  });
  const { user, settings } = setUp();
  const folder = screen.getByLabelText(/Folder/);
  await user.type(folder, '/srv/shopp');
  expect(screen.getByRole('option', { name: 'Use “/srv/shopp”' })).toBeInTheDocument(); // what a screen reader is told of it
  await user.keyboard('{Enter}');
  expect(await screen.findByText('no folder /srv/shopp')).toBeInTheDocument();
  await user.type(folder, '/srv/shop{Enter}');
  expect(settings().store?.path).toBe('/srv/shop');
  await user.type(folder, '/srv/days');
  await user.click(document.body);
  await waitFor(() => expect(settings().store?.path).toBe('/srv/days'));
  await user.type(folder, 'pred'); // looks for a choice
  await user.click(document.body);
  await user.type(folder, '/srv/else{Escape}');
  await user.click(document.body);
  expect(settings().store?.path).toBe('/srv/days');
});

test('a folder whose only logs are hidden is not called empty', async () => {
  answer({ files: async () => ({ folder: '/srv', files: [], logs: 0, hidden: 2, others: 1, more: false }) });
  setUp();
  expect(
    await screen.findByText(/^\/srv holds logs in 2 files alone whose names begin with \. or _/)
  ).toBeInTheDocument();
});

test('a folder that holds nothing but hidden folders is not called empty', async () => {
  answer({ files: async () => ({ folder: '/srv', files: [], logs: 0, hiddenFolders: 1, others: 0, more: false }) });
  setUp();
  expect(await screen.findByText(/^\/srv holds only folders whose names begin with a dot/)).toBeInTheDocument();
});

test('another file and back: nothing that was set is lost, and a file that cannot be read changes nothing', async () => {
  answer({
    guess: async ({ source }) => {
      if (source.file === 'broken.csv') {
        throw { status: 400, data: { message: 'broken.csv cannot be read' }, config: {} };
      }
      return { name: 'other', source, time: 'when', features: [{ name: 'x', kind: 'numeric' }] };
    },
    schema: async ({ source }) => ({
      columns: (source.file === 'other.csv' ? ['when', 'x'] : ['at', 'brightness']).map((name) => ({
        name,
        type: 'DOUBLE',
        kind: 'numeric',
        samples: [],
      })),
      problems: [],
      warnings: [],
      notices: [],
    }),
  });
  const before = { ...digits, name: 'mine', window: '6h', reference: { from: '2026-01-01', to: '2026-01-20' } };
  const { user, settings } = setUp({ models: [before] });
  await open(user, /^2. Log/);
  const file = await screen.findByLabelText(/^File or pattern/);
  const choose = async (name: string) => {
    await user.clear(file);
    await user.type(file, `${name}{Enter}`);
  };
  await choose('broken.csv');
  expect(await screen.findByText('broken.csv cannot be read')).toBeInTheDocument();
  expect(screen.getByText('The model still reads digits/*.parquet.')).toBeInTheDocument();
  expect(settings().models).toEqual([before]);
  await choose('other.csv');
  await waitFor(() => expect(settings().models?.[0].source).toEqual({ file: 'other.csv' }));
  expect(settings().models?.[0]).toMatchObject({
    name: 'mine',
    window: '6h',
    time: 'when',
    features: [{ name: 'x' }],
    reference: before.reference,
  });
  await choose('digits/*.parquet');
  await waitFor(() => expect(settings().models).toEqual([before]));
});

test('a first file that was the wrong one leaves nothing behind', async () => {
  answer({
    guess: async ({ source }) => ({
      name: source.file!.replace(/\..*/, ''),
      source,
      time: 'at',
      features: source.file === 'wrong.csv' ? [{ name: 'x', kind: 'categorical' }] : [{ name: 'x' }, { name: 'y' }],
    }),
    schema: async () => ({
      columns: ['at', 'x', 'y'].map((name) => ({ name, type: '', kind: 'numeric', samples: [] })),
      problems: [],
      warnings: [],
      notices: [],
    }),
  });
  const { user, settings } = setUp();
  const file = await screen.findByLabelText(/^File or pattern/);
  await user.type(file, 'wrong.csv{Enter}');
  await waitFor(() => expect(settings().models?.[0].name).toBe('wrong'));
  await user.clear(file);
  await user.type(file, 'right.csv{Enter}');
  await waitFor(() => expect(settings().models?.[0].source).toEqual({ file: 'right.csv' }));
  expect(settings().models?.[0]).toMatchObject({ name: 'right', features: [{ name: 'x' }, { name: 'y' }] });
});

test('the reference is chosen by keys on the rows of the log, by presets, and by dates', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await open(user, /^4. Reference/);
  await user.click(await screen.findByRole('button', { name: 'First four weeks' }));
  expect(settings().models?.[0].reference).toEqual({ from: '2026-01-01', to: '2026-01-29' });
  screen.getByRole('slider').focus();
  await user.keyboard('{ArrowRight}{Shift>}{ArrowRight}{/Shift}');
  expect(settings().models?.[0].reference).toEqual({ from: '2026-01-02', to: '2026-01-31' });
  expect(screen.getByRole('slider')).toHaveAttribute(
    'aria-valuetext',
    expect.stringMatching(/^2026-01-02 – 2026-01-31: 29 windows of 1d, 5,\d+ rows$/)
  );
  expect(screen.queryByText(/^It goes to the end of the log/)).toBeNull();
  await user.keyboard('{Shift>}{End}{/Shift}');
  expect(screen.getByText(/^It goes to the end of the log/)).toBeInTheDocument();
  await user.clear(screen.getByLabelText('From'));
  await user.type(screen.getByLabelText('From'), '2020-01-01{Enter}');
  await user.clear(screen.getByLabelText(/^Until/));
  await user.type(screen.getByLabelText(/^Until/), '2020-02-01{Enter}');
  expect(
    screen.getAllByText('It lies outside the log, which goes from 2026-01-01 to 2026-02-10').length
  ).toBeGreaterThan(0);
});

test('a press on "Save & test" right after typing saves what is typed, and the page stays as it is until the release', async () => {
  answer();
  const { user, settings, saved } = setUp({ models: [digits] });
  await open(user, /^4. Reference/);
  await user.type(await screen.findByRole('textbox', { name: /^Window/ }), '6h');
  const button = screen.getByRole('button', { name: 'Save & test' });
  await user.pointer({ keys: '[MouseLeft>]', target: button });
  expect(screen.getByRole('textbox', { name: /^Window/ })).not.toHaveFocus();
  expect(settings().models?.[0].window).toBeUndefined();
  await user.pointer({ keys: '[/MouseLeft]', target: button });
  expect(saved.map(({ models }) => models?.[0].window)).toEqual(['6h']);
});

test('rows far from all others in time are said not to be drawn', async () => {
  const windows = [{ from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2), rows: 9 }];
  answer({ timeline: async () => ({ window: '1d', timezone: 'UTC', rows: 10, outside: 1, windows }) });
  const { user } = setUp({ models: [digits] });
  await open(user, /^4. Reference/);
  expect(await screen.findByText('1 row lies far from all others in time and is not drawn')).toBeInTheDocument();
});

test('a field that is left by dragging is finished, though no click follows', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await open(user, /^4. Reference/);
  await user.type(await screen.findByRole('textbox', { name: /^Window/ }), '6h');
  await user.pointer({ keys: '[MouseLeft>]', target: document.body });
  fireEvent.mouseUp(window);
  await waitFor(() => expect(settings().models?.[0].window).toBe('6h'));
});

test('"Save & test" waits for a file that is being read, and saves nothing where it cannot be', async () => {
  let read: (error?: object) => void = () => undefined;
  answer({
    guess: ({ source }) =>
      new Promise((resolve, reject) => {
        read = (error) => (error ? reject(error) : resolve({ ...digits, source }));
      }),
  });
  const { user, saved } = setUp({ models: [digits] });
  await open(user, /^2. Log/);
  const file = await screen.findByLabelText(/^File or pattern/);
  const save = screen.getByRole('button', { name: 'Save & test' });
  await user.clear(file);
  await user.type(file, 'other.csv');
  await user.click(save);
  expect(await screen.findByText('Reading other.csv; it is saved when it is read …')).toBeInTheDocument();
  expect(saved).toEqual([]);
  await act(async () => read());
  await waitFor(() => expect(saved.map(({ models }) => models?.[0].source.file)).toEqual(['other.csv']));
  await user.clear(file);
  await user.type(file, 'broken.csv');
  await user.click(save);
  await act(async () => read({ status: 400, data: { message: 'broken.csv cannot be read' }, config: {} }));
  expect(await screen.findByText('broken.csv cannot be read')).toBeInTheDocument();
  expect(saved).toHaveLength(1);
});

test('another kind of reference and back: the range is still there', async () => {
  answer();
  const reference = { from: '2026-01-01', to: '2026-01-20' };
  const { user, settings } = setUp({ models: [{ ...digits, reference }] });
  await open(user, /^4. Reference/);
  await user.click(await screen.findByRole('radio', { name: 'Another file' }));
  await user.type(await screen.findByLabelText('File or pattern of the reference'), 'train.csv{Enter}');
  await user.click(screen.getByRole('radio', { name: 'A time range' }));
  expect(settings().models?.[0].reference).toEqual(reference);
  await user.click(screen.getByRole('radio', { name: 'Another file' }));
  expect(settings().models?.[0].reference).toEqual({ source: { file: 'train.csv' } });
});

test('a season has a period and a number', async () => {
  answer();
  const { user, settings } = setUp({ models: [{ ...digits, reference: { mode: 'previous' } }] });
  await open(user, /^4. Reference/);
  await user.click(await screen.findByRole('radio', { name: 'Same time earlier' }));
  await user.clear(screen.getByLabelText(/^How long the rhythm is/));
  await user.type(screen.getByLabelText(/^How long the rhythm is/), '24h{Enter}');
  await user.click(screen.getByLabelText(/^Skip drifted windows/));
  expect(settings().models?.[0].reference).toEqual({ mode: 'season', period: '24h', windows: 4, skipDrifted: true });
});

test('several references are listed and kept', async () => {
  answer();
  const reference = [
    { from: '2026-01-01', to: '2026-01-20' },
    { since: '2026-02-01', source: { file: 'train.csv' }, columns: { brightness: 'b' }, why: 'retrained' },
  ];
  const { user, settings } = setUp({ models: [{ ...digits, reference }] });
  await open(user, /^4. Reference/);
  expect(await screen.findByRole('cell', { name: 'train.csv, where 1 column has another name' })).toBeInTheDocument();
  await user.type(screen.getByRole('textbox', { name: /^Window/ }), '1h{Enter}');
  expect(settings().models?.[0]).toMatchObject({ window: '1h', reference });
});

test('the check says what is wrong, and leads to the step that mends it', async () => {
  answer({
    check: async () => ({
      found: '3 rows from 2026-01-01 to 2026-01-02, 1 feature',
      rows: 3,
      references: [],
      problems: [{ step: 'columns', text: 'time: "tiem" is not known' }],
      notices: [{ step: 'reference', text: 'The reference has 2 windows' }],
    }),
  });
  const { user } = setUp({ models: [digits] });
  await user.click(await screen.findByRole('button', { name: 'Step 3: Columns' }));
  expect(await screen.findByRole('table', { name: 'Columns of digits' })).toBeVisible();
  expect(screen.getByRole('button', { name: /^3. Columns\s+\(something is wrong\)/ })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Open the overview' })).not.toBeInTheDocument();
});

test('what should not be left as it is, is a warning', async () => {
  answer({
    check: async () => ({
      found: '3 rows',
      rows: 3,
      references: [],
      problems: [],
      notices: [
        { step: 'reference', text: 'a remark' },
        { step: 'reference', text: 'nothing is left to judge', warning: true },
      ],
    }),
    schema: async (asked) => ({
      ...(await fakeResources().schema(asked)),
      warnings: [{ step: 'log', text: '2 files have other columns', warning: true }],
    }),
  });
  const { user } = setUp({ models: [digits] });
  expect(await screen.findByText('3 rows; 1 warning; 1 remark')).toBeInTheDocument();
  const found = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(found).toEqual([
    'Right: 3 rows',
    'Warning: nothing is left to judgeStep 4: Reference',
    'Remark: a remarkStep 4: Reference',
  ]);
  // The steps that mend it say so too, and those without a warning do not.
  const stepNames = () =>
    screen.getAllByRole('button', { name: /^[1-5]\. / }).map(({ textContent }) => textContent?.replace(/\s+/g, ' '));
  expect(stepNames()).toEqual([
    '1. Store (done)',
    '2. Log (done, with warnings)',
    '3. Columns (done)',
    '4. Reference (done, with warnings)',
    '5. Check (done, with warnings)',
  ]);
  expect(screen.getByText('digits/*.parquet; 1 warning')).toBeInTheDocument();
  expect(
    screen.getByText('Not chosen: the beginning of the log is taken, up to 28 windows; 1 warning')
  ).toBeInTheDocument();
  await open(user, /^2. Log/);
  expect(await screen.findByRole('alert', { name: '2 files have other columns' })).toBeInTheDocument();
});

test('a pattern that leaves odd files out is taken at a press, and another can be typed', async () => {
  const odd = {
    step: 'log' as const,
    text: 'Name the others alone: digits/2026-*.parquet',
    warning: true,
    pattern: 'digits/2026-*.parquet',
  };
  const isOdd = (file?: string) => (file === 'digits/*.parquet' ? [odd] : []);
  answer({
    check: async ({ model }) => ({
      found: '3 rows',
      rows: 3,
      references: [],
      problems: [],
      notices: isOdd(model.source.file),
    }),
    schema: async (asked) => ({ ...(await fakeResources().schema(asked)), warnings: isOdd(asked.source.file) }),
  });
  const { user, settings } = setUp({ models: [digits] });
  const use = await screen.findByRole('button', { name: 'Use this pattern' }); // of the check
  act(() => use.focus());
  await user.keyboard('{Enter}');
  await waitFor(() => expect(settings().models?.[0]).toMatchObject({ ...digits, source: { file: odd.pattern } }));
  await waitFor(() => expect(screen.queryByText(odd.text)).not.toBeInTheDocument());
  await open(user, /^2. Log/);
  const file = await screen.findByLabelText(/^File or pattern/);
  await user.clear(file);
  await user.type(file, 'digits/*.parquet{Enter}');
  const alert = await screen.findByRole('alert', { name: odd.text });
  await user.click(within(alert).getByRole('button', { name: 'Use this pattern' }));
  expect(file).toHaveFocus();
  await waitFor(() => expect(file).toHaveValue(odd.pattern));
  await waitFor(() => expect(settings().models?.[0].source).toEqual({ file: odd.pattern }));
});

test('what "Save & test" found is a line for each model, and a warning where there is one, in one box: Grafana’s or the page’s', async () => {
  answer();
  setUp({ models: [digits] });
  await screen.findByRole('link', { name: 'Open the overview' });
  const digitsFound = { model: 'digits', ok: true, found: '3 rows' };
  const found = (health?: Health) => {
    let isOnPage: boolean | undefined;
    act(() => {
      isOnPage = keepHealth('tideline', health);
    });
    const title = { name: /^The test/ };
    const box = screen.queryByRole('alert', title) ?? screen.queryByRole('status', title);
    expect(isOnPage).toBe(box !== null); // then Grafana shows none
    return (
      box &&
      within(box)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent)
    );
  };
  expect(found({ models: [digitsFound] })).toBeNull(); // Grafana's own message says it
  const shop = {
    model: 'shop',
    ok: true,
    found: '5 rows',
    warnings: ['nothing is left to judge'],
    notices: ['a remark'],
  };
  expect(found({ models: [digitsFound, shop], service: { ok: true, found: '9 spans' } })).toEqual([
    'Right: digits: 3 rows',
    'Right: shop: 5 rows',
    'Warning: shop: nothing is left to judge',
    'Remark: shop: a remark',
    'Right: Services: 9 spans',
  ]);
  expect(screen.getByRole('alert', { name: 'The test passed, with warnings' })).toBeInTheDocument();
  expect(found({ models: [digitsFound, { ...shop, model: '', warnings: [] }] })).toEqual([
    'Right: digits: 3 rows',
    'Right: Model 2: 5 rows',
    'Remark: Model 2: a remark',
  ]);
  expect(screen.getByRole('status', { name: 'The test passed' })).toBeInTheDocument();
  expect(found({ models: [digitsFound], store: ['store.pth: is no setting'] })).toContain(
    'Warning: store.pth: is no setting'
  );
  // What is wrong is Grafana's to say: its message is red, and has all lines in its details.
  expect(found({ models: [digitsFound, shop, { model: 'other', ok: false, problems: ['no file'] }] })).toBeNull();
  expect(found(undefined)).toBeNull(); // the folder cannot be read
});

test('what fits leads to the dashboards, once it is saved', async () => {
  answer();
  const { user } = setUp({ models: [digits] });
  expect(await screen.findByRole('link', { name: 'Open the overview' })).toHaveAttribute(
    'href',
    '/d/tideline-overview?var-datasource=tideline&var-model=digits'
  );
  await open(user, /^4. Reference/);
  await user.type(await screen.findByRole('textbox', { name: /^Window/ }), '1h{Enter}');
  await open(user, /^5. Check/);
  expect(await screen.findByText(/Now press “Save & test”/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save & test' }));
  expect(await screen.findByRole('link', { name: 'Open the overview' })).toBeInTheDocument();
});

test('dashboards that Grafana does not have yet are brought at a click', async () => {
  const asked = answer({}, false);
  const { user } = setUp({ models: [digits] });
  await user.click(await screen.findByRole('button', { name: 'Import the dashboards' }));
  expect(await screen.findByRole('link', { name: 'Open the overview' })).toBeInTheDocument();
  expect(asked.filter((url) => url === '/api/dashboards/import')).toHaveLength(3);
});

test('a removed model can be put back until the page is left', async () => {
  answer();
  const flights = { ...digits, name: 'flights' };
  const { user, settings } = setUp({ models: [digits, flights] });
  await user.click(await screen.findByRole('button', { name: 'Remove digits' }));
  expect(settings().models).toEqual([flights]);
  expect(screen.getByText('digits is removed when you save.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save & test' }));
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(settings().models).toEqual([digits, flights]);
});

test('several models are a list with one open; a name that is taken is refused where it is typed', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits, { ...digits, name: 'flights' }] });
  await user.click(await screen.findByRole('button', { name: 'Edit flights' }));
  await open(user, /^2. Log/);
  const name = await screen.findByLabelText('Name of the model');
  await user.clear(name);
  await user.type(name, 'digits{Enter}');
  expect(await screen.findByText('Another model is called digits')).toBeInTheDocument();
  expect(settings().models?.map((model) => model.name)).toEqual(['digits', 'flights']);
});

test('two models of one name are marked in the list, at the step that mends it and in the check', async () => {
  answer();
  const { user } = setUp({ models: [digits, { ...digits, source: { file: 'other.csv' } }] });
  expect(screen.getAllByText('has the name of another model')).toHaveLength(2);
  await user.click(screen.getAllByRole('button', { name: 'Edit digits' })[1]);
  expect(await screen.findByText('1 thing is wrong')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Step 2: Log' })).toBeInTheDocument();
  await open(user, /^2. Log/);
  const name = await screen.findByLabelText('Name of the model');
  await user.clear(name);
  await user.type(name, 'others{Enter}');
  await waitFor(() => expect(screen.queryByText('has the name of another model')).not.toBeInTheDocument());
  expect(screen.queryByText(/^Another model is called/)).not.toBeInTheDocument();
});

test('a log that cannot be read is what the next steps wait for, and is looked at again at a click', async () => {
  let readable = false;
  answer({
    schema: async (asked) => {
      if (readable) {
        return fakeResources().schema(asked);
      }
      throw { status: 400, data: { message: 'log.csv is not UTF-8' }, config: {} };
    },
  });
  const { user } = setUp({ models: [digits] });
  expect(await screen.findAllByText('After the log can be read')).toHaveLength(2);
  readable = true;
  await user.click(screen.getByRole('button', { name: 'Look again' }));
  await waitFor(() => expect(screen.queryByText('After the log can be read')).not.toBeInTheDocument());
  expect(screen.queryByRole('button', { name: 'Look again' })).not.toBeInTheDocument();
});

test('of a folder with very many files it is said that there are more', async () => {
  const modified = '2026-01-01T00:00:00Z';
  const many = { path: 'a/*.json', bytes: 9000, modified, kind: 'glob', count: 5000, more: true, objects: true };
  answer({
    files: async () => ({
      folder: '/srv',
      files: [many, { ...many, path: 'a/1.json', kind: 'json' }],
      logs: 5000,
      others: 0,
      more: true,
      uncounted: true,
    }),
  });
  setUp();
  expect(await screen.findByText('/srv: more than 5,000 files')).toBeInTheDocument(); // however many of them are listed
  expect(await screen.findByText('more than 5,000 files, one JSON object each')).toBeInTheDocument();
});

test('what runs have in common is offered by a pattern, and said to be what it is', async () => {
  const run = { bytes: 9000, modified: '2026-01-01T00:00:00Z', kind: 'glob', count: 3 };
  answer({
    files: async () => ({
      folder: '/srv/mlruns',
      files: [
        { ...run, path: '1/*/artifacts/predictions.json', tables: true },
        { ...run, path: '2/*/artifacts/predictions.json', tables: true, count: 1 },
        { ...run, path: '1/*/artifacts/sample.json', objects: true, count: 1 },
        { ...run, path: 'p/datasets/*/run-current-*.parquet', count: 1 },
        { ...run, path: '1/41caf4ce/artifacts/predictions.json', kind: 'json', tables: true },
        { ...run, path: '2/760e564b/artifacts/predictions.json', kind: 'json', tables: true },
      ],
      logs: 7,
      others: 0,
      more: false,
    }),
  });
  setUp();
  const table = await screen.findByRole('table', { name: 'Logs in the folder' });
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.querySelector('td:nth-child(2)')?.textContent)
  ).toEqual([
    '3 files, a table of pandas each',
    'one file so far, a table of pandas',
    'one file so far, one JSON object',
    'one Parquet file, and those that come later',
    'one JSON file, a table of pandas', // of the run that is not taken together with others
  ]);
});

test('the same settings are shown as a provisioning file', async () => {
  answer();
  const { user } = setUp({ store: { engine: 'duckdb', path: '/srv/predictions' }, models: [digits] });
  await user.click(screen.getByText('The same as a provisioning file'));
  const shown = parse((await screen.findByLabelText('Provisioning file')).textContent ?? '');
  expect(shown.datasources[0]).toMatchObject({
    uid: 'tideline',
    jsonData: { store: { path: '/srv/predictions' }, models: [digits] },
  });
});

test('a provisioned data source is shown whole, and cannot be edited', async () => {
  answer();
  const { user } = setUp({ models: [digits] }, { readOnly: true });
  expect(screen.getByLabelText('Provisioning file')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Copy' })).toBeEnabled();
  expect(screen.queryByRole('button', { name: /^Remove|^Add/ })).not.toBeInTheDocument();
  await open(user, /^1. Store/);
  expect(screen.getByLabelText(/Folder/)).toBeDisabled();
  await open(user, /^2. Log/);
  expect(await screen.findByLabelText(/^File or pattern/)).toBeDisabled();
  expect(screen.getByRole('radio', { name: 'digits/*.parquet' })).toBeDisabled();
  await open(user, /^3. Columns/);
  expect(await screen.findByLabelText('Role of brightness')).toBeDisabled();
  expect(screen.getByLabelText('Segment by device')).toBeDisabled();
  await open(user, /^4. Reference/);
  expect(await screen.findByRole('textbox', { name: /^Window/ })).toBeDisabled();
  await open(user, /^5. Check/);
  expect((await screen.findAllByText(/^8,000 rows/)).length).toBe(2); // in one line, and among what was found
});

test('a log in a table of a server: what it is reached by, a secret that goes with what is tried, and the table', async () => {
  const bodies: Array<Record<string, unknown>> = [];
  answer({}, true, bodies);
  const { user, settings, options } = setUp();
  await user.click(await screen.findByLabelText('Where the log is'));
  await user.click(await screen.findByRole('option', { name: /^PostgreSQL/ }));
  expect(await screen.findByText('PostgreSQL: say Address, Database, User')).toBeInTheDocument();
  expect(screen.getByText(/GRANT SELECT ON public.predictions TO tideline/)).toBeInTheDocument();
  expect(screen.queryByLabelText(/^Folder/)).not.toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Address/), 'db:5432{Enter}');
  await user.type(screen.getByLabelText('Database'), 'ml{Enter}');
  await user.type(screen.getByLabelText('User'), 'ml reader{Enter}');
  expect(screen.getByText(/GRANT CONNECT ON DATABASE ml TO "ml reader"/)).toBeInTheDocument();
  await user.clear(screen.getByLabelText('User'));
  await user.type(screen.getByLabelText('User'), 'tideline{Enter}');
  await user.type(screen.getByLabelText('Password'), 'secret{Enter}');
  expect(await screen.findByText('PostgreSQL 16.4: 2 tables')).toBeInTheDocument();
  expect(options().secureJsonData).toEqual({ password: 'secret' });
  await waitFor(() =>
    expect(bodies).toContainEqual({
      store: { engine: 'postgres', url: 'db:5432', database: 'ml', user: 'tideline' },
      secrets: { password: 'secret' },
    })
  );
  await user.click(await screen.findByLabelText(/^Table or view/));
  await user.click(await screen.findByRole('option', { name: 'public.digits' }));
  await screen.findByRole('group', { name: 'digits' });
  expect(settings()).toMatchObject({
    store: { engine: 'postgres', url: 'db:5432', database: 'ml', user: 'tideline' },
    models: [{ name: 'digits', source: { table: 'public.digits' }, time: 'at' }],
  });
  expect(JSON.stringify(settings())).not.toContain('secret');
  await user.click(screen.getByText('The same as a provisioning file'));
  const shown = (await screen.findByLabelText('Provisioning file')).textContent ?? '';
  expect(parse(shown).datasources[0].secureJsonData).toEqual({ password: '$TIDELINE_PASSWORD' });
});

test('a typed secret is sent also after it was saved, until server or user are others', async () => {
  const bodies: Array<Record<string, unknown>> = [];
  answer({}, true, bodies);
  const store = { engine: 'postgres' as const, url: 'db', database: 'ml', user: 'tideline' };
  const { user, options } = setUp({ store });
  await user.type(await screen.findByLabelText('Password'), 'secret{Enter}');
  await waitFor(() => expect(bodies).toContainEqual({ store, secrets: { password: 'secret' } }));
  await user.click(screen.getByRole('button', { name: 'Save & test' }));
  expect(options()).toMatchObject({ secureJsonFields: { password: true }, secureJsonData: undefined });
  bodies.length = 0;
  await user.clear(screen.getByLabelText('Database'));
  await user.type(screen.getByLabelText('Database'), 'other{Enter}');
  await waitFor(() => expect(bodies).toContainEqual({ store: { ...store, database: 'other' } }));
});

test('a saved secret is not shown, and is forgotten where it is reset', async () => {
  answer();
  const store = {
    engine: 'postgres' as const,
    url: 'db',
    database: 'ml',
    user: 'tideline',
    tls: { mode: 'disable' as const },
  };
  const { user, options, settings } = setUp({ store }, { secureJsonFields: { password: true } } as never);
  const field = await screen.findByLabelText('Password');
  expect(field).toBeDisabled();
  expect(field).toHaveValue('configured');
  await user.click(screen.getByRole('button', { name: 'Reset' }));
  expect(options()).toMatchObject({ secureJsonFields: { password: false }, secureJsonData: { password: '' } });
  expect(screen.getByLabelText('Password')).toBeEnabled();
  await user.click(screen.getByLabelText('Encryption (TLS)'));
  await user.click(await screen.findByRole('option', { name: /^Verified The certificate/ }));
  expect(settings().store).toEqual({ engine: 'postgres', url: 'db', database: 'ml', user: 'tideline' });
});

test('metrics have an address, a tenant and selectors, and no database', async () => {
  answer({
    tables: async () => ({ server: 'Prometheus 2.42', tables: ['model_feature{model="digits"}'], more: false }),
  });
  const store = { engine: 'prometheus' as const, url: 'https://prometheus' };
  const { user, settings } = setUp({ store });
  expect(await screen.findByText('Prometheus 2.42: 1 family of metrics')).toBeInTheDocument();
  expect(screen.getByText('Choose a family of metrics')).toBeInTheDocument();
  expect(await screen.findByLabelText(/^Metrics/)).toBeInTheDocument();
  expect(screen.queryByLabelText('Database')).not.toBeInTheDocument();
  expect(screen.getByText(/It is asked by its HTTP API/)).toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Tenant/), 'ml{Enter}');
  expect(settings().store).toEqual({ ...store, tenant: 'ml' });
});

test('lines have a log query, and neither spans nor partitions', async () => {
  answer({
    tables: async () => ({ server: 'Loki 3.7.6', tables: ['{service_name="digits"}', '{app="shop"}'], more: false }),
    guess: async ({ source }) => ({ ...digits, source }),
  });
  const query = '{service_name="digits"} |= "ml.prediction" | json';
  const { user, settings } = setUp({ store: { engine: 'loki', url: 'https://loki' } });
  expect(await screen.findByText('Loki 3.7.6: lines of 2 services')).toBeInTheDocument();
  expect(screen.getByText('Choose a service’s streams, or write a log query')).toBeInTheDocument();
  await user.click(screen.getByLabelText(/^Log query/));
  await user.paste(query);
  await user.tab();
  await waitFor(() => expect(settings().models?.[0].source).toEqual({ table: query }));
  expect(screen.getByLabelText(/^Log query/)).toHaveValue(query);
  expect(screen.getByRole('button', { name: 'Show rows' })).toBeInTheDocument();
  expect(screen.queryByLabelText(/^Partitioned by/)).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add the spans of services' })).not.toBeInTheDocument();
});

test('what was said of the files comes back with them', async () => {
  answer();
  const { user, settings } = setUp({ store: { engine: 'duckdb', path: '/srv/predictions' } });
  const choose = async (name: RegExp) => {
    await user.click(await screen.findByLabelText('Where the log is'));
    await user.click(await screen.findByRole('option', { name }));
  };
  await choose(/^ClickHouse/);
  expect(settings().store).toEqual({ engine: 'clickhouse' });
  await choose(/^Files/);
  expect(settings().store).toEqual({ engine: 'duckdb', path: '/srv/predictions' });
});

test('single features have bins of their own, and the default is not written', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await open(user, /^3. Columns/);
  await user.click(await screen.findByText(/^More: computed features/));
  await user.click(await screen.findByLabelText(/^Bins of single features/));
  await user.click(await screen.findByRole('option', { name: 'brightness' }));
  const bins = within(await screen.findByRole('group', { name: 'brightness' }));
  await user.click(bins.getByLabelText('Bins'));
  await user.click(await screen.findByRole('option', { name: /^Edges/ }));
  await user.type(bins.getByLabelText('Edges'), '0, 0.5{Enter}');
  expect(settings().models?.[0].features?.[0].binning).toEqual({ mode: 'edges', edges: [0, 0.5] });
  await user.click(screen.getByRole('button', { name: 'The default bins for brightness' }));
  expect(settings().models?.[0].features?.[0]).toEqual({ name: 'brightness', kind: 'numeric' });
  expect(screen.queryByRole('group', { name: 'brightness' })).not.toBeInTheDocument();
});

test('a table of telemetry is read by its layout, which its name speaks of, and narrowed to one log', async () => {
  const bodies: Array<Record<string, unknown>> = [];
  answer(
    { tables: async () => ({ server: 'ClickHouse 26.9', tables: ['otel.otel_logs'], more: false }) },
    true,
    bodies
  );
  const { user, settings } = setUp({ store: { engine: 'clickhouse', url: 'http://db:8123', user: 'tideline' } });
  await user.click(await screen.findByLabelText(/^Table or view/));
  await user.click(await screen.findByRole('option', { name: 'otel.otel_logs' }));
  expect(await screen.findByText('OpenTelemetry logs')).toBeInTheDocument();
  expect(settings().models?.[0].source).toEqual({ table: 'otel.otel_logs', layout: 'otel-logs' });
  await user.type(screen.getByLabelText(/^Attribute ml.model.name/), 'photos{Enter}');
  const narrowed = { table: 'otel.otel_logs', layout: 'otel-logs', model: 'photos' };
  await waitFor(() => expect(settings().models?.[0].source).toEqual(narrowed));
  expect(bodies).toContainEqual(expect.objectContaining({ source: narrowed }));
});

test('a table that is partitioned by days names their column, and one that comes from no form is kept', async () => {
  answer();
  const store = { engine: 'postgres' as const, url: 'db', database: 'ml', user: 'tideline' };
  const { user, settings } = setUp({ store, models: [{ ...digits, source: { table: 'public.digits' } }] });
  await open(user, /^2. Log/);
  await user.click(await screen.findByLabelText(/^Partitioned by/));
  await user.click(await screen.findByRole('option', { name: 'device' }));
  expect(settings().models?.[0].source).toEqual({ table: 'public.digits', partition: 'device' });
  await user.type(screen.getByLabelText(/^Partitioned by/), 'dt{Enter}');
  expect(settings().models?.[0].source).toEqual({ table: 'public.digits', partition: 'dt' });
  await user.type(screen.getByLabelText(/^Partitioned by/), '{Backspace}');
  expect(settings().models?.[0].source).toEqual({ table: 'public.digits' });
});

test('only what may be partitioned is asked for its days: a pattern of files, and no single one', async () => {
  answer();
  const { user } = setUp({
    models: [
      { ...digits, name: 'one', source: { file: 'log.csv' } },
      { ...digits, name: 'many', source: { file: 'digits/*.parquet' } },
    ],
  });
  await user.click(await screen.findByRole('button', { name: 'Edit one' }));
  await open(user, /^2. Log/);
  expect(await screen.findByLabelText('Name of the model')).toBeInTheDocument();
  expect(screen.queryByLabelText(/^Partitioned by/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Edit many' }));
  await user.click(within(screen.getByRole('group', { name: 'many' })).getByRole('button', { name: /^2. Log/ }));
  expect(await screen.findByLabelText(/^Partitioned by/)).toBeInTheDocument();
});

test('Trino has session properties, one a line', async () => {
  answer();
  const store = { engine: 'trino' as const, session: { query_max_memory: '8GB' } };
  const { user, settings } = setUp({ store });
  const lines = await screen.findByLabelText(/^Session properties/);
  expect(lines).toHaveValue('query_max_memory = 8GB');
  await user.type(lines, '{Enter}spill_enabled = true');
  await user.tab();
  expect(settings().store?.session).toEqual({ query_max_memory: '8GB', spill_enabled: 'true' });
  await user.clear(lines);
  await user.tab();
  expect(settings().store?.session).toBeUndefined();
});

test('spans of services have a place, and columns that are chosen among those that were found', async () => {
  answer();
  const { user, settings } = setUp({ models: [digits] });
  await user.click(await screen.findByRole('button', { name: 'Add the spans of services' }));
  const form = within(screen.getByRole('group', { name: 'Spans of services' }));
  expect(form.getByText(/say where they lie, Time, Duration/)).toBeInTheDocument();
  await user.type(form.getByLabelText(/^File or pattern/), 'spans/*.parquet{Enter}');
  const choose = async (label: RegExp, name: string) => {
    await user.click(await form.findByLabelText(label));
    await user.click(await screen.findByRole('option', { name }));
  };
  await choose(/^Time/, 'at');
  await choose(/^Duration/, 'brightness');
  await choose(/^Unit of the duration/, 'Milliseconds');
  expect(settings().service).toEqual({
    source: { file: 'spans/*.parquet' },
    time: 'at',
    duration: 'brightness',
    unit: 'ms',
  });
  expect(form.queryByText(/^say/)).not.toBeInTheDocument();
});

test('failures, exceptions and thresholds of spans are said in words of their own, and are part of the provisioning file', async () => {
  answer();
  const spans = { source: { file: 'spans.parquet' }, time: 'at', duration: 'brightness' };
  const { user, settings } = setUp({ service: spans, models: [digits] });
  await user.click(await screen.findByRole('button', { name: 'Edit Spans of services' }));
  const form = within(screen.getByRole('group', { name: 'Spans of services' }));
  const type = (label: RegExp, text: string) => user.type(form.getByLabelText(label), `${text}{Enter}`);
  await type(/^Failure/, '= status >= 500');
  await type(/^Its values of failed requests/, '1, yes');
  await type(/^Exception/, 'error_type');
  await type(/^Threshold of Apdex/, '0.3');
  const service = {
    ...spans,
    error: { expression: 'status >= 500' },
    errors: ['1', 'yes'],
    exceptions: { type: 'error_type' },
    apdex: 0.3,
  };
  expect(settings().service).toEqual(service);
  await user.click(screen.getByText('The same as a provisioning file'));
  const shown = (await screen.findByLabelText('Provisioning file')).textContent ?? '';
  expect(parse(shown).datasources[0].jsonData.service).toEqual(service);
});

test('of spans by a layout nothing need be said; removed they can be put back', async () => {
  answer({ tables: async () => ({ server: 'ClickHouse 26.9', tables: ['otel.otel_traces'], more: false }) });
  const store = { engine: 'clickhouse' as const, url: 'http://db:8123' };
  const { user, settings } = setUp({ store, models: [{ ...digits, source: { table: 'digits' } }] });
  await user.click(await screen.findByRole('button', { name: 'Add the spans of services' }));
  const form = within(screen.getByRole('group', { name: 'Spans of services' }));
  await user.click(await form.findByLabelText(/^Table or view/));
  await user.click(await screen.findByRole('option', { name: 'otel.otel_traces' }));
  expect(settings().service).toEqual({ source: { table: 'otel.otel_traces', layout: 'otel-traces' } });
  expect(form.queryByText(/^say/)).not.toBeInTheDocument();
  await user.click(form.getByRole('button', { name: 'Remove Spans of services' }));
  expect(settings().service).toBeUndefined();
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(settings().service).toEqual({ source: { table: 'otel.otel_traces', layout: 'otel-traces' } });
});

test('a column of spans that is not there is marked', async () => {
  answer();
  const service = { source: { file: 'spans.parquet' }, time: 'tiem', duration: 'brightness' };
  const { user } = setUp({ service, models: [digits] });
  await user.click(await screen.findByRole('button', { name: 'Edit Spans of services' }));
  expect(await screen.findByText('There is no such column')).toBeInTheDocument();
});

test('metrics have no spans', async () => {
  answer();
  setUp({ store: { engine: 'prometheus', url: 'https://prometheus' } });
  expect(await screen.findByLabelText(/^Metrics/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add the spans of services' })).not.toBeInTheDocument();
});

test('settings that do not say where a log or the spans lie are asked for it', async () => {
  const forgotten = { models: [{ ...digits, source: undefined }], service: { time: 'time' } } as unknown as Settings;
  setUp(forgotten);
  const spans = within(await screen.findByRole('group', { name: 'Spans of services' }));
  expect(spans.getByText(/where they lie/)).toBeVisible();
  expect(await screen.findByRole('button', { name: /^Edit digits|^Close digits/ })).toBeVisible();
});
