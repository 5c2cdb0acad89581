import {
  correctionNames,
  formatNames,
  noiseNames,
  precisionNames,
  queryTypeNames,
  type ReferenceSpec,
  ruleNames,
  type TidelineQuery,
  type WindowSpec,
} from '../../../query/query';
import { valuesOf } from '../../../query/reads';
import { receive } from '../../../query/received';
import { digits, flights, methods } from '../../../testing/fakes';
import type { Context } from './context';
import { sentence } from './sentence';
import type { Variables } from './words';

const hour = 3_600_000;
const day = 24 * hour;

/** Variables by name; 'all' stands for everything. */
const variables = (known: Record<string, string[] | 'all'> = {}): Variables => ({
  expand: (text) => {
    const values = known[text.slice(1)];
    return values === 'all' ? ['a', 'b'] : (values ?? [text]);
  },
  isAll: (text) => known[text.slice(1)] === 'all',
});

const context: Context = {
  models: [{ ...digits, reference: '2026-09-29 – 2026-10-27' }, flights],
  methods,
  variables: variables({
    model: ['digits'],
    feature: ['brightness', 'contrast'],
    every: ['6h'],
    device: 'all',
    anyModel: 'all',
  }),
  rangeLength: 56 * day,
};
const say = (part: Partial<TidelineQuery>, beside: Partial<Context> = {}) => {
  const { asked, judged } = sentence(
    { refId: 'A', version: 1, queryType: 'drift', model: 'digits', ...part },
    { ...context, ...beside }
  );
  return (asked + judged).replaceAll('\u00a0', ' ');
};

const judged =
  '; drifted means a change beyond noise and ordinary variation (1 % chance of any false call in a window) ' +
  'and an effect of at least 0.1 (or the model’s own threshold)';

test('a plain query', () => {
  expect(say({})).toBe(
    `Severity (1 or more is drifted) of all 2 features and the prediction of digits, day by day, compared with its reference, 29 Sep – 26 Oct 2026${judged}.`
  );
});

test('features, segments and conditions are named', () => {
  expect(
    say({
      features: ['brightness', 'contrast'],
      groupBy: ['device'],
      filters: [
        { column: 'app_version', operator: '=', value: ['4.2'] },
        { column: 'device', operator: 'in', value: ['lumen-2', 'lumen-3'] },
        { column: 'width', operator: 'is null' },
      ],
    })
  ).toBe(
    'Severity (1 or more is drifted) of brightness and contrast of digits, day by day, compared with its reference, 29 Sep – 26 Oct 2026, ' +
      `split by device, only where app_version = 4.2 and device is one of lumen-2 or lumen-3 and width is missing${judged}.`
  );
  expect(say({ features: ['a', 'b', 'c', 'd', 'e', 'prediction'] })).toMatch(/of a, b, c and 3 more of digits/);
  expect(say({ features: ['prediction', 'target'] })).toMatch(/of the prediction and the target of digits/);
});

test('a condition that is still being made, or that restricts nothing, is none', () => {
  const filters = [
    { column: '', operator: '=', value: ['x'] },
    { column: 'device', operator: '=', value: [] },
  ];
  expect(say({ filters })).not.toMatch(/only where/);
  expect(say({ filters: [{ column: 'device', operator: '=', value: ['$device'] }] })).toMatch(
    /only where device is anything \(\$device is set to all\)/
  );
  expect(say({ filters: [{ column: 'device', operator: '!=', value: [''] }] })).toMatch(/device ≠ “”/);
});

test('variables stand by name with what they are now', () => {
  const text = say({
    model: '$model',
    features: ['$feature'],
    window: { mode: 'duration', every: '$every' },
    groupBy: ['$device'],
  });
  expect(text).toMatch(/of \$feature \(brightness and contrast\) of \$model \(digits\), every \$every \(6 hours\)/);
  expect(text).toMatch(/split by \$device \(all\)/);
  expect(say({ features: ['$device'] })).toMatch(/of all 2 features and the prediction \(\$device is set to all\) of/);
  expect(say({ model: '$anyModel', format: 'numeric' })).toMatch(
    /of every model \(\$anyModel is set to all\): the severity of the newest closed window .*, compared with its own reference/
  );
  expect(say({ model: '$__all' })).toMatch(
    /of all features of every model, in the model’s own windows, adapted to the time range/
  );
});

test('the dashboard’s filters are said to be the dashboard’s', () => {
  expect(say({}, { adHoc: [{ key: 'device', operator: '=|', value: 'a', values: ['a', 'b'] }] })).toMatch(
    /, and by the dashboard’s filters only where device is one of a or b/
  );
});

test.each<[WindowSpec, number | undefined, RegExp]>([
  [{ mode: 'auto' }, 56 * day, /of digits, day by day, compared/],
  [{ mode: 'auto' }, undefined, /, day by day, or as the time range asks for, /],
  [{ mode: 'auto' }, 400 * day, /, day by day, or in longer windows to suit the time range, /],
  [{ mode: 'auto' }, 6 * hour, /, in windows short enough for the time range, as the model’s own are 1 day, /],
  [{ mode: 'duration', every: '1h' }, day, /, hour by hour, /],
  [{ mode: 'duration', every: '6h' }, day, /, every 6 hours, /],
  [{ mode: 'duration', every: '1h30m' }, day, /, every 1 hour 30 minutes, /],
  [{ mode: 'duration', every: '1d', length: '7d' }, day, /, day by day over the last 7 days, /],
  [{ mode: 'last', duration: '1d' }, day, /, over the last day as one window, /],
  [{ mode: 'duration', every: 'soon' }, day, /, every soon, /],
  [{ mode: 'calendar', unit: 'month' }, day, /, month by month, /],
  [{ mode: 'range' }, day, /, over the whole time range as one window, /],
  [{ mode: 'last', duration: '24h' }, day, /, over the last 24 hours as one window, /],
])('windows: %j in %d', (window, rangeLength, expected) => {
  expect(say({ window }, { rangeLength })).toMatch(expected);
});

test.each<[ReferenceSpec, RegExp]>([
  [{ mode: 'range', from: '2026-01-01', to: '2026-02-01' }, /, compared with 1 Jan – 31 Jan 2026;/],
  [{ mode: 'range', from: '2025-12-31', to: '2026-01-01' }, /, compared with 31 Dec 2025;/],
  [{ mode: 'range', from: '2025-12-01', to: '2026-01-02' }, /, compared with 1 Dec 2025 – 1 Jan 2026;/],
  [
    { mode: 'range', from: '2026-01-01T06:00:00Z', to: '2026-02-01' },
    /, compared with 1 Jan 2026, 06:00 – 1 Feb 2026, 00:00;/,
  ],
  [{ mode: 'range', from: '$feature', to: 'now' }, /the time from \$feature \(brightness and contrast\) to now;/],
  [{ mode: 'previous' }, /, compared with the window before;/],
  [{ mode: 'trailing', windows: 7 }, /, compared with the 7 windows before;/],
])('references: %j', (reference, expected) => {
  expect(say({ reference })).toMatch(expected);
});

test('instants of a reference are told by the model’s clock', () => {
  const models = [{ ...digits, timezone: 'Europe/Copenhagen' }];
  const reference = { mode: 'range' as const, from: '2026-09-28T22:00:00Z', to: '2026-10-26T23:00:00Z' };
  expect(say({ reference }, { models })).toMatch(/compared with 29 Sep – 26 Oct 2026/);
  expect(say({}, { models: [{ ...digits, reference: '2026-09-29 – 2026-10-27 06:00' }] })).toMatch(
    /its reference, 29 Sep 2026, 00:00 – 27 Oct 2026, 06:00/
  );
});

test('several references: the one of its time, or of its version', () => {
  const references = [{ text: 'a' }, { text: 'b', since: '2026-11-20T00:00:00Z' }, { text: '4.2: c', version: '4.2' }];
  const model = { ...digits, reference: '2026-11-20 – 2026-11-26', references, version: 'app_version' };
  const of = (part: Partial<TidelineQuery>) => say(part, { models: [model] });
  expect(of({})).toMatch(/compared with the reference that holds at its time, now 20 Nov – 25 Nov 2026/);
  expect(of({ format: 'numeric' })).toMatch(/compared with its reference, 20 Nov – 25 Nov 2026/);
  const byVersion = /compared with the reference of each app_version/;
  expect(of({ groupBy: ['app_version'] })).toMatch(byVersion);
  expect(of({ filters: [{ column: 'app_version', operator: '=', value: ['4.2'] }] })).toMatch(byVersion);
  expect(of({ filters: [{ column: 'app_version', operator: 'in', value: ['4.2', '4.3'] }] })).not.toMatch(byVersion);
  expect(of({ filters: [{ column: 'app_version', operator: '=', value: ['$device'] }] })).not.toMatch(byVersion);
});

test('the model’s reference, whatever it is', () => {
  const of = (reference?: string, timeless?: boolean) => say({}, { models: [{ ...digits, reference, timeless }] });
  expect(of('another file')).toMatch(/compared with its reference, another file/);
  expect(of('')).toMatch(/compared with the first windows of its log, as the model names no reference/);
  expect(of('another file', true)).toMatch(/of digits, over all its rows, as it has no time column, compared/);
  expect(say({}, { models: undefined })).toMatch(/compared with the model’s reference/);
});

test('a number for an alert rule', () => {
  expect(say({ format: 'numeric' })).toBe(
    'One number for each of all 2 features and the prediction of digits: the severity of the newest closed day (1 or more is drifted), ' +
      `compared with its reference, 29 Sep – 26 Oct 2026${judged}.`
  );
  expect(say({ format: 'numeric', persist: { windows: 2, of: 3 } })).toMatch(
    /the severity that 2 of the last 3 windows reach, the last being the newest closed day \(1 or more is drifted\).*own threshold\)\.$/
  );
  expect(say({ format: 'numeric', value: 'share', persist: { windows: 2, of: 3 } })).toMatch(
    /own threshold\), in 2 of the last 3 windows\.$/
  );
  expect(say({ format: 'numeric', value: 'age', persist: { windows: 2, of: 3 } })).toBe(
    'One number: the age of the newest row of digits in seconds.'
  );
  expect(say({ format: 'numeric', value: 'share', window: { mode: 'duration', every: '6h' } })).toMatch(
    /^One number: the share of all 2 features and the prediction of digits that drifted in the newest closed window of 6 hours, of those with a verdict, compared/
  );
  expect(say({ format: 'numeric', reference: { mode: 'previous' } })).toMatch(/compared with the day before/);
});

test('what makes a verdict, where it is not the default', () => {
  expect(say({ alpha: 0.005, correction: 'holm', threshold: 0.25 })).toMatch(
    /variation \(0\.5 % chance of any false call in a window, Holm\) and an effect of at least 0\.25\.$/
  );
  expect(say({ budget: { alarms: 1, per: '30d' } })).toMatch(/variation \(1 false alarm in 30 days\) and/);
  expect(say({ noise: 'sampling', rule: 'test' })).toMatch(
    /; drifted means a change beyond sampling noise \(1 % chance of any false call in a window\), however small\.$/
  );
  expect(say({ rule: 'threshold' })).toMatch(
    /; drifted means an effect of at least 0\.1 \(or the model’s own threshold\), however unsure\.$/
  );
  expect(say({ correction: 'none' })).toMatch(/\(1 % chance of a false call for each feature by itself\)/);
  expect(say({ minRows: 200, precision: 'exact' })).toMatch(
    /; a window of fewer than 200 rows is not judged; every value is counted by itself\.$/
  );
  expect(say({ method: 'ks' })).toMatch(
    /of all numeric features of digits, day by day, measured by Kolmogorov–Smirnov/
  );
  expect(say({ method: 'unheard' })).toMatch(/measured by unheard, .*the model’s or the method’s own threshold\.$/);
  expect(say({ method: 'evidently.psi', alpha: 0.005, rule: 'test' })).toMatch(
    /; drifted means what evidently\.psi itself calls drift\.$/
  );
  expect(say({ method: 'evidently.psi', threshold: 0.2 })).toMatch(/ itself calls drift, with its line at 0\.2\.$/);
  expect(say({ method: 'nannyml.wasserstein', deviations: 2 })).toMatch(
    / itself calls drift, with its line 2 standard deviations above the mean of the reference’s windows\.$/
  );
  expect(say({ method: 'nannyml.wasserstein', deviations: 2, threshold: 0.2 })).toMatch(/ with its line at 0\.2\.$/);
  expect(say({ method: 'evidently.psi', deviations: 2 })).toMatch(/ itself calls drift\.$/);
  expect(say({ includePartial: true, timezone: 'Asia/Tokyo' })).toMatch(
    /day by day, the unfinished one included, by the clock of Asia\/Tokyo,/
  );
});

test('other types', () => {
  expect(say({ queryType: 'distribution', features: ['device'] })).toMatch(
    /^The distribution of device of digits, day by day, compared with its reference/
  );
  expect(say({ queryType: 'explain' })).toBe(
    `What changed of all 2 features and the prediction of digits in the newest window that drifted, day by day, compared with its reference, 29 Sep – 26 Oct 2026${judged}.`
  );
  expect(say({ queryType: 'explain', features: ['device'], limit: 5 })).toMatch(
    /^What changed of device of digits in the newest 5 windows that drifted, or in the newest where none did, day by day/
  );
  expect(say({ queryType: 'explain', window: { mode: 'range' }, method: 'psi' })).toMatch(
    /^What changed of .*, in words and numbers, .*the whole.*, measured by/
  );
  expect(say({ queryType: 'summary', format: 'timeseries', value: 'p50', features: ['brightness'] })).toBe(
    'The median of brightness of digits, day by day.'
  );
  expect(say({ queryType: 'summary' })).toBe(
    'Rows, missing share, mean, quantiles and the commonest categories of all 2 features and the prediction of digits, day by day.'
  );
  expect(say({ queryType: 'summary', format: 'numeric', value: 'null_share' })).toBe(
    'One number each: the share of rows without a value of all 2 features and the prediction of digits in the newest closed day.'
  );
  expect(say({ queryType: 'rows' })).toBe(
    'The newest 100 predictions of digits in the time range, with all declared columns.'
  );
  expect(say({ queryType: 'rows', features: ['brightness'], limit: 1000, offset: 2000 })).toBe(
    'The next 1,000 predictions of digits after the newest 2,000 in the time range, with time, id, brightness.'
  );
  expect(say({ queryType: 'values', features: ['device'] })).toBe(
    'The values of device of digits in the time range, and how many rows have each.'
  );
  expect(say({ queryType: 'models', model: undefined })).toBe(
    'Every model with its features, its prediction, its target and its segments.'
  );
  expect(say({ queryType: 'episodes', kinds: ['excluded'] })).toBe(
    'The periods that are left out of references of digits.'
  );
  expect(say({ queryType: 'episodes', kinds: ['version'] })).toBe(
    'The first sight of each version of digits, day by day.'
  );
  expect(say({ queryType: 'episodes' })).toMatch(
    /^The times in which any of all 2 features and the prediction of digits drifted, the periods that are left out of references, the first sight of each version and the days from which another reference holds, day by day/
  );
  expect(say({ queryType: 'episodes', kinds: ['drift'], features: ['device', 'brightness'] })).toMatch(
    /^The times in which each of device and brightness of digits drifted, day by day/
  );
});

test('what is missing is asked for', () => {
  expect(say({ model: undefined })).toMatch(/^Choose a model/);
  expect(say({ model: 'digit' })).toBe('There is no model called “digit”: choose one of digits and flights.');
  expect(say({ model: 'digit' }, { models: undefined })).toMatch(/^Severity/);
  expect(say({ model: '$__all', format: 'table' })).toMatch(/^Choose one model/);
  expect(say({ queryType: 'values', features: [] })).toMatch(/^Choose the one column/);
  expect(say({ reference: { mode: 'range', from: '', to: '' } })).toMatch(/^Say from when to when/);
  expect(say({ method: 'psi', binning: { mode: 'edges', edges: [] } })).toBe('Say where bins end.');
  expect(say({ window: { mode: 'last' } })).toBe('Say how many rows a window has.');
  expect(say({ window: { mode: 'rows' } as WindowSpec })).toBe('Say how many rows a window has.');
  expect(say({ window: { mode: 'count', count: 4 }, budget: { alarms: 1, per: '30d' } })).toMatch(
    /^A budget of false alarms is of time/
  );
  const rows = 'Say which rows the reference is made of.';
  expect(say({ reference: { mode: 'filter', filters: [] } })).toBe(rows);
  const all = { column: 'device', operator: '=', value: ['$device'] };
  expect(say({ reference: { mode: 'filter', filters: [all] } })).toBe(rows);
});

test('windows of rows', () => {
  const cut = (window: WindowSpec, format?: 'numeric') => say({ window, format });
  expect(cut({ mode: 'rows', rows: 1000 })).toMatch(/of digits, in windows of 1,000 rows from each midnight on, comp/);
  expect(cut({ mode: 'rows', rows: 1, anchor: 'range' })).toMatch(
    /in windows of 1 row from the start of the time range on/
  );
  expect(cut({ mode: 'count', count: 10 })).toMatch(/over the time range in 10 windows of equally many rows/);
  expect(cut({ mode: 'last', rows: 500 })).toMatch(/over the last 500 rows as one window/);
  expect(cut({ mode: 'rows', rows: 1000 }, 'numeric')).toMatch(/of the newest closed window of 1,000 rows/);
  expect(cut({ mode: 'last', rows: 500 }, 'numeric')).toMatch(/of the last 500 rows/);
});

test('references by season and by other rows', () => {
  const compared = (reference: ReferenceSpec) => /, compared with (.*?); drifted/.exec(say({ reference }))?.[1];
  expect(compared({ mode: 'season', period: '7d', windows: 4 })).toBe('the same time of the 4 weeks before');
  expect(compared({ mode: 'season', period: '24h', windows: 1 })).toBe('the same time of the day before');
  expect(compared({ mode: 'season', period: '12h', windows: 3, skipDrifted: true })).toBe(
    'the same time of the 3 periods of 12 hours before, those that had drifted left out'
  );
  expect(compared({ mode: 'trailing', windows: 5, skipDrifted: true })).toBe(
    'the 5 windows before, those that had drifted left out'
  );
  const filters = [
    { column: 'version', operator: '=', value: ['1'] },
    { column: 'device', operator: 'in', value: ['a', 'b'] },
  ];
  expect(compared({ mode: 'filter', filters })).toBe(
    'rows of the same window where version = 1 and device is one of a or b'
  );
});

test('numbers that are variables, and what is no number', () => {
  const threshold = '$number' as unknown as number;
  expect(say({ threshold }, { variables: variables({ number: ['0.3'] }) })).toMatch(/effect of at least 0\.3\./);
  expect(say({ threshold }, { variables: variables({ number: ['much'] }) })).toBe(
    'There is no answer yet: threshold must be a number, not the text “much”.'
  );
  expect(say({ alpha: 3 })).toMatch(/^There is no answer yet: alpha is 3; it must lie between/);
});

test('a query that somebody wrote by hand, with half of it left out', () => {
  const halves = {
    window: [{}, { mode: 'duration' }, { mode: 'calendar' }, { mode: 'last' }, { mode: 'duration', length: '6h' }],
    reference: [{}, { mode: 'range' }, { mode: 'trailing' }, { mode: 'filter' }, { mode: 'season' }],
    persist: [{}, { windows: 2 }, { of: 3 }],
    budget: [{}, { alarms: 3 }],
    filters: [[{}], [{ column: 'device' }], [{ column: 'device', operator: 'is null' }], [{ value: 'a' }]],
    features: ['brightness', [], null],
    groupBy: ['device', null],
    model: ['$model', null, '$__all'],
  };
  for (const [field, values] of Object.entries(halves)) {
    for (const value of values) {
      for (const format of ['timeseries', 'numeric', 'table']) {
        const given = { model: 'digits', queryType: 'drift', format, [field]: value } as unknown as TidelineQuery;
        const { query, foreign } = receive(given);
        expect(foreign).toBeUndefined();
        const text = say(query);
        expect(text).not.toMatch(/undefined|NaN|null|\{\{|\[object| {2}|\(\)/);
        expect(text).toMatch(/^[A-Z].*\.$/);
      }
    }
  }
  expect(
    say(receive({ model: 'digits', format: 'numeric', persist: { windows: 2 } } as unknown as TidelineQuery).query)
  ).toMatch(/the severity that 2 of the last 2 windows reach/);
});

test('whatever is asked, it is one whole sentence', () => {
  const windows: WindowSpec[] = [
    { mode: 'auto' },
    { mode: 'duration', every: '6h', length: '1d' },
    { mode: 'calendar', unit: 'week' },
    { mode: 'range' },
    { mode: 'last', duration: '24h' },
    { mode: 'last', rows: 500 },
    { mode: 'rows', rows: 10 },
    { mode: 'count', count: 10 },
  ];
  const references: ReferenceSpec[] = [
    { mode: 'model' },
    { mode: 'range', from: '2026-01-01', to: '2026-02-01' },
    { mode: 'previous' },
    { mode: 'trailing', windows: 3 },
    { mode: 'season', period: '7d', windows: 4 },
    { mode: 'season', period: '24h', windows: 28, skipDrifted: true },
    { mode: 'filter', filters: [] },
    { mode: 'filter', filters: [{ column: 'device', operator: '=', value: ['a'] }] },
  ];
  let said = 0;
  const turns = <T>(list: readonly T[]) => list[said % list.length];
  for (const queryType of queryTypeNames) {
    for (const format of [...formatNames, undefined]) {
      for (const value of [...valuesOf(queryType), undefined]) {
        for (const window of windows) {
          for (const reference of references) {
            said++;
            const text = say(
              {
                queryType,
                format,
                value,
                window,
                reference,
                features: said % 3 === 0 ? [] : ['brightness'],
                correction: turns(correctionNames),
                noise: turns(noiseNames),
                rule: turns(ruleNames),
                precision: turns(precisionNames),
                persist: said % 2 === 0 ? { windows: 2, of: 3 } : undefined,
                budget: said % 5 === 0 ? { alarms: 2, per: '1w' } : undefined,
                groupBy: said % 4 === 0 ? ['device'] : undefined,
              },
              said % 7 === 0 ? { models: undefined, methods: undefined, rangeLength: undefined } : {}
            );
            expect(text).not.toMatch(/undefined|NaN|null|\{\{|\}\}|\[object| {2}|,,|, ,|;;|\.\.| \.| ,|\(\)/);
            expect(text).toMatch(/^[A-Z].*\.$/);
          }
        }
      }
    }
  }
  expect(said).toBeGreaterThan(4000);
});

test('services need no model, and say which number of them is shown', () => {
  const service = (part: Partial<TidelineQuery>) => say({ queryType: 'service', model: undefined, ...part });
  expect(service({ groupBy: ['service'] })).toBe(
    'Rate, errors, quantiles of the durations and Apdex of requests, split by service.'
  );
  expect(service({ groupBy: ['exception', 'message'] })).toBe(
    'How often what was thrown, and when first and last, split by exception and message.'
  );
  expect(service({ format: 'timeseries', value: 'p99' })).toBe(
    'The duration within which 99 % of requests are answered, in windows from a minute on, so that the time range is filled.'
  );
  expect(service({ format: 'numeric', value: 'apdex', threshold: 0.2, window: { mode: 'last', duration: '1h' } })).toBe(
    'One number: the Apdex of requests with users satisfied within 0.2 s in the last hour.'
  );
});
