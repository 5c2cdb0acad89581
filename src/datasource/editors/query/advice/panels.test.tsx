import { LoadingState, type PanelData } from '@grafana/data';
import { screen } from '@testing-library/react';
import type { TidelineQuery } from '../../../query/query';
import { drift, setUp } from '../../../testing/queryEditor';
import { panelHints } from './panels';

const query = (part: Partial<TidelineQuery>) => ({ refId: 'A', ...drift(), ...part }) as TidelineQuery;
const said = (plugin: string | undefined, part: Partial<TidelineQuery>) =>
  panelHints(query(part), plugin).map(({ severity, mend }) => [severity, mend?.change]);

test.each<[string | undefined, Partial<TidelineQuery>]>([
  [undefined, { format: 'table' }],
  ['table', { format: 'table' }],
  ['tideline-driftheatmap-panel', { format: 'table' }],
  ['tideline-distribution-panel', { queryType: 'distribution' }],
  ['timeseries', {}],
  ['timeseries', { queryType: 'summary', format: 'timeseries' }],
  ['stat', { format: 'numeric' }],
  ['stat', { format: 'timeseries' }],
  ['explore', {}],
  ['explore', { format: 'table' }],
  ['explore', { queryType: 'rows' }],
])('%s draws %j', (plugin, part) => {
  expect(said(plugin, part)).toEqual([]);
});

test.each<[string, Partial<TidelineQuery>, string, Partial<TidelineQuery>]>([
  ['tideline-driftheatmap-panel', {}, 'info', { queryType: 'drift', format: 'table' }],
  ['tideline-driftheatmap-panel', { queryType: 'distribution' }, 'warning', { queryType: 'drift', format: 'table' }],
  ['tideline-distribution-panel', {}, 'warning', { queryType: 'distribution' }],
  ['timeseries', { format: 'table' }, 'warning', { queryType: 'drift', format: 'timeseries' }],
  ['timeseries', { queryType: 'summary' }, 'warning', { queryType: 'summary', format: 'timeseries' }],
  ['explore', { format: 'numeric' }, 'warning', { queryType: 'drift', format: 'timeseries' }],
  ['stat', { queryType: 'distribution' }, 'warning', { queryType: 'drift', format: 'numeric' }],
])('%s with %j: %s', (plugin, part, severity, change) => {
  expect(said(plugin, part)).toEqual([[severity, change]]);
  // What the button asks for is what the panel draws best.
  expect(said(plugin, { ...part, ...change })).toEqual([]);
});

test('the editor offers what the panel draws', async () => {
  const data = { state: LoadingState.Done, series: [], request: { panelPluginId: 'tideline-driftheatmap-panel' } };
  const { user, last } = setUp({ query: drift(), data: data as unknown as PanelData });
  await user.click(await screen.findByRole('button', { name: 'Ask for the verdicts' }));
  expect(last()).toEqual({ refId: 'A', ...drift({ format: 'table' }) });
  expect(screen.queryByRole('button', { name: 'Ask for the verdicts' })).not.toBeInTheDocument();
});
