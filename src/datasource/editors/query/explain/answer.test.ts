import { type DataFrame, LoadingState, type PanelData, toDataFrame } from '@grafana/data';
import { answerTo, errorsAt, parseErrors } from './answer';

const stats = (rows: number, seconds: number, cached: number, computed: number) => [
  { displayName: 'Rows scanned', value: rows },
  { displayName: 'Time in the store', unit: 's', value: seconds },
  { displayName: 'Answers from the cache', value: cached },
  { displayName: 'Answers computed', value: computed },
];

const series = (points: number, meta: object, refId = 'A') =>
  toDataFrame({
    refId,
    fields: [{ name: 'severity', values: Array.from({ length: points }, (_, i) => i) }],
    meta: { type: 'timeseries-multi', custom: { model: 'digits' }, ...meta },
  });

const panel = (frames: DataFrame[], rest: Partial<PanelData> = {}): PanelData =>
  ({ state: LoadingState.Done, series: frames, timeRange: {}, ...rest }) as PanelData;

test('what it cost: the answer’s, once, and what came back', () => {
  const meta = { stats: stats(230_000, 0.4123, 3, 9) };
  const data = panel([series(56, meta), series(56, meta), series(4, { stats: stats(1e9, 99, 0, 1) }, 'B')]);
  expect(answerTo('A', data)?.cost).toBe(
    'read 230,000 rows in 0.41 s · 3 of 12 answers from the cache · 2 series, 112 points'
  );
});

test('a query of all models has a cost for each model', () => {
  const one = (model: string, rows: number) => series(1, { custom: { model }, stats: stats(rows, 1, 0, 1) });
  expect(answerTo('A', panel([one('digits', 10), one('digits', 10), one('flights', 5)]))?.cost).toBe(
    'read 15 rows in 2 s · 3 series, 3 points'
  );
});

test('from the cache, nothing, numbers, tables', () => {
  expect(answerTo('A', panel([series(1, { type: 'numeric-multi', stats: stats(0, 0, 12, 0) })]))?.cost).toBe(
    'read no rows · 12 of 12 answers from the cache · 1 number'
  );
  expect(answerTo('A', panel([series(672, { type: 'table', stats: stats(5, 0.0001, 0, 1) })]))?.cost).toBe(
    'read 5 rows in under 0.01 s · a table of 672 rows'
  );
  expect(answerTo('A', panel([series(1, { type: 'table', stats: stats(5, 0.0001, 0, 1) })]))?.cost).toMatch(
    /a table of 1 row$/
  );
  expect(answerTo('A', panel([]))?.cost).toBe('no data');
});

test('before it is asked, and while it is', () => {
  expect(answerTo('A', undefined)).toBeUndefined();
  expect(answerTo('A', panel([], { state: LoadingState.Loading }))).toMatchObject({ state: 'asking', errors: [] });
});

test('remarks of the answer, each once', () => {
  const notices = [{ severity: 'info' as const, text: 'A file was skipped.' }];
  expect(answerTo('A', panel([series(1, { notices }), series(1, { notices })]))?.notices).toEqual(notices);
});

test('a remark without a severity is an information', () => {
  const notices = [{ text: 'The query’s field "colour" is not known and was ignored.' }];
  expect(answerTo('A', panel([series(1, { notices })]))?.notices).toEqual([{ severity: 'info', ...notices[0] }]);
});

test('errors are of the field that they name', () => {
  const data = panel([], {
    state: LoadingState.Error,
    errors: [
      { refId: 'A', message: 'features[0]: "bright" is not known.\nwindow.every: "soon" is not a length of time' },
      { refId: 'B', message: 'threshold: is 9' },
    ],
  });
  const answer = answerTo('A', data);
  expect(answer).toMatchObject({ state: 'failed', cost: '' });
  expect(answer?.errors).toEqual([
    { field: 'features[0]', text: '"bright" is not known.' },
    { field: 'window.every', text: '"soon" is not a length of time' },
  ]);
  expect(errorsAt(answer?.errors ?? [], 'features', 'method')).toHaveLength(1);
});

test('what names no field is about the whole', () => {
  expect(parseErrors(['model "digits": its log could not be read: no such file'])).toEqual([
    { text: 'model "digits": its log could not be read: no such file' },
  ]);
  expect(answerTo('A', panel([], { state: LoadingState.Error, error: { refId: 'A' } }))?.errors).toEqual([
    { text: 'The query failed.' },
  ]);
});
