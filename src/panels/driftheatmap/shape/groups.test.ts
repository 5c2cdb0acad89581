import { groupingBySegment } from '../options';
import { day, heatmapOf } from '../testing/given';
import { lacksSegments, prefixOf } from './groups';
import { linesOf } from './lines';
import { worstOf } from './tally';

test.each([
  ['pump_rms', 'pump'],
  ['pump.rms_2', 'pump'],
  ['a/b', 'a'],
  ['host:9100', 'host'],
  ['plain', ''],
  ['_hidden', ''],
  ['', ''],
])('the beginning of %s is %s', (name, prefix) => expect(prefixOf(name)).toBe(prefix));

const given = [
  { feature: 'fan_rms', severities: [0.1, 0.2] },
  { feature: 'humidity', severities: [0.3, 0.1] },
  { feature: 'pump_rms', severities: [0.1, 4] },
  { feature: 'fan_peak', severities: [0.5, null] },
  { feature: 'pump_peak', severities: [2, 3] },
  { feature: 'belt_load', severities: [0, 0] },
];

test('features with a beginning in common are a group, in the order of their first rows; the rest comes last', () => {
  const { groups } = heatmapOf(given, { grouping: 'prefix' });
  expect(groups!.map(({ name, rows }) => [name, rows.map(({ feature }) => feature)])).toEqual([
    ['pump', ['pump_rms', 'pump_peak']],
    ['fan', ['fan_peak', 'fan_rms']],
    ['', ['humidity', 'belt_load']],
  ]);
});

test('a group’s line has the worst of its rows in each window and how many drifted', () => {
  const { groups } = heatmapOf(given, { grouping: 'prefix' });
  const [pump, fan] = groups!;
  expect([...pump.cells.severity]).toEqual([2, 4]);
  expect([...pump.cells.drifted!]).toEqual([1, 2]);
  expect([...fan.cells.severity]).toEqual([0.5, 0.2]);
  expect([...fan.cells.from]).toEqual([0, day]);
  expect(worstOf(pump.tally, pump.rows, 1, 1).map(({ row }) => row.feature)).toEqual(['pump_rms', 'pump_peak']);
});

test('one feature in several segments makes no group by its name, but by segment or feature', () => {
  const rows = [
    { feature: 'a_x', severities: [0], device: 'old' },
    { feature: 'a_x', severities: [3], device: 'new' },
    { feature: 'b', severities: [0], device: 'new' },
  ];
  expect(heatmapOf(rows, { grouping: 'prefix' }).groups).toBeNull();
  const names = (grouping: Parameters<typeof heatmapOf>[1]) =>
    heatmapOf(rows, grouping).groups!.map(({ name }) => name);
  expect(names({ grouping: groupingBySegment('device') })).toEqual(['new', 'old']);
  expect(names({ grouping: 'feature' })).toEqual(['a_x', 'b']);
});

test('rows below a header do not say again what it says', () => {
  const rows = [
    { feature: 'a', severities: [0], device: 'old' },
    { feature: 'a', severities: [0], device: 'new' },
    { feature: 'b', severities: [0], device: 'new' },
  ];
  const labels = (grouping: Parameters<typeof heatmapOf>[1]) =>
    linesOf(heatmapOf(rows, { order: 'name', ...grouping }), () => true).flatMap((line) =>
      line.kind === 'row' ? [[line.label.main, line.label.quiet]] : []
    );
  expect(labels({ grouping: 'feature' })).toEqual([
    ['new', ''],
    ['old', ''],
    ['new', ''],
  ]);
  expect(labels({ grouping: groupingBySegment('device') })).toEqual([
    ['a', ''],
    ['b', ''],
    ['a', ''],
  ]);
  expect(labels({})).toEqual([
    ['a', 'new'],
    ['a', 'old'],
    ['b', 'new'],
  ]);
});

test('what cannot be grouped is not', () => {
  expect(heatmapOf([{ feature: 'a', severities: [0] }], { grouping: 'prefix' }).groups).toBeNull();
  expect(heatmapOf(given, { grouping: groupingBySegment('nowhere') }).groups).toBeNull();
  expect(heatmapOf(given, { grouping: 'feature' }).groups).toBeNull();
  expect(heatmapOf(given, { grouping: 'none' }).groups).toBeNull();
});

test('closed groups show their header alone', () => {
  const heatmap = heatmapOf(given, { grouping: 'prefix' });
  const names = (isOpen: (key: string) => boolean) =>
    linesOf(heatmap, isOpen).map((line) => (line.kind === 'group' ? `[${line.group.name}]` : line.row.feature));
  expect(names(() => false)).toEqual(['[pump]', '[fan]', '[]']);
  expect(names((key) => key === heatmap.groups![1].key)).toEqual(['[pump]', '[fan]', 'fan_peak', 'fan_rms', '[]']);
});

test('grouped by segment, whichever it is: by the first of the query, without headers over single rows', () => {
  const rows = [
    { feature: 'a', severities: [0], device: 'old' },
    { feature: 'a', severities: [3], device: 'new' },
    { feature: 'b', severities: [0], device: 'new' },
  ];
  expect(heatmapOf(rows, { grouping: 'segment' }).groups!.map(({ name }) => name)).toEqual(['new', 'old']);
  expect(heatmapOf(rows.slice(0, 2), { grouping: 'segment' }).groups).toBeNull();
  expect(heatmapOf(rows.slice(1), { grouping: 'segment' }).groups).toBeNull();
});

test('a query that asked for no segment lacks them where rows are to be grouped by one', () => {
  const { rows } = heatmapOf(given);
  expect(lacksSegments(rows, 'segment')).toBe(true);
  expect(lacksSegments(rows, 'prefix')).toBe(false);
  expect(lacksSegments(heatmapOf([{ feature: 'a', severities: [0], device: 'old' }]).rows, 'segment')).toBe(false);
});
