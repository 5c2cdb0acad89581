// The query editor as Grafana holds it, over the fake backend: what it changes comes back to it.
import type { CoreApp, PanelData } from '@grafana/data';
import { configure, render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import React, { useState } from 'react';
import { QueryEditor } from '../editors/query/QueryEditor';
import type { TidelineQuery } from '../query/query';
import type { Resources } from '../resources';
import { fakeDataSource } from './fakes';

configure({ asyncUtilTimeout: 10_000 }); // a busy machine

export interface Given {
  query?: Partial<TidelineQuery>;
  app?: CoreApp;
  data?: Partial<PanelData>;
  resources?: Partial<Resources>;
}

export function setUp({ query = {}, app, data, resources = {} }: Given = {}) {
  const changes: TidelineQuery[] = [];
  const runs: TidelineQuery[] = [];
  const datasource = fakeDataSource(resources);
  function Host() {
    const [held, setHeld] = useState({ refId: 'A', ...query } as TidelineQuery);
    return (
      <QueryEditor
        datasource={datasource}
        query={held}
        app={app}
        data={data as PanelData | undefined}
        onChange={(changed) => {
          changes.push(changed);
          setHeld(changed);
        }}
        onRunQuery={() => runs.push(changes[changes.length - 1])}
      />
    );
  }
  const { container } = render(<Host />);
  return {
    container,
    runs,
    user: userEvent.setup(),
    /** The last query that was asked, as it is saved. */
    last: () => JSON.parse(JSON.stringify(runs[runs.length - 1])),
  };
}

export async function choose(user: UserEvent, label: string, option: string | RegExp) {
  await user.click(await screen.findByLabelText(label));
  await user.click(await screen.findByRole('option', { name: option }));
}

/** A drift query of the model digits. */
export const drift = (part: Partial<TidelineQuery> = {}): Partial<TidelineQuery> => ({
  version: 1,
  queryType: 'drift',
  model: 'digits',
  ...part,
});
