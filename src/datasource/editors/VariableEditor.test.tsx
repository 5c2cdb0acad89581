import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { VariableQuery } from '../lists';
import type { Resources } from '../resources';
import { digits, fakeDataSource } from '../testing/fakes';
import { VariableEditor } from './VariableEditor';

function setUp(query: Partial<VariableQuery> = {}, resources: Partial<Resources> = {}) {
  const changes: VariableQuery[] = [];
  const datasource = fakeDataSource(resources);
  function Host() {
    const [held, setHeld] = useState(query as VariableQuery);
    return (
      <VariableEditor
        datasource={datasource}
        query={held}
        onChange={(changed) => {
          changes.push(changed);
          setHeld(changed);
        }}
        onRunQuery={() => undefined}
      />
    );
  }
  render(<Host />);
  return { user: userEvent.setup(), last: () => changes[changes.length - 1] };
}

async function choose(user: ReturnType<typeof userEvent.setup>, label: string, option: string) {
  await user.click(await screen.findByLabelText(label));
  await user.click(await screen.findByRole('option', { name: option }));
}

test('a new variable lists the models', async () => {
  setUp();
  expect(await screen.findByText('It lists digits, flights now.')).toBeInTheDocument();
});

test('what is chosen is listed at once', async () => {
  const { user, last } = setUp();
  await user.click(await screen.findByRole('radio', { name: 'Features' }));
  expect(await screen.findByText(/^Choose the model/)).toBeInTheDocument();
  await choose(user, 'Model', 'digits');
  expect(await screen.findByText('It lists brightness, device, prediction now.')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'Values of a column' }));
  await choose(user, 'Column', 'device');
  expect(await screen.findByText('It lists iphone, pixel now.')).toBeInTheDocument();
  expect(last()).toEqual({ refId: 'Variable', queryType: 'values', model: 'digits', features: ['device'] });
});

test('a variable in the place of the model makes a chain', async () => {
  const { user, last } = setUp({ refId: 'X', queryType: 'segments' });
  await choose(user, 'Model', '$model');
  expect(await screen.findByText('It lists device now.')).toBeInTheDocument();
  expect(last()).toEqual({ refId: 'X', queryType: 'segments', model: '$model' });
});

test('only columns whose values are listed are offered', async () => {
  const { user } = setUp({ queryType: 'values', model: 'digits' });
  await user.click(await screen.findByLabelText('Column'));
  const offered = (await screen.findAllByRole('option')).map(({ textContent }) => textContent);
  expect(offered).toEqual(['device', 'prediction', '$model', '$feature']);
});

test('versions are offered where a model names them', async () => {
  const versioned = { ...digits, version: 'device' };
  const { user, last } = setUp({ queryType: 'segments', model: 'digits' }, { models: async () => [versioned] });
  await user.click(await screen.findByRole('radio', { name: 'Versions' }));
  expect(await screen.findByText('It lists iphone, pixel now.')).toBeInTheDocument();
  expect(last()).toMatchObject({ queryType: 'versions', model: 'digits' });
  setUp();
  await screen.findByText('It lists digits, flights now.');
  expect(screen.getAllByRole('radio', { name: 'Versions' })).toHaveLength(1);
});

test('many values are a number, none is said, an error is shown', async () => {
  const many = Array.from({ length: 30 }, (_, i) => `v${i}`);
  const query = { queryType: 'values' as const, model: 'digits', features: ['device'] };
  setUp(query, { values: async () => many });
  expect(await screen.findByText(/^It lists 30 values now: v0, .*, v11 and 18 more\.$/)).toBeInTheDocument();
  setUp(query, { values: async () => [] });
  expect(await screen.findByText('It lists nothing now.')).toBeInTheDocument();
  setUp(query, { values: () => Promise.reject(new Error('no such column')) });
  expect(await screen.findByText('no such column')).toBeInTheDocument();
});
