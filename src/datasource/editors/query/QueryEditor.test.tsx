import { CoreApp } from '@grafana/data';
import { act, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { DataSource } from '../../DataSource';
import type { TidelineQuery } from '../../query';
import type { Resources } from '../../resources';
import { digits, fakeResources } from '../../testing/fakes';
import { QueryEditor } from './QueryEditor';

configure({ asyncUtilTimeout: 10_000 }); // a busy machine

/** The editor as Grafana holds it: what it changes comes back to it. */
function setUp({
  query = {},
  app,
  resources = {},
}: { query?: Partial<TidelineQuery>; app?: CoreApp; resources?: Partial<Resources> } = {}) {
  const changes: TidelineQuery[] = [];
  const runs: TidelineQuery[] = [];
  const datasource = {
    uid: 'tideline',
    resources: fakeResources(resources),
    resolve: (text: string) => text.replace('$model', 'digits'),
    variableNames: () => ['$model', '$feature'],
  } as unknown as DataSource;
  function Host() {
    const [held, setHeld] = useState({ refId: 'A', ...query } as TidelineQuery);
    return (
      <QueryEditor
        datasource={datasource}
        query={held}
        app={app}
        onChange={(changed) => {
          changes.push(changed);
          setHeld(changed);
        }}
        onRunQuery={() => runs.push(changes[changes.length - 1])}
      />
    );
  }
  render(<Host />);
  return { runs, user: userEvent.setup(), last: () => JSON.parse(JSON.stringify(runs[runs.length - 1])) };
}

async function choose(user: ReturnType<typeof userEvent.setup>, label: string, option: string | RegExp) {
  await user.click(await screen.findByLabelText(label));
  await user.click(await screen.findByRole('option', { name: option }));
}

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
  const query = {
    version: 1,
    queryType: 'drift' as const,
    model: 'digits',
    filters: [{ column: 'device', operator: '=', value: ['pixel'] }],
  };
  const { user } = setUp({ query });
  await user.click(await screen.findByText('Options'));
  for (const control of [
    ...screen.getAllByRole('combobox'),
    ...screen.getAllByRole('textbox', { hidden: false }),
    ...screen.getAllByRole('spinbutton'),
    ...screen.getAllByRole('radiogroup'),
  ]) {
    expect(control).toHaveAccessibleName();
  }
  for (const button of screen.getAllByRole('button')) {
    expect(button).toHaveAccessibleName();
  }
});

test('the method says what it is, and only those that fit the features are offered', async () => {
  const query = { version: 1, queryType: 'drift' as const, model: 'digits', features: ['device'], method: 'chi2' };
  const { user } = setUp({ query });
  expect(await screen.findByText('Differences of shares · Σ(O−E)²/E')).toBeInTheDocument();
  await user.click(screen.getByLabelText('Method'));
  const offered = screen.getAllByRole('option').map((option) => option.textContent);
  expect(offered.some((text) => text?.includes('Kolmogorov'))).toBe(false);
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
  const { user, last } = setUp({ query: { version: 1, queryType: 'drift', model: 'digits', alpha: 0.05 } });
  await user.click(await screen.findByText('Options'));
  await user.type(screen.getByLabelText(/false alarms/), '1{Enter}');
  expect(last()).toMatchObject({ budget: { alarms: 1, per: '30d' } });
  expect(last()).not.toHaveProperty('alpha');
  await user.type(within(document.body).getByLabelText(/Drifted in/), '2{Enter}');
  expect(last().persist).toEqual({ windows: 2, of: 2 });
});
