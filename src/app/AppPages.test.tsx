import type { AppRootProps } from '@grafana/data';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { MemoryRouter } from 'react-router-dom-v5-compat';
import packageJson from '../../package.json';
import plugin from '../plugin.json';
import { AppPages } from './AppPages';
import { at } from './testing/drift';
import { Host, model } from './testing/host';

function open(page: string, query: Record<string, string | number> = {}) {
  const asked = Object.fromEntries(
    Object.entries({ datasource: 'tideline', model: 'digits', ...query }).map(([name, value]) => [name, String(value)])
  );
  const props = { path: `/a/tideline-ml-app/${page}`, query: asked } as unknown as AppRootProps;
  render(
    <MemoryRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
      <AppPages {...props} />
    </MemoryRouter>
  );
  return userEvent.setup();
}

const window12 = { from: at(12), to: at(20) };
const entry = { since: '2026-11-13', from: '2026-11-13', to: '2026-11-21' };

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(at(20) + 3_600_000));
afterEach(() => jest.restoreAllMocks());

describe('new normal', () => {
  test('a window is tried, applied and taken back', async () => {
    const host = new Host();
    const user = open('reference', window12);
    const effect = await screen.findByRole('region', { name: 'What it would change' });
    expect(await within(effect).findByText('1 of 2')).toBeVisible();
    expect(within(effect).getByText('0 of 2')).toBeVisible();
    expect(
      within(effect).getByRole('row', { name: /^brightness 8 of 8 drifted, severity up to 5 no drift/ })
    ).toBeVisible();

    await user.type(screen.getByLabelText(/Why/), 'retrained');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(
      await screen.findByText('digits is now compared with 2026-11-13 – 2026-11-21 in windows from 2026-11-13 on')
    ).toBeVisible();
    expect(host.puts).toHaveLength(1);
    expect(host.puts[0]).toMatchObject({ version: 7, url: 'kept' });
    expect(host.puts[0]).not.toHaveProperty('secureJsonData');
    expect(host.puts[0].jsonData).toEqual({
      store: { engine: 'duckdb' },
      models: [{ ...model, reference: [model.reference, { ...entry, why: 'retrained' }] }],
    });
    expect(screen.queryByRole('button', { name: 'Apply' })).not.toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/^Taken back: “digits is now compared/)).toBeVisible();
    expect(host.puts[1]).toMatchObject({ version: 8, jsonData: { models: [model] } });
    expect(await screen.findByRole('button', { name: 'Apply' })).toBeEnabled();
  });

  test('somebody who was quicker is not overwritten, neither by a change nor by taking one back', async () => {
    const host = new Host();
    const user = open('reference', window12);
    const apply = await screen.findByRole('button', { name: 'Apply' });
    host.stored.version = 8;
    await user.click(apply);
    expect(await screen.findByText(/^Not applied: somebody has changed/)).toBeVisible();
    expect(host.puts).toEqual([]);
    host.stored.version = 7;
    await user.click(apply);
    await screen.findByText(/is now compared with/);
    host.stored.version = 12;
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/^Not undone: somebody has changed/)).toBeVisible();
    expect(host.puts).toHaveLength(1);
  });

  test('what the data source’s check finds after the change is said', async () => {
    const host = new Host();
    host.problems = ['reference[1]: the log has no rows'];
    const user = open('reference', window12);
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    expect(await screen.findByText('reference[1]: the log has no rows')).toBeVisible();
  });

  test('a form that is wrong cannot be applied, and asks nothing', async () => {
    const host = new Host();
    const user = open('reference', window12);
    await screen.findByText('1 of 2');
    const before = host.queries.length;
    const until = screen.getByLabelText(/Until/);
    await user.clear(until);
    await user.type(until, 'soon{Enter}');
    expect(await screen.findByText(/Write a date such as 2026-01-31/)).toBeVisible();
    expect(screen.getByText('Correct the form first.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Apply' })).toBeDisabled();
    expect(host.queries).toHaveLength(before);
  });

  test('of a version: its rows alone are tried, and the entry says so', async () => {
    const host = new Host();
    const user = open('reference', { ...window12, version: '4.2.0' });
    expect(await screen.findByText('1 of 2')).toBeVisible();
    for (const { filters } of host.queries) {
      expect(filters).toEqual([{ column: 'app_version', operator: '=', value: ['4.2.0'] }]);
    }
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await screen.findByText(/^digits, version 4.2.0 is now compared with/);
    const { since: _, ...always } = entry;
    expect(host.puts[0].jsonData.models?.[0].reference).toEqual([model.reference, { ...always, version: '4.2.0' }]);
  });

  test('a provisioned data source gives the lines for its file', async () => {
    const host = new Host({ readOnly: true });
    open('reference', window12);
    const lines = await screen.findByRole('region', { name: 'Lines for the provisioning file' });
    expect(lines).toHaveTextContent(
      'reference: - from: "2026-10-01" to: "2026-10-29" - since: "2026-11-13" from: "2026-11-13" to: "2026-11-21"'
    );
    expect(screen.queryByRole('button', { name: 'Apply' })).not.toBeInTheDocument();
    expect(host.puts).toEqual([]);
  });

  test('who may not change settings sees what it would change, and who can', async () => {
    const host = new Host({}, 'Editor');
    open('reference', window12);
    expect(await screen.findByText('0 of 2')).toBeVisible();
    expect(screen.getByText(/^Administrators of this organisation can apply it/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Apply' })).not.toBeInTheDocument();
    expect(host.asked).toEqual([]);
  });
});

describe('leaving a period out', () => {
  test('it needs a reason, says what it costs, and is taken back', async () => {
    const host = new Host();
    const user = open('exclude', { from: Date.parse('2026-10-05'), to: Date.parse('2026-10-07') });
    expect(await screen.findByText('2026-10-01 – 2026-10-29 loses 2 of its 28 windows')).toBeVisible();
    const apply = screen.getByRole('button', { name: 'Apply' });
    expect(apply).toBeDisabled();
    await user.click(screen.getByLabelText(/Why/));
    await user.tab();
    expect(screen.getByText(/^Say why/)).toBeVisible();
    await user.type(screen.getByLabelText(/Why/), 'outage');
    await user.click(apply);
    await screen.findByText('2026-10-05 – 2026-10-07 is now left out of the references of digits');
    expect(host.stored.jsonData.models).toEqual([
      { ...model, exclude: [{ from: '2026-10-05', to: '2026-10-07', why: 'outage' }] },
    ]);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await screen.findByText(/^Taken back/);
    expect(host.stored.jsonData.models).toEqual([model]);
  });

  test('a reference that would be left with too little is named', async () => {
    new Host();
    open('exclude', { from: Date.parse('2026-10-01'), to: Date.parse('2026-11-01') });
    expect(await screen.findByText(/^Nothing is left of the reference 2026-10-01 – 2026-10-29/)).toBeVisible();
  });
});

describe('a model’s page', () => {
  const several = {
    ...model,
    reference: [
      { from: '2026-10-01', to: '2026-10-29' },
      { ...entry, why: 'retrained' },
      { version: '4.2.0', from: '2026-11-12', to: '2026-11-15' },
    ],
    exclude: [{ from: '2026-10-05', to: '2026-10-07', why: 'outage' }],
  };
  const stored = () => ({ jsonData: { store: { engine: 'duckdb' as const }, models: [several] } });

  test('it says what holds when, what is left out, and the versions', async () => {
    new Host(stored());
    open('model');
    const rows = within(await screen.findByRole('region', { name: 'References' })).getAllByRole('row');
    expect(rows.map((row) => row.textContent).slice(1)).toEqual([
      'before 2026-11-132026-10-01 – 2026-10-29allChangeRemove',
      'from 2026-11-13 on2026-11-13 – 2026-11-21allretrainedChangeEndRemove',
      'all4.2.0: 2026-11-12 – 2026-11-154.2.0ChangeRemove',
    ]);
    expect(await screen.findByRole('row', { name: /^4.2.0 2026-11-11 First seen … 4.2.0: 2026-11-12/ })).toBeVisible();
    expect(await screen.findByText('1 of 2 features drifts: brightness')).toBeVisible();
    expect(screen.getByText('2026-10-05 – 2026-10-07').closest('tr')).toHaveTextContent('outage');
    // Ending a reference is going back to the one before it, from today on.
    const end = screen.getByRole('link', { name: /End/ });
    const address = new URL(end.getAttribute('href')!, 'http://g').searchParams;
    expect(Object.fromEntries(address)).toMatchObject({
      from: String(Date.parse('2026-10-01')),
      to: String(Date.parse('2026-10-29')),
      since: String(at(20)),
    });
  });

  test('an entry is taken out, and put back', async () => {
    const host = new Host(stored());
    const user = open('model');
    await user.click(await screen.findByRole('button', { name: 'Remove 2026-11-13 – 2026-11-21' }));
    expect(await screen.findByText('digits is no longer compared with 2026-11-13 – 2026-11-21')).toBeVisible();
    expect(host.stored.jsonData.models?.[0].reference).toEqual([several.reference[0], several.reference[2]]);
    await waitFor(() => expect(screen.queryByText('retrained')).not.toBeInTheDocument());
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('retrained')).toBeVisible();
    expect(host.stored.jsonData).toEqual(stored().jsonData);
  });

  test('of a provisioned data source the lines without it are shown', async () => {
    const host = new Host({ ...stored(), readOnly: true });
    const user = open('model');
    await user.click(await screen.findByRole('button', { name: 'Remove 2026-10-05 – 2026-10-07' }));
    expect(await screen.findByRole('region', { name: 'Lines for the provisioning file' })).toHaveTextContent(
      '# exclude: is left out'
    );
    expect(host.puts).toEqual([]);
  });

  test('who may not change settings gets no buttons, and is told who can', async () => {
    new Host(stored(), 'Viewer');
    open('model');
    expect(await screen.findByText(/administrators of this organisation change them/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument();
  });

  test('a model that is not there is an error that lists those that are', async () => {
    new Host();
    open('model', { model: 'digts' });
    expect(await screen.findByText('Data source “Tideline” has no model “digts”. It has: digits.')).toBeVisible();
  });

  test('an address without a model leads to the list', async () => {
    const host = new Host();
    open('model', { model: '' });
    expect(await screen.findByRole('link', { name: 'Choose one of the models' })).toHaveAttribute(
      'href',
      expect.stringContaining('/start')
    );
    expect(host.asked).toEqual([]);
  });
});

describe('diagnostics', () => {
  test('what the process holds, what each model costs and where the time goes, and the slow queries', async () => {
    new Host();
    open('diagnostics');
    const memory = await screen.findByRole('region', { name: 'Memory' });
    expect(within(memory).getByRole('meter', { name: 'Cache' })).toHaveAttribute('aria-valuetext', '24 MiB / 256 MiB');
    expect(within(memory).getByText('1,320 answers kept, 7 pushed out')).toBeVisible();
    expect(within(memory).getByText('nothing in temporary files')).toBeVisible();
    const rows = within(screen.getByRole('region', { name: 'Tideline' })).getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)[1]).toBe(
      'digits240' + '2' + '150 ms' + '98 %' + '3' + '740,000' + 'store 60 %, verdicts 30 %, planning 10 %'
    );
    expect(rows[3]).toHaveTextContent('distribution{"model":"digits"}2.50 s2700,000store 80 %, verdicts 20 %');
  });

  test('it is asked again by hand, and what it does not say is an error', async () => {
    const host = new Host();
    const user = open('diagnostics');
    await screen.findByRole('region', { name: 'Memory' });
    host.diagnostics = async () => {
      throw new Error('only administrators may look behind a data source');
    };
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(await screen.findByText('only administrators may look behind a data source')).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Memory' })).not.toBeInTheDocument();
  });
});

test('the first page lists models with how they are, what they are compared with, and their newest version', async () => {
  new Host({
    jsonData: {
      store: { engine: 'duckdb' },
      models: [{ ...model, reference: [{ from: '2026-10-01', to: '2026-10-29' }, entry] }],
    },
  });
  open('start');
  // No query answers how right a model is, so nothing says that one does.
  const [what] = await screen.findAllByText(/^Tideline reads the prediction log/);
  expect(what).toHaveTextContent(
    /features, predictions or labels have moved away from a reference, or values are missing/
  );
  for (const description of [plugin.info.description, packageJson.description]) {
    expect(description).toMatch(/: drift of features, predictions and labels, and data quality, computed from/);
  }
  const row = (await screen.findByRole('link', { name: 'digits' })).closest('tr')!;
  expect(await within(row).findByText('1 of 2 features drifts: brightness')).toBeVisible();
  expect(await within(row).findByText('4.2.0, of 2')).toBeVisible();
  expect(within(row).getByRole('link', { name: 'digits' })).toHaveAttribute(
    'href',
    '/a/tideline-ml-app/model?datasource=tideline&model=digits'
  );
});
