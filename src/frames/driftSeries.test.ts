import { toDataFrame } from '@grafana/data';
import { causes, importanceIn, isNumericFeature, outcomes } from './drift';
import { DriftSeries, inOrderOfTime, packState, shareWindows, State, unpackState, withFlagsOf } from './driftSeries';

const states: State[] = outcomes.flatMap((outcome) =>
  (['', ...causes] as const).flatMap((cause) =>
    [true, false].flatMap((inReference) =>
      [true, false].map((partial): State => ({ outcome, cause, inReference, partial }))
    )
  )
);

test('a state is a byte that says all of it', () => {
  const packed = states.map(packState);
  expect(new Set(packed).size).toBe(states.length);
  expect(Math.max(...packed)).toBeLessThan(256);
  expect(packed.map(unpackState)).toEqual(states);
});

test('flags of either are flags of both, outcome and cause are those of the first', () => {
  const one = packState({ outcome: 'drifted', cause: 'missing', inReference: false, partial: true });
  const other = packState({ outcome: 'error', cause: '', inReference: true, partial: false });
  expect(unpackState(withFlagsOf(one, other))).toEqual({
    outcome: 'drifted',
    cause: 'missing',
    inReference: true,
    partial: true,
  });
});

test('series over the same windows share them, others keep theirs', () => {
  const of = (time: number[], end: number[]) =>
    ({ time: Float64Array.from(time), end: Float64Array.from(end) }) as DriftSeries;
  const all = [of([1, 2], [2, NaN]), of([1, 2], [2, NaN]), of([1, 2], [2, 3]), of([1], [2])];
  shareWindows(all);
  expect(all[1].time).toBe(all[0].time);
  expect(all[1].end).toBe(all[0].end);
  expect(all[2].time).not.toBe(all[0].time);
  expect([...all[3].time]).toEqual([1]);
});

test('rows are put in order of time, equal times as they stood', () => {
  const times = [5, 1, 3, 1];
  expect([...inOrderOfTime(Uint32Array.from([0, 1, 2, 3]), (row) => times[row])]).toEqual([1, 3, 2, 0]);
});

test('the kind of a feature, where the source says it', () => {
  const frame = toDataFrame({ fields: [], meta: { custom: { kinds: { a: 'numeric', b: 'categorical' } } } });
  expect(['a', 'b', 'c'].map((feature) => isNumericFeature(frame, feature))).toEqual([true, false, undefined]);
});

test('importance is read where it is a number of at least 0', () => {
  const frame = toDataFrame({
    fields: [],
    meta: { custom: { importance: { a: 0.4, b: -1, c: 'much', d: 0, e: NaN } } },
  });
  expect([...importanceIn(frame)]).toEqual([
    ['a', 0.4],
    ['d', 0],
  ]);
  expect(importanceIn(toDataFrame({ fields: [] })).size).toBe(0);
});
