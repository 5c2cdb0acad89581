import { FieldType, toDataFrame } from '@grafana/data';
import { outcomeCode } from '../../../frames/driftSeries';
import { headlineText } from '../words/headline';
import { day, Given, heatmapOf } from '../testing/given';
import { headlineOf } from './headline';
import { shapeHeatmap } from './heatmap';

const say = (given: Given[], until?: number) => {
  const heatmap = heatmapOf(given);
  const { tone, main, more } = headlineText(heatmap, headlineOf(heatmap, until ?? heatmap.to), 'utc');
  return `${tone}: ${main} | ${more}`;
};

test('what has drifted, since when, the longest first', () =>
  expect(
    say([
      { feature: 'late', severities: [0, 0, 0, 9] },
      { feature: 'early', severities: [0, 2, 2, 2] },
      { feature: 'calm', severities: [0, 0, 0, 0] },
    ])
  ).toBe('drifted: 2 of 3 features have drifted | the first since Fri 2 Jan 1970: early, late'));

test('all at once', () =>
  expect(
    say([
      { feature: 'a', severities: [0, 3] },
      { feature: 'b', severities: [0, 2] },
    ])
  ).toBe('drifted: 2 of 2 features have drifted | since Fri 2 Jan 1970: a, b'));

test('what is counted is features, segments of one feature, or rows that are both', () => {
  const [a, b] = [{ feature: 'a' }, { feature: 'b' }].map((row) => ({ ...row, severities: [0, 3] }));
  const counted = (rows: Given[]) => /drifted: \S+ of \S+ (.+) have/.exec(say(rows))?.[1];
  expect(
    counted([
      { ...a, device: 'new' },
      { ...b, device: 'new' },
    ])
  ).toBe('features');
  expect(
    counted([
      { ...a, device: 'new' },
      { ...a, device: 'old' },
    ])
  ).toBe('segments');
  expect(
    counted([
      { ...a, device: 'new' },
      { ...b, device: 'old' },
    ])
  ).toBe('features in a segment');
});

test('it speaks of the newest closed window, not of one that is still open', () => {
  expect(say([{ feature: 'a', severities: [0, 3, 0], open: true }])).toMatch(/^drifted: 1 of 1/);
  expect(say([{ feature: 'a', severities: [0, 0, 3], open: true }])).toMatch(/^calm: 0 of 1 feature has/);
});

test('calm now, and when it was not', () => {
  expect(say([{ feature: 'a', severities: [0, 3, 0] }])).toBe(
    'calm: 0 of 1 feature has drifted | in Sat 3 Jan 1970, the last was a, Fri 2 Jan 1970'
  );
  expect(say([{ feature: 'a', severities: [0, 0, 0] }])).toBe(
    'calm: 0 of 1 feature has drifted | in Sat 3 Jan 1970, nor in any of the 2 decided windows before'
  );
});

test('what could not be decided is not called calm', () =>
  expect(
    say([
      { feature: 'a', severities: [0, 0] },
      { feature: 'b', severities: [0, null] },
    ])
  ).toBe(
    'calm: 0 of 1 feature has drifted | in Fri 2 Jan 1970, 1 could not be decided; nor in any of the 1 decided windows before'
  ));

test('drift within the reference is not remembered', () =>
  expect(say([{ feature: 'a', severities: [3, 0], reference: 1 }])).toMatch(/nor in any/));

test('silence is said first', () => {
  const given = [{ feature: 'a', severities: [0, 3] }];
  expect(say(given, 5 * day)).toBe(
    'silent: No data since Sat 3 Jan 1970 | the last verdict, in Fri 2 Jan 1970: 1 of 1 feature has drifted'
  );
  expect(say(given, 4 * day)).toMatch(/^drifted/);
});

test('a log that stopped has windows of no rows still, and is not called calm', () => {
  const stopped = { feature: 'a', severities: [0, null, 0, null, null, null, null], rows: [90, 9, 90, 6, 0, 0, 0] };
  expect(say([stopped])).toBe(
    'silent: No data since Mon 5 Jan 1970 | the last verdict, in Sat 3 Jan 1970: 0 of 1 feature has drifted'
  );
  expect(say([{ ...stopped, rows: [90, 9, 90, 6, 0, 0, 3] }])).toBe(
    'calm: 0 of 1 feature has drifted | in Sat 3 Jan 1970, nor in any of the 1 decided windows before'
  );
  expect(say([{ feature: 'a', severities: [null, null], rows: [0, 0] }])).toBe(
    'silent: No rows in any of these windows | '
  );
});

test('an episode that runs from the first window on may have begun before it', () => {
  expect(say([{ feature: 'a', severities: [null, 2, 3] }])).toBe(
    'drifted: 1 of 1 feature has drifted | at least since Fri 2 Jan 1970: a'
  );
  expect(
    say([
      { feature: 'a', severities: [2, 3] },
      { feature: 'b', severities: [0, 3] },
    ])
  ).toBe('drifted: 2 of 2 features have drifted | the first at least since Thu 1 Jan 1970: a, b');
});

test('windows that are no days are named by their length: other panels may ask others', () => {
  const week = heatmapOf([{ feature: 'a', severities: [0, 3] }]);
  const text = headlineText({ ...week, step: 7 * day + 3600_000 }, headlineOf(week, week.to), 'utc');
  expect(text.more).toBe('since Fri 2 Jan 1970, in windows of 7 days: a');
  expect(headlineText({ ...week, step: day / 4 }, headlineOf(week, week.to), 'utc').more).toContain(
    'in windows of 6 hours'
  );
  expect(headlineText({ ...week, step: day / 24 }, headlineOf(week, week.to), 'utc').more).toContain(
    'in windows of an hour'
  );
  expect(headlineText({ ...week, step: day / 24 / 60 }, headlineOf(week, week.to), 'utc').more).toContain(
    'in windows of a minute'
  );
});

test('nothing decided', () =>
  expect(say([{ feature: 'a', severities: [null, null] }])).toBe(
    'plain: No window could be decided | each has too few rows: choose a longer time range, or longer windows'
  ));

test('a method that failed has not too few rows', () => {
  const heatmap = heatmapOf([{ feature: 'a', severities: [null, null] }]);
  const failed = { ...heatmap, occurring: { ...heatmap.occurring, outcomes: new Set<number>([outcomeCode.error]) } };
  expect(headlineText(failed, headlineOf(failed, failed.to), 'utc').more).toBe(
    'the method failed: point at a window to read why'
  );
});

test('rows of segments are not features', () =>
  expect(
    say([
      { feature: 'a', severities: [3], device: 'x' },
      { feature: 'a', severities: [0], device: 'y' },
      { feature: 'b', severities: [0], device: 'y' },
    ])
  ).toBe('drifted: 1 of 3 features in a segment has drifted | at least since Thu 1 Jan 1970: a (x)'));

describe('a segment that the reference does not know', () => {
  const stranger = { feature: 'a', severities: [undefined, null], device: 'new', unknown: true };
  const known = (severities: number[]) => ({ feature: 'a', severities, device: 'old' });

  test('is said where nothing else is wrong, and is not called calm', () =>
    expect(say([known([0, 0]), stranger])).toBe(
      'silent: Not in the reference: new | 0 of 1 segment has drifted in Fri 2 Jan 1970'
    ));

  test('is said after what has drifted', () =>
    expect(say([known([0, 3]), stranger])).toBe(
      'drifted: 1 of 1 segment has drifted | since Fri 2 Jan 1970: old; not in the reference: new'
    ));

  test('is said where it is all there is', () =>
    expect(say([stranger, { ...stranger, feature: 'b' }])).toBe('silent: Not in the reference: new | '));

  test('stands above calm rows', () =>
    expect(heatmapOf([known([0, 0.5]), stranger]).all.map(({ segment }) => segment.device)).toEqual(['new', 'old']));

  test('is nothing strange where nothing has a reference', () =>
    expect(say([stranger, { ...stranger, device: 'newer' }])).toBe(
      'plain: No window could be decided | the reference has no rows to compare with'
    ));
});

test('values of other sources: the highest, or those beyond their line', () => {
  const cpu = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [0, day] },
      { name: 'one', type: FieldType.number, values: [1, 40] },
      { name: 'two', type: FieldType.number, values: [1, 90] },
    ],
  });
  const sayOf = (line?: number) => {
    const heatmap = shapeHeatmap([cpu], { order: 'name', maxRows: 0, lineOf: () => line })!;
    const { tone, main, more } = headlineText(heatmap, headlineOf(heatmap, heatmap.to), 'utc');
    return `${tone}: ${main} | ${more}`;
  };
  expect(sayOf()).toBe('plain: Highest: two with 90 | in Fri 2 Jan 1970');
  expect(sayOf(80)).toBe('drifted: 1 of 2 series ≥ 80 | since Fri 2 Jan 1970: two');
});
