import { at, day, driftTable } from '../testing/drift';
import { type Candidate, effectOf, questions } from './effect';
import { warningsOf } from './warnings';

const now = at(14) + 3_600_000;
const model = { name: 'digits', window: '1d', version: 'app_version' };
const candidate = (part: Partial<Candidate> = {}): Candidate => ({
  period: { from: at(4), to: at(8) },
  since: at(6),
  version: '',
  ...part,
});
const quiet = { excluded: [], timeZone: 'UTC', now };

test('the verdicts are asked as they are, and as they would be, of the windows that it would hold for', () => {
  const [before, after] = questions(model, candidate(), now, day);
  expect(before.range).toEqual({ from: at(6), to: now });
  expect(before.question).toMatchObject({ queryType: 'drift', model: 'digits', format: 'table' });
  expect(before.question.reference).toBeUndefined();
  expect(after.question.reference).toEqual({
    mode: 'range',
    from: '2026-11-05T00:00:00.000Z',
    to: '2026-11-09T00:00:00.000Z',
  });
  // The reference's own windows are asked for too: whether something moves within it.
  expect(after.range).toEqual({ from: at(4), to: now });
  expect(before.question.window).toEqual({ mode: 'duration', every: '1d' });
});

test('of a version, only its rows are asked for', () => {
  for (const { question } of questions(model, candidate({ version: '4.2.0' }), now, day)) {
    expect(question.filters).toEqual([{ column: 'app_version', operator: '=', value: ['4.2.0'] }]);
  }
});

test('one that always held is tried on the windows from its period on, at most two hundred', () => {
  const long = candidate({ since: null, period: { from: at(-400), to: at(-390) } });
  expect(questions(model, long, now, day)[0].range).toEqual({ from: now - 200 * day, to: now });
  expect(questions(model, candidate({ since: null }), now, day)[0].range.from).toBe(at(4));
});

const rows = (severity: Record<string, number | null>, from: number, to: number, inside: [number, number] = [0, 0]) =>
  Array.from({ length: to - from }, (_, i) => from + i).flatMap((n) =>
    Object.entries(severity).map(([feature, value]) => ({
      day: n,
      feature,
      severity: value,
      inReference: n >= inside[0] && n < inside[1],
    }))
  );

test('a period of some old and some new windows is warned of', () => {
  const effectFor = (drifted: number) =>
    effectOf(
      [
        [driftTable([...rows({ brightness: 0.1 }, 4, 8 - drifted), ...rows({ brightness: 3 }, 8 - drifted, 14)])],
        [driftTable(rows({ brightness: 0.1 }, 4, 14, [4, 8]))],
      ],
      candidate({ since: at(4) }),
      { from: at(4), to: now }
    );
  const said = (drifted: number) => warningsOf(effectFor(drifted), candidate(), quiet).join(' ');
  expect(said(2)).toMatch(/some windows of the period are drifted and some are not: brightness\./);
  expect(said(0)).not.toMatch(/some windows of the period/);
  expect(said(1)).not.toMatch(/some windows of the period/);
  expect(said(4)).not.toMatch(/some windows of the period/);
});

test('features that drift are counted on both sides, over the same windows', () => {
  const effect = effectOf(
    [
      [driftTable(rows({ brightness: 4, size: 0.2, device: 1, thin: null }, 6, 14))],
      [driftTable(rows({ brightness: 0.1, size: 0.2, device: 0, thin: null }, 4, 14, [4, 8]))],
    ],
    candidate(),
    { from: at(6), to: now }
  );
  expect(effect.windows).toEqual(Array.from({ length: 8 }, (_, i) => at(6 + i)));
  expect(effect.end).toBe(at(14));
  expect(effect.before).toEqual({ drifted: 2, of: 3 });
  expect(effect.after).toEqual({ drifted: 0, of: 3 });
  expect(effect.referenceWindows).toBe(4);
  expect(effect.restless).toEqual([]);
  expect(effect.features.map(({ feature }) => feature)).toEqual(['brightness', 'device', 'size', 'thin']);
  expect(effect.features[0].before).toEqual({ decided: 8, drifted: 8, worst: 4, severities: Array(8).fill(4) });
  expect(effect.features[3].after).toEqual({ decided: 0, drifted: 0, worst: null, severities: Array(8).fill(null) });
});

test('without a closed window since then there is nothing to compare', () => {
  const effect = effectOf([[], [driftTable(rows({ a: 0 }, 4, 8, [4, 8]))]], candidate({ since: at(20) }), {
    from: at(13),
    to: now,
  });
  expect(effect).toMatchObject({ windows: [], end: null, before: { drifted: 0, of: 0 }, referenceWindows: 4 });
});

describe('what speaks against a reference', () => {
  const tried = (inside: Parameters<typeof driftTable>[0], part: Partial<Candidate> = {}) =>
    effectOf([[], [driftTable(inside)]], candidate(part), { from: at(6), to: now });

  test('nothing, where there are eight quiet windows', () => {
    expect(
      warningsOf(tried(rows({ a: 0 }, 0, 9, [0, 9])), candidate({ period: { from: at(0), to: at(9) } }), quiet)
    ).toEqual([]);
  });

  test.each([
    [0, /nothing to compare with/],
    [1, /has 1 window, and fewer than four do not tell how much ordinary windows differ/],
    [3, /has 3 windows, and fewer than four/],
    [4, /has 4 windows. From eight on smaller changes are found, too/],
    [7, /has 7 windows. From eight on/],
  ])('%d windows', (n, text) => {
    expect(warningsOf(tried(rows({ a: 0 }, 0, n, [0, n])), candidate(), quiet)).toEqual([expect.stringMatching(text)]);
  });

  test('that something moves within it, by name and since when', () => {
    const inside = rows({ a: 0, b: 0 }, 0, 8, [0, 8]).map((row) =>
      row.feature === 'b' && row.day >= 6 ? { ...row, severity: 3 } : row
    );
    const [warning] = warningsOf(tried(inside), candidate(), quiet);
    expect(warning).toMatch(/moves within the period itself: b \(2026-11-07 …\)\. It may hold the middle of a rollout/);
  });

  test('an excluded period in it, an end that is to come, windows with too few rows', () => {
    const excluded = [{ from: '2026-11-06T00:00:00Z', to: '2026-11-07T00:00:00Z', why: 'outage' }];
    const warnings = warningsOf(
      tried([...rows({ a: 0 }, 0, 8, [0, 8]), ...rows({ a: null }, 8, 10, [8, 10])]),
      candidate({ period: { from: at(0), to: at(20) } }),
      { ...quiet, excluded }
    );
    expect(warnings).toEqual([
      expect.stringMatching(/not over yet: it ends 2026-11-21/),
      expect.stringMatching(/overlaps the period 2026-11-06 – 2026-11-07, which is left out of references \(outage\)/),
      expect.stringMatching(/^2 windows of the period have too few rows/),
    ]);
  });

  test('that drift would go on', () => {
    const after = [...rows({ a: 0 }, 0, 8, [0, 8]), ...rows({ a: 5 }, 8, 14)];
    const both = candidate({ period: { from: at(0), to: at(8) }, since: at(6) });
    const effect = effectOf([[], [driftTable(after)]], both, { from: at(6), to: now });
    expect(warningsOf(effect, both, quiet)).toEqual([
      expect.stringMatching(/^The only feature would still drift from/),
    ]);
    const more = effectOf([[], [driftTable([...after, ...rows({ b: 0 }, 0, 14, [0, 8])])]], both, {
      from: at(6),
      to: now,
    });
    expect(warningsOf(more, both, quiet)).toEqual([
      expect.stringMatching(/^1 of 2 features would still drift from it/),
    ]);
  });
});
