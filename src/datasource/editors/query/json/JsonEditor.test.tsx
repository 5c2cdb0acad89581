// The JSON side of the query editor, in the plain text area that stands in where Monaco cannot be had.
import { fireEvent, screen } from '@testing-library/react';
import { drift, setUp } from '../../../testing/queryEditor';

let monaco: 'broken' | 'never' = 'broken';
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  CodeEditor: () => {
    if (monaco === 'broken') {
      throw new Error('no Monaco here');
    }
    return null;
  },
}));

beforeEach(() => {
  monaco = 'broken';
  jest.spyOn(console, 'error').mockImplementation(() => undefined); // React tells of the error that is thrown
});
afterEach(() => jest.restoreAllMocks());

const area = () => screen.findByLabelText<HTMLTextAreaElement>('The query as JSON');
const write = async (text: string) => {
  const textArea = await area();
  fireEvent.change(textArea, { target: { value: text } });
  fireEvent.blur(textArea);
};

test('the query is shown without Grafana’s keys, and what is written is asked', async () => {
  const { user, last, runs } = setUp({ query: drift({ datasource: { uid: 'x' }, features: ['device'] }) });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  expect(JSON.parse((await area()).value)).toEqual(drift({ features: ['device'] }));
  fireEvent.blur(await area());
  expect(runs).toEqual([]);
  await write('{"version": 1, "queryType": "rows", "model": "digits", "limit": 5}');
  const rows = { version: 1, queryType: 'rows', model: 'digits', limit: 5 };
  expect(last()).toEqual({ refId: 'A', datasource: { uid: 'x' }, ...rows });
  await user.click(screen.getByRole('radio', { name: 'Builder' }));
  expect(await screen.findByLabelText('Rows')).toHaveValue(5);
  await user.click(screen.getByRole('radio', { name: 'JSON' }));
  expect(JSON.parse((await area()).value)).toEqual(rows);
});

test('what is no JSON is told by its line, is not sent, and is not lost by a switch', async () => {
  const { user, runs } = setUp({ query: drift() });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  const before = (await area()).value;
  await write('{\n  "model": "digits",\n}');
  expect(await screen.findByText(/^Line 3: This is not JSON from column 1 on/)).toBeInTheDocument();
  expect(screen.getByRole('radio', { name: 'Builder' })).toBeDisabled();
  expect(runs).toEqual([]);
  expect((await area()).value).toBe('{\n  "model": "digits",\n}');
  await user.click(screen.getByRole('button', { name: 'Take the changes back' }));
  expect((await area()).value).toBe(before);
  expect(screen.getByRole('radio', { name: 'Builder' })).toBeEnabled();
});

test('a wrong type is named before it is sent; an unknown field is sent and said', async () => {
  const { user, runs, last } = setUp({ query: drift() });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  await write('{"queryType": "drift",\n"model": "digits", "alpha": "much"}');
  expect(await screen.findByText('Line 2: alpha must be a number, not the text “much”')).toBeInTheDocument();
  expect(runs).toEqual([]);
  await write('{"version": 1, "queryType": "drift",\n"model": "digits", "colour": "red"}');
  expect(await screen.findByText(/colour is not a field that this editor knows/)).toBeInTheDocument();
  expect(last()).toEqual({ refId: 'A', ...drift(), colour: 'red' });
});

test('a query of a newer version is shown as it is, and kept', async () => {
  const { runs } = setUp({ query: drift({ version: 9, features: ['device'] }) });
  expect(await screen.findByText(/newer Tideline \(version 9/)).toBeInTheDocument();
  expect(screen.getByRole('radio', { name: 'Builder' })).toBeDisabled();
  expect(screen.queryByLabelText('Features')).not.toBeInTheDocument();
  expect(JSON.parse((await area()).value)).toMatchObject({ version: 9, features: ['device'] });
  expect(runs).toEqual([]);
});

test('a query of an unknown type can be given up for a new one', async () => {
  const { user, last } = setUp({ query: { ...drift(), queryType: 'lens' as never, ...{ width: 3 } } });
  expect(await screen.findByText(/does not know, “lens”/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Begin anew' }));
  expect(last()).toEqual({ refId: 'A', ...drift({ format: 'timeseries' }) });
  expect(await screen.findByLabelText('Features')).toBeInTheDocument();
});

test('a Monaco that never comes is not waited for for ever', async () => {
  monaco = 'never';
  const { user } = setUp({ query: drift() });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  expect(screen.queryByLabelText('The query as JSON')).not.toBeInTheDocument();
  expect((await area()).value).toMatch(/"model": "digits"/);
});
