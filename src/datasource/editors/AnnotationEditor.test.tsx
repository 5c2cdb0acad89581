import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { episodes } from '../annotations';
import type { TidelineQuery } from '../query/query';
import { fakeDataSource } from '../testing/fakes';
import { AnnotationEditor } from './AnnotationEditor';

test('it edits what is marked, and nothing of other types', async () => {
  const changes: TidelineQuery[] = [];
  const datasource = fakeDataSource();
  function Host() {
    const [held, setHeld] = useState({
      refId: 'Anno',
      ...episodes.getDefaultQuery?.(),
      model: 'digits',
    } as TidelineQuery);
    const change = (changed: TidelineQuery) => {
      changes.push(changed);
      setHeld(changed);
    };
    return <AnnotationEditor datasource={datasource} query={held} onChange={change} onRunQuery={() => undefined} />;
  }
  render(<Host />);
  const user = userEvent.setup();
  expect(
    await screen.findByText(
      /^The times in which any of all 2 features and the prediction of digits drifted, the periods/
    )
  ).toBeInTheDocument();
  expect(screen.queryByLabelText('Shows')).not.toBeInTheDocument();
  expect(screen.queryByRole('radiogroup', { name: 'Format' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: /^Drift/ }));
  expect(changes).toEqual([
    { refId: 'Anno', version: 1, queryType: 'episodes', model: 'digits', kinds: ['excluded', 'version', 'reference'] },
  ]);
  expect(screen.queryByLabelText('Method')).not.toBeInTheDocument();
  expect(
    screen.getByText(
      'The periods that are left out of references, the first sight of each version and the days from which another reference holds of digits, day by day, or as the time range asks for.'
    )
  ).toBeInTheDocument();
});

test('whatever an annotation holds, episodes are asked for', () => {
  const target = { refId: 'Anno', version: 1, queryType: 'drift', model: 'digits' } as TidelineQuery;
  const annotation = { name: 'Drift', enable: true, iconColor: 'red', target };
  expect(episodes.prepareQuery?.(annotation)).toEqual({ ...target, queryType: 'episodes' });
  expect(episodes.prepareQuery?.({ ...annotation, target: undefined })).toBeUndefined();
});

test('what Grafana begins an annotation with is not shown as set', async () => {
  const query = { refId: 'Anno', type: 'dashboard', tags: [], matchAny: false, limit: 100, model: 'digits' };
  render(
    <AnnotationEditor
      datasource={fakeDataSource()}
      query={query as unknown as TidelineQuery}
      onChange={() => undefined}
      onRunQuery={() => undefined}
    />
  );
  expect(await screen.findByText(/^The times in which/)).toBeInTheDocument();
  expect(screen.queryByText(/^(Also set|Kept for later)/)).not.toBeInTheDocument();
});
