import type { DataSourceSettings } from '@grafana/data';
import { type BackendSrv, type BackendSrvRequest, setBackendSrv } from '@grafana/runtime';
import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { from } from 'rxjs';
import { parse } from 'yaml';
import type { Settings } from '../../settings';
import { fakeResources } from '../../testing/fakes';
import { ConfigEditor } from './ConfigEditor';

configure({ asyncUtilTimeout: 10_000 }); // a busy machine

/** Grafana's HTTP client, answering the data source's resource calls. */
function answer(calls: Record<string, (body: { source?: object }) => Promise<unknown>>) {
  const asked: string[] = [];
  setBackendSrv({
    fetch: ({ url, data }: BackendSrvRequest) => {
      asked.push(url);
      const path = url.replace('/api/datasources/uid/tideline/resources/', '');
      return from(calls[path](data).then((found) => ({ data: found })));
    },
  } as unknown as BackendSrv);
  return asked;
}

const { files, guess, schema, preview } = fakeResources();
const backend = {
  files,
  schema: () => schema({}),
  guess: ({ source }: { source?: object }) => guess(source ?? {}),
  preview: () => preview({}),
};

/** The editor as Grafana holds it: what it changes comes back to it, and saving raises the version. */
function setUp(jsonData: Settings = {}, part: Partial<DataSourceSettings<Settings>> = {}) {
  let current: DataSourceSettings<Settings>;
  let save: () => void;
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
    save = () => setOptions({ ...options, version: (options.version ?? 0) + 1 });
    return (
      <>
        <ConfigEditor options={options} onOptionsChange={setOptions} />
        <button onClick={() => save()}>Save & test</button>
      </>
    );
  }
  render(<Host />);
  return { user: userEvent.setup(), settings: () => JSON.parse(JSON.stringify(current.jsonData)) as Settings };
}

test('a model is a file and a press of a button: its columns are guessed and shown', async () => {
  answer(backend);
  const { user, settings } = setUp();
  await user.click(await screen.findByLabelText(/File or pattern/));
  await user.click(await screen.findByRole('option', { name: /digits\/\*\.parquet/ }));
  await user.click(screen.getByRole('button', { name: 'Add model' }));
  expect(await screen.findByRole('table', { name: 'Columns of digits' })).toBeInTheDocument();
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
  answer(backend);
  const { user, settings } = setUp({ models: [digits] });
  await user.click(screen.getByRole('button', { name: 'Edit digits' }));
  await user.click(await screen.findByLabelText('Role of brightness'));
  await user.click(await screen.findByRole('option', { name: 'Score or confidence' }));
  await user.click(screen.getByLabelText('Segment by device'));
  expect(settings().models?.[0]).toMatchObject({
    time: 'at',
    prediction: { score: 'brightness' },
    features: [],
    segments: ['device'],
  });
});

test('the rows can be looked at', async () => {
  answer(backend);
  const { user } = setUp({ models: [digits] });
  await user.click(screen.getByRole('button', { name: 'Edit digits' }));
  await user.click(await screen.findByRole('button', { name: 'Show rows' }));
  expect(await screen.findByRole('cell', { name: 'missing' })).toBeInTheDocument();
});

test('a changed folder has to be saved before its files are listed', async () => {
  const asked = answer(backend);
  const { user, settings } = setUp();
  await screen.findByLabelText(/File or pattern/);
  await user.type(screen.getByLabelText(/Folder/), '/srv/other{Enter}');
  expect(settings().store).toEqual({ engine: 'duckdb', path: '/srv/other' });
  expect(screen.getByText(/Save first/)).toBeInTheDocument();
  const before = asked.length;
  await user.click(screen.getByRole('button', { name: 'Save & test' }));
  expect(await screen.findByLabelText(/File or pattern/)).toBeInTheDocument();
  expect(asked.length).toBeGreaterThan(before);
});

test('what the backend refuses is said where it was asked', async () => {
  answer({
    ...backend,
    files: () => Promise.reject({ status: 403, data: { message: 'Only administrators may list files' }, config: {} }),
  });
  setUp();
  expect(await screen.findByText('Only administrators may list files')).toBeInTheDocument();
});

test('the same settings are shown as a provisioning file', async () => {
  answer(backend);
  const { user } = setUp({ store: { engine: 'duckdb', path: '/srv/predictions' }, models: [digits] });
  await user.click(screen.getByText('The same as a provisioning file'));
  const shown = parse((await screen.findByLabelText('Provisioning file')).textContent ?? '');
  expect(shown.datasources[0]).toMatchObject({
    uid: 'tideline',
    jsonData: { store: { path: '/srv/predictions' }, models: [digits] },
  });
});

test('a provisioned data source cannot be edited', async () => {
  answer(backend);
  setUp({ models: [digits] }, { readOnly: true });
  expect(screen.getByLabelText(/Folder/)).toBeDisabled();
  expect(screen.queryByRole('button', { name: 'Remove' })).not.toBeInTheDocument();
  expect(screen.queryByLabelText(/File or pattern/)).not.toBeInTheDocument();
});
