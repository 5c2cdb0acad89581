import { CoreApp, LoadingState, type PanelData, toDataFrame } from '@grafana/data';
import { act, screen } from '@testing-library/react';
import { digits } from '../../testing/fakes';
import { choose, drift, setUp } from '../../testing/queryEditor';

test('choosing a model alone asks a complete query', async () => {
  const { user, last } = setUp();
  await choose(user, 'Model', 'digits');
  expect(last()).toEqual({ refId: 'A', version: 1, queryType: 'drift', format: 'timeseries', model: 'digits' });
});

test('the only model there is needs no choosing', async () => {
  const { runs } = setUp({ resources: { models: async () => [digits] } });
  await screen.findByText('digits');
  expect(runs).toHaveLength(1);
  expect(runs[0].model).toBe('digits');
});

test('in an alert rule the answer is a number, and a table is not offered', async () => {
  const { user, last } = setUp({ app: CoreApp.UnifiedAlerting });
  await choose(user, 'Model', 'digits');
  expect(last().format).toBe('numeric');
  expect(screen.queryByRole('radio', { name: 'Table' })).not.toBeInTheDocument();
});

test('a saved query keeps what it says, in an alert rule too', async () => {
  const query = { version: 1, queryType: 'drift' as const, model: 'digits', format: 'timeseries' as const };
  const { runs } = setUp({ app: CoreApp.UnifiedAlerting, query });
  expect(await screen.findByRole('radio', { name: 'Time series' })).toBeChecked();
  expect(runs).toHaveLength(0);
});

test('everything can be done by keyboard', async () => {
  const { user, last } = setUp();
  const model = await screen.findByLabelText('Model');
  act(() => model.focus());
  await user.keyboard('flig{Enter}');
  expect(last().model).toBe('flights');
  act(() => screen.getByLabelText('Method').focus());
  await user.keyboard('kolm{Enter}');
  expect(last().method).toBe('ks');
  act(() => screen.getByLabelText('Threshold').focus());
  await user.keyboard('0.25{Enter}');
  expect(last().threshold).toBe(0.25);
});

test('every control has a name', async () => {
  const { user } = setUp({ query: drift({ filters: [{ column: 'device', operator: '=', value: ['pixel'] }] }) });
  await user.click(await screen.findByRole('button', { name: /^Options/ }));
  const controls = ['combobox', 'spinbutton', 'radiogroup', 'button', 'radio'].flatMap((role) =>
    screen.getAllByRole(role)
  );
  expect(controls.length).toBeGreaterThan(30);
  for (const control of controls) {
    expect(control).toHaveAccessibleName();
  }
});

test('the method says what it is, and only those that compare the features are offered', async () => {
  const { user } = setUp({ query: drift({ features: ['device'], method: 'chi2' }) });
  expect(await screen.findByText(/Differences of shares/)).toHaveTextContent('χ² · Differences of shares');
  await user.click(screen.getByLabelText('Method'));
  const offered = screen.getAllByRole('option').map((option) => option.textContent);
  expect(offered).toContain('χ²For categorical. Differences of shares');
  expect(offered.some((text) => text?.includes('Kolmogorov'))).toBe(false);
});

test('methods stand under their groups and are found by what they are good for', async () => {
  const { user, last } = setUp({ query: drift({ method: 'auto' }) });
  await screen.findByText(/Several tests at once/);
  await user.click(screen.getByLabelText('Method'));
  expect(screen.getByText('Tests')).toBeInTheDocument();
  expect(screen.getByText('Distances')).toBeInTheDocument();
  await user.keyboard('rows common');
  const found = screen.getAllByRole('option').map((option) => option.textContent);
  expect(found[0]).toBe('Histogram intersectionFor numeric and categorical. Rows in common');
  expect(found.some((text) => text?.includes('Kolmogorov'))).toBe(false);
  await user.keyboard('{Enter}');
  expect(last().method).toBe('intersection');
  expect(screen.getByText(/Lower is more drift/)).toBeInTheDocument();
  expect(screen.getByText('Depends on the bins.')).toBeInTheDocument();
});

test('words that find no method are not taken for one; a variable is', async () => {
  const { user, last } = setUp({ query: drift({ method: 'ks' }) });
  await screen.findAllByText(/Kolmogorov/);
  await user.click(screen.getByLabelText('Method'));
  await user.keyboard('far outliers{Enter}');
  expect(screen.getByText('No method is for all of these words.')).toBeInTheDocument();
  await user.clear(screen.getByLabelText('Method'));
  await user.keyboard('$method{Enter}');
  expect(last().method).toBe('$method');
});

test('bins are asked for where a method cuts them, each mode with what it uses', async () => {
  const { user, last } = setUp({ query: drift({ method: 'chi2', binning: { mode: 'width', bins: 20 } }) });
  expect(await screen.findByLabelText('How many')).toHaveValue(20);
  await choose(user, 'Bins', /^Edges/);
  await user.type(screen.getByLabelText('Edges'), '0; far{Enter}');
  expect(screen.getByText('“far” is no number.')).toBeInTheDocument();
  expect(last().binning).toEqual({ mode: 'edges', edges: [] });
  await user.clear(screen.getByLabelText('Edges'));
  await user.type(screen.getByLabelText('Edges'), '0, 2e1{Enter}');
  expect(last().binning).toEqual({ mode: 'edges', edges: [0, 20] });
  expect(screen.queryByText('“far” is no number.')).not.toBeInTheDocument();
});

test('deviations are asked for where a line is made of them, and are forgotten with their method', async () => {
  const { user, last } = setUp({ query: drift({ method: 'nannyml.wasserstein' }) });
  await user.type(await screen.findByLabelText('Deviations'), '2.5{Enter}');
  expect(last().deviations).toBe(2.5);
  await choose(user, 'Method', /Kolmogorov/);
  expect(last()).not.toHaveProperty('deviations');
  expect(screen.queryByLabelText('Deviations')).not.toBeInTheDocument();
});

test('bins that are the default are not written, and are forgotten with a method that cuts none', async () => {
  const { user, last } = setUp({ query: drift({ method: 'chi2', binning: { mode: 'doane' } }) });
  await screen.findByText('Doane');
  await choose(user, 'Bins', /^Quantiles/);
  expect(last()).not.toHaveProperty('binning');
  await choose(user, 'Method', /Kolmogorov/);
  expect(screen.queryByLabelText('Bins')).not.toBeInTheDocument();
});

test('features that the method does not compare are named', async () => {
  setUp({ query: drift({ features: ['device', 'brightness'], method: 'ks' }) });
  expect(
    await screen.findByText('Kolmogorov–Smirnov compares numeric features: device will have no verdict.')
  ).toBeInTheDocument();
});

test('another method forgets the threshold, which was in the unit of the first', async () => {
  const { user, last } = setUp({
    query: { version: 1, queryType: 'drift', model: 'digits', method: 'auto', threshold: 0.5 },
  });
  await choose(user, 'Method', /Kolmogorov/);
  expect(last()).not.toHaveProperty('threshold');
});

test('another model forgets the columns of the first', async () => {
  const { user, last } = setUp({
    query: { version: 1, queryType: 'drift', model: 'digits', features: ['brightness'], groupBy: ['device'] },
  });
  await screen.findByText('brightness');
  await choose(user, 'Model', 'flights');
  expect(last()).toEqual({ refId: 'A', version: 1, queryType: 'drift', model: 'flights' });
});

test('a variable in the place of a model offers what it stands for, and is no other model', async () => {
  const { user, last } = setUp({ query: { version: 1, queryType: 'drift', model: 'digits', features: ['device'] } });
  await screen.findByText('device');
  await choose(user, 'Model', '$model');
  expect(last()).toMatchObject({ model: '$model', features: ['device'] });
  await choose(user, 'Features', /brightness/);
  expect(last().features).toEqual(['device', 'brightness']);
});

test('a filter is a column, an operator and values from the log', async () => {
  const { user, last } = setUp({ query: { version: 1, queryType: 'drift', model: 'digits' } });
  await screen.findByText('digits');
  await user.click(screen.getByRole('button', { name: 'Add: Filter' }));
  await choose(user, 'Filter 1: column', 'device');
  await choose(user, 'Filter 1: values', 'pixel');
  expect(last().filters).toEqual([{ column: 'device', operator: '=', value: ['pixel'] }]);
  await user.click(screen.getByRole('button', { name: 'Remove: Filter 1' }));
  expect(last().filters).toEqual([]);
});

test('windows and references bring their own fields', async () => {
  const { user, last } = setUp({ query: { version: 1, queryType: 'drift', model: 'digits' } });
  await choose(user, 'Window', /Every/);
  await user.type(await screen.findByLabelText(/Looking back/), '7d{Enter}');
  expect(last().window).toEqual({ mode: 'duration', every: '1d', length: '7d' });
  await choose(user, 'Reference', /Trailing/);
  expect(last().reference).toEqual({ mode: 'trailing', windows: 7 });
});

test('a type shows only what it reads', async () => {
  const { user, last } = setUp({ query: { version: 1, queryType: 'drift', model: 'digits' } });
  await choose(user, 'Shows', /^Rows/);
  expect(last().queryType).toBe('rows');
  expect(screen.queryByLabelText('Method')).not.toBeInTheDocument();
  expect(screen.queryByLabelText('Window')).not.toBeInTheDocument();
});

test('without models it says where to add one; with an error, which', async () => {
  setUp({ resources: { models: async () => [] } });
  expect(await screen.findByRole('link', { name: /Add a model/ })).toHaveAttribute(
    'href',
    '/connections/datasources/edit/tideline'
  );
  setUp({ resources: { models: () => Promise.reject(new Error('no such folder')) } });
  expect(await screen.findByText('no such folder')).toBeInTheDocument();
});

test('options: a budget takes the place of alpha', async () => {
  const { user, last } = setUp({ query: drift({ alpha: 0.05 }) });
  await user.click(await screen.findByRole('button', { name: 'Options alpha 0.05' }));
  await user.type(screen.getByLabelText('False alarms'), '1{Enter}');
  expect(last()).toMatchObject({ budget: { alarms: 1, per: '30d' } });
  expect(last()).not.toHaveProperty('alpha');
  await user.type(screen.getByLabelText('Drifted in'), '2{Enter}');
  expect(last().persist).toEqual({ windows: 2, of: 2 });
  await user.clear(screen.getByLabelText('of the last'));
  await user.type(screen.getByLabelText('of the last'), '3{Enter}');
  expect(last().persist).toEqual({ windows: 2, of: 3 });
  expect(
    screen.getByRole('button', { name: 'Options 1 false alarm in 30d, 2 of the last 3 windows' })
  ).toBeInTheDocument();
});

test('all features of a kind are one choice', async () => {
  const models = [
    {
      ...digits,
      features: [
        { name: 'brightness', kind: 'numeric' as const },
        { name: 'device', kind: 'categorical' as const },
        { name: 'contrast', kind: 'numeric' as const },
      ],
    },
  ];
  const { user, last } = setUp({ query: drift({ features: ['device'] }), resources: { models: async () => models } });
  await choose(user, 'Features', 'All 2 numeric features');
  expect(last().features).toEqual(['device', 'brightness', 'contrast']);
});

test('the sentence follows the query, and says what is missing', async () => {
  const { user } = setUp();
  expect(await screen.findByText(/^Choose a model, and this line/)).toBeInTheDocument();
  await choose(user, 'Model', 'digits');
  expect(
    screen.getByText(/^Severity .* of all 2 features and the prediction of digits, day by day/)
  ).toBeInTheDocument();
  await choose(user, 'Reference', /Trailing/);
  expect(screen.getByText(/compared with the 7 windows before/)).toBeInTheDocument();
  await choose(user, 'Reference', /A time range/);
  expect(screen.getByText('Say from when to when the reference is.')).toBeInTheDocument();
});

const answered = (part: Partial<PanelData> = {}): Partial<PanelData> => ({
  state: LoadingState.Done,
  series: [],
  ...part,
});

test('what it cost, and the remarks of the answer', async () => {
  const frame = toDataFrame({
    refId: 'A',
    fields: [{ name: 'severity', values: [1, 2] }],
    meta: {
      type: 'timeseries-multi',
      stats: [
        { displayName: 'Rows scanned', value: 230_000 },
        { displayName: 'Time in the store', value: 0.4 },
      ],
      notices: [{ severity: 'warning', text: 'A file was left out.' }],
    },
  } as never);
  setUp({ query: drift(), data: answered({ series: [frame] }) });
  expect(await screen.findByText('read 230,000 rows in 0.4 s · 1 series, 2 points')).toBeInTheDocument();
  expect(screen.getByText('A file was left out.')).toBeInTheDocument();
});

test('an error stands at the field that it names, else at the top, and options with one are open', async () => {
  const message =
    'features[0]: "bright" is not known.\nminRows: is 0; it must lie between 1 and 1e+12\nwindow.every: no length\nbinning.edges[1]: is 1, not more than the edge before it, 3\nthe query took too long';
  const query = drift({ method: 'chi2', binning: { mode: 'edges', edges: [3, 1] } });
  setUp({ query, data: answered({ state: LoadingState.Error, errors: [{ refId: 'A', message }] }) });
  const at = async (text: string) => (await screen.findByText(text)).closest('div')?.textContent;
  expect(await at('Feature 1: "bright" is not known.')).toMatch(/^Features/);
  expect(await at('is 0; it must lie between 1 and 1e+12')).toMatch(/^Least rows/);
  expect(await at('Every: no length')).toMatch(/^Window/);
  expect(await at('Edge 2: is 1, not more than the edge before it, 3')).toMatch(/^Edges/);
  expect(await at('the query took too long')).toBe('the query took too long');
});

test('a reset leaves model and type, and can be undone', async () => {
  const query = drift({ format: 'table', features: ['device'], alpha: 0.05, datasource: { uid: 'x' } });
  const { user, last } = setUp({ query });
  await user.click(await screen.findByRole('button', { name: /^Reset/ }));
  expect(last()).toEqual({ refId: 'A', datasource: { uid: 'x' }, ...drift({ format: 'table' }) });
  await user.click(screen.getByRole('button', { name: 'Undo the reset' }));
  expect(last()).toEqual({ refId: 'A', ...query });
});

test('a query with nothing to reset has no button for it', async () => {
  setUp({ query: drift({ format: 'timeseries', features: [] }) });
  await screen.findByText('digits');
  expect(screen.queryByRole('button', { name: /^Reset/ })).not.toBeInTheDocument();
});

test('what no field shows is kept and said', async () => {
  const query = { ...drift({ value: 'rows', persist: { windows: 2, of: 3 } }), colour: 'red' };
  const { user, last } = setUp({ query });
  expect(await screen.findByText('Also set, and kept: colour.')).toBeInTheDocument();
  expect(screen.getByText(/not read by this kind of answer: persist\./)).toBeInTheDocument();
  await choose(user, 'Value', /^Severity/);
  expect(last()).toMatchObject({ colour: 'red', persist: { windows: 2, of: 3 } });
});

test('tables can be asked for some columns, rows for a page', async () => {
  const { user, last } = setUp({ query: drift({ format: 'table' }) });
  await choose(user, 'Columns', 'severity');
  expect(last().columns).toEqual(['severity']);
  await choose(user, 'Shows', /^Rows/);
  await user.type(screen.getByLabelText('Rows'), '500{Enter}');
  await user.type(screen.getByLabelText('Skip'), '1000{Enter}');
  expect(last()).toMatchObject({ queryType: 'rows', limit: 500, offset: 1000 });
  expect(last().columns).toBeUndefined();
});

test('how an answer is given is forgotten where another kind of answer knows no such thing, what it rests on is kept', async () => {
  const query = drift({ format: 'timeseries', value: 'effect', threshold: 0.2, columns: ['severity', 'effect'] });
  const { user, last } = setUp({ query });
  await choose(user, 'Shows', /^What changed/);
  expect(last()).toMatchObject({ queryType: 'explain', threshold: 0.2, columns: ['severity'] });
  expect(last().format).toBeUndefined();
  expect(last().value).toBeUndefined();
  expect(screen.queryByText(/^Kept for later/)).not.toBeInTheDocument();
});

test('a mistake in a part of a reference stands at that part', async () => {
  const query = drift({ reference: { mode: 'season', period: 'often', windows: 4 } });
  const message = 'reference.period: "often" is not a length of time\nreference.windows: is 0';
  setUp({ query, data: answered({ state: LoadingState.Error, errors: [{ refId: 'A', message }] }) });
  const at = async (text: string) => (await screen.findByText(text)).closest('div')?.textContent;
  expect(await at('"often" is not a length of time')).toMatch(/^Period/);
  expect(await at('is 0')).toMatch(/^How many/);
});

test('edges of bins may be dashboard variables', async () => {
  const { user, last } = setUp({ query: drift({ method: 'chi2', binning: { mode: 'edges', edges: [] } }) });
  await user.type(await screen.findByLabelText('Edges'), '0, $edges{Enter}');
  expect(last().binning).toEqual({ mode: 'edges', edges: [0, '$edges'] });
});

test('what changed is asked of so many windows, with columns of its own', async () => {
  const { user, last } = setUp({ query: drift({ format: 'table', columns: ['feature'] }) });
  await choose(user, 'Shows', /^What changed/);
  await user.type(screen.getByLabelText('Windows'), '3{Enter}');
  await choose(user, 'Columns', 'words');
  expect(last()).toMatchObject({ queryType: 'explain', limit: 3, columns: ['feature', 'words'] });
  expect(screen.queryByLabelText('Skip')).not.toBeInTheDocument();
});

test('a summary gives one of its own numbers', async () => {
  const { user, last } = setUp({ query: drift({ queryType: 'summary' }) });
  await user.click(await screen.findByRole('radio', { name: 'Time series' }));
  await choose(user, 'Value', 'Median');
  expect(last()).toMatchObject({ queryType: 'summary', format: 'timeseries', value: 'p50' });
});

test('episodes are of the kinds that are ticked, and all is said by nothing', async () => {
  const { user, last } = setUp({ query: drift({ queryType: 'episodes' }) });
  const tick = async (name: RegExp) => user.click(await screen.findByRole('checkbox', { name }));
  await tick(/^Drift/);
  expect(last().kinds).toEqual(['excluded', 'version', 'reference']);
  await tick(/^Versions/);
  await tick(/^New references/);
  expect(last().kinds).toEqual(['excluded']);
  expect(screen.getByRole('checkbox', { name: /^Excluded/ })).toBeDisabled();
  await tick(/^Drift/);
  await tick(/^Versions/);
  await tick(/^New references/);
  expect(last()).not.toHaveProperty('kinds');
});

test('windows of rows', async () => {
  const { user, last } = setUp({ query: drift() });
  await choose(user, 'Window', /^Rows/);
  await user.clear(screen.getByLabelText('Rows in each'));
  await user.type(screen.getByLabelText('Rows in each'), '250{Enter}');
  await user.click(screen.getByRole('radio', { name: 'Range start' }));
  expect(last().window).toEqual({ mode: 'rows', rows: 250, anchor: 'range' });
  await choose(user, 'Window', /^Last/);
  await user.click(screen.getByRole('radio', { name: 'Rows' }));
  expect(last().window).toEqual({ mode: 'last', rows: 500 });
  await choose(user, 'Window', /^Equal parts/);
  expect(last().window).toEqual({ mode: 'count', count: 10 });
});

test('references by season and by other rows', async () => {
  const { user, last } = setUp({ query: drift() });
  await choose(user, 'Reference', /^Same time earlier/);
  await user.click(screen.getByLabelText('Skip drifted'));
  expect(last().reference).toEqual({ mode: 'season', period: '7d', windows: 4, skipDrifted: true });
  await choose(user, 'Reference', /^A segment/);
  await choose(user, 'Reference filter 1: column', 'device');
  await choose(user, 'Reference filter 1: values', 'pixel');
  expect(last().reference).toEqual({
    mode: 'filter',
    filters: [{ column: 'device', operator: '=', value: ['pixel'] }],
  });
});

test('services are offered where the data source names spans, and take nothing of the model’s along', async () => {
  const service = async () => ({
    requests: ['service', 'operation'],
    exceptions: ['service', 'exception', 'message'],
    apdex: 0.5,
  });
  const query = drift({ groupBy: ['device'], filters: [{ column: 'device', operator: '=', value: ['pixel'] }] });
  const { user, last } = setUp({ query, resources: { service } });
  await screen.findByText('digits');
  await choose(user, 'Shows', /^Service/);
  expect(last()).toEqual({ refId: 'A', version: 1, queryType: 'service', model: 'digits' });
  expect(screen.queryByLabelText('Model')).not.toBeInTheDocument();
  await choose(user, 'Group by', 'operation');
  await user.click(screen.getByRole('radio', { name: 'Time series' }));
  await choose(user, 'Value', /^Apdex/);
  act(() => screen.getByLabelText('Apdex, s').focus());
  await user.keyboard('0.2{Enter}');
  expect(last()).toMatchObject({ groupBy: ['operation'], format: 'timeseries', value: 'apdex', threshold: 0.2 });
});

test('without spans no services are offered', async () => {
  const { user } = setUp({ query: drift() });
  await user.click(await screen.findByLabelText('Shows'));
  expect(await screen.findByRole('option', { name: /^Summary/ })).toBeInTheDocument();
  expect(screen.queryByRole('option', { name: /^Service/ })).not.toBeInTheDocument();
});
