import { FieldType, toDataFrame } from '@grafana/data';
import type { ModelInfo } from '../../datasource/resources';
import { at, day } from '../testing/drift';
import { axisOf, barsOf, marksOf, referenceLanes, ticksOf } from './timeline';

const iso = (n: number) => new Date(at(n)).toISOString();
const info = {
  window: '1d',
  timezone: 'UTC',
  references: [
    { text: 'second', since: iso(10), from: iso(10), to: iso(15) },
    { text: 'v2', version: '2', from: iso(12), to: iso(14) },
    { text: 'first', from: iso(-100), to: iso(-90) },
    { text: 'file', since: iso(20) },
  ],
  excluded: [],
} as unknown as ModelInfo;

test('the axis holds all that the settings name, and at least eight weeks of windows', () => {
  expect(axisOf(info, at(14) + 5)).toEqual({ from: at(-100), to: at(20) });
  expect(axisOf({ ...info, references: [] }, at(14) + 5)).toEqual({ from: at(14 - 56), to: at(14) + 5 });
});

test('each reference holds until the next of its kind does', () => {
  const axis = { from: at(-100), to: at(30) };
  expect(
    referenceLanes(info, axis).map(({ reference, entry, period, holds }) => [
      reference.text,
      entry,
      period && (period.to - period.from) / day,
      holds,
    ])
  ).toEqual([
    ['first', 2, 10, { from: axis.from, to: at(10) }],
    ['second', 0, 5, { from: at(10), to: at(20) }],
    ['file', 3, null, { from: at(20), to: axis.to }],
    ['v2', 1, 2, { from: axis.from, to: axis.to }],
  ]);
});

test('annotations are told apart by their first tag', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2, 3] },
      { name: 'timeEnd', type: FieldType.time, values: [10, 2, 3] },
      { name: 'title', type: FieldType.string, values: ['a drifted', '2.0', 'version'] },
      { name: 'text', type: FieldType.string, values: ['x', 'y', 'z'] },
      { name: 'tags', type: FieldType.string, values: ['drift,version', 'version,digits', 'excluded'] },
    ],
  });
  expect(marksOf([frame], 'version')).toEqual([{ from: 2, to: 2, title: '2.0', text: 'y' }]);
  expect(marksOf([frame], 'drift')).toEqual([{ from: 1, to: 10, title: 'a drifted', text: 'x' }]);
});

test('rows are bars, and windows without rows are none', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [at(0), at(1), at(2)] },
      { name: 'rows', type: FieldType.number, values: [5, null, 7] },
    ],
  });
  expect(barsOf([frame])).toEqual([
    { time: at(0), rows: 5 },
    { time: at(2), rows: 7 },
  ]);
  expect(barsOf([])).toEqual([]);
});

test('ticks are local midnights, few enough to read', () => {
  const ticks = ticksOf({ from: at(0), to: at(56) }, 'UTC');
  expect(ticks.map(({ label }) => label)).toEqual(
    ['1 Nov', '8 Nov', '15 Nov', '22 Nov', '29 Nov', '6 Dec', '13 Dec', '20 Dec', '27 Dec'] // prettier-ignore
  );
  expect(ticksOf({ from: at(0), to: at(3000) }, 'UTC').length).toBeLessThan(12);
});
