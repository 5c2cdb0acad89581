import { CoreApp } from '@grafana/data';
import { screen } from '@testing-library/react';
import { driftValues, queryTypeNames, type TidelineQuery } from '../../../query/query';
import { methods } from '../../../testing/fakes';
import { choose, drift, setUp } from '../../../testing/queryEditor';
import { ruleHints, ruleTypes, ruleValues, thresholdAdvice } from './rules';

const query = (part: Partial<TidelineQuery> = {}) =>
  ({ refId: 'A', ...drift({ format: 'numeric' }), ...part }) as TidelineQuery;

/** The query with everything mended. */
function mended(given: TidelineQuery): TidelineQuery {
  const [hint] = ruleHints(given);
  return hint === undefined ? given : mended(JSON.parse(JSON.stringify({ ...given, ...hint.mend?.change })));
}

test('a number by name is right', () => {
  expect(
    ruleHints(query({ features: ['device'], filters: [{ column: 'device', operator: '=', value: ['a'] }] }))
  ).toEqual([]);
  expect(ruleHints(query({ model: '$__all' }))).toEqual([]);
});

test.each<[string, Partial<TidelineQuery>, string[]]>([
  ['a table', { format: 'table' }, ['format error']],
  ['a time series', { format: 'timeseries' }, ['format warning']],
  ['no format, which is a time series', { format: undefined }, ['format warning']],
  ['a browser’s days', { timezone: 'browser' }, ['timezone warning']],
  ['a variable', { model: '$model' }, ['variables error']],
  ['variables anywhere', { window: { mode: 'duration', every: '${every}' }, groupBy: ['[[by]]'] }, ['variables error']],
  ['distributions', { queryType: 'distribution' }, ['type error']],
  ['a summary as a table', { queryType: 'summary', format: undefined }, ['format error']],
])('%s is warned of, and a button mends it', (_, part, expected) => {
  const given = query(part);
  expect(ruleHints(given).map(({ id, severity }) => `${id} ${severity}`)).toEqual(expected);
  expect(ruleHints(mended(given))).toEqual([]);
});

test('every type is either for rules or mended into one that is', () => {
  for (const queryType of queryTypeNames) {
    expect(ruleTypes).toContain(mended(query({ queryType })).queryType);
  }
});

test('without its variables a query keeps all else', () => {
  const given = query({
    model: '$model',
    features: ['$feature', 'brightness'],
    filters: [
      { column: 'device', operator: '=', value: ['$device'] },
      { column: 'app', operator: '=', value: ['4'] },
    ],
    reference: { mode: 'range', from: '$from', to: '2026-01-01' },
    alpha: 0.05,
  });
  expect(ruleHints(given)[0].text).toMatch(/\$model, \$feature, \$device, \$from/);
  expect(mended(given)).toEqual({
    refId: 'A',
    version: 1,
    queryType: 'drift',
    format: 'numeric',
    features: ['brightness'],
    filters: [{ column: 'app', operator: '=', value: ['4'] }],
    alpha: 0.05,
  });
});

test('each number has its own threshold', () => {
  const advice = driftValues.map((value) => thresholdAdvice(query({ value }), methods[0]));
  expect(new Set(advice).size).toBe(driftValues.length - 2); // statistic and p-value have the same, and both of since
  expect(thresholdAdvice(query())).toMatch(/threshold to 1/);
  expect(thresholdAdvice(query({ queryType: 'summary' }))).toMatch(/unit of the feature/);
  expect(ruleValues('drift').slice(0, 2)).toEqual(['severity', 'share']);
  expect(ruleValues('drift')).not.toContain('since');
  expect(ruleValues('drift')).not.toContain('sinceAtLeast');
});

test('the editor of a rule has what a rule needs up front', async () => {
  const { user, last } = setUp({ app: CoreApp.UnifiedAlerting });
  await choose(user, 'Model', 'digits');
  expect(screen.getByText(/^One number for each of .*: the severity of the newest closed day/)).toBeInTheDocument();
  expect(screen.getByText(/^Set the rule’s threshold to 1/)).toBeInTheDocument();
  expect(screen.queryByRole('radiogroup', { name: 'Format' })).not.toBeInTheDocument();
  await user.type(screen.getByLabelText('Drifted in'), '2{Enter}');
  await user.type(screen.getByLabelText('False alarms'), '1{Enter}');
  expect(last()).toMatchObject({
    format: 'numeric',
    persist: { windows: 2, of: 2 },
    budget: { alarms: 1, per: '30d' },
  });
  await user.click(screen.getByLabelText('Shows'));
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Drift/),
    expect.stringMatching(/^Summary/),
  ]);
  await user.keyboard('{Escape}');
  await user.click(screen.getByLabelText('Model'));
  expect(screen.queryByRole('option', { name: '$model' })).not.toBeInTheDocument();
});

test('a query from a panel is mended by buttons', async () => {
  const given = drift({ model: '$model', features: ['$feature'], format: 'table', timezone: 'browser' });
  const { user, last } = setUp({ app: CoreApp.UnifiedAlerting, query: given });
  expect(await screen.findByRole('radio', { name: 'Time series' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Make it a number' }));
  await user.click(screen.getByRole('button', { name: 'Take the model’s time zone' }));
  await user.click(screen.getByRole('button', { name: 'Remove them' }));
  expect(last()).toEqual({ refId: 'A', version: 1, queryType: 'drift', format: 'numeric', features: [] });
  expect(screen.queryByRole('button', { name: 'Remove them' })).not.toBeInTheDocument();
});
