import { PanelOptionsEditorBuilder, toDataFrame, FieldType } from '@grafana/data';
import { standardEditorsRegistry } from '@grafana/data';
import { addOptions } from './editor';
import { defaultOptions, groupingBySegment, HeatmapOptions, segmentOfGrouping } from './options';
import { suggest } from './suggest';
import { tableOf } from './testing/given';

// The builder looks up Grafana's own editors by name; which they are does not matter here.
standardEditorsRegistry.setInit(() =>
  ['radio', 'select', 'boolean', 'number', 'text'].map((id) => ({ id, name: id, editor: () => null }) as never)
);
const builder = new PanelOptionsEditorBuilder<HeatmapOptions>();
addOptions(builder);
const items = builder.getItems();

test('every option has its default, a category and a description', () => {
  expect(Object.fromEntries(items.map(({ path, defaultValue }) => [path, defaultValue]))).toEqual(defaultOptions);
  for (const { category, description, name } of items) {
    expect(category).toHaveLength(1);
    expect(description).toMatch(/\.$/);
    expect(name).not.toBe('');
  }
});

test('what dashboards saved before the present options still means the same', () => {
  const saved: Partial<HeatmapOptions> = {
    order: 'firstDrift',
    maxRows: 20,
    showShare: false,
    showLegend: false,
    variable: 'column',
    segmentVariables: true,
  };
  const known = new Set<string>(items.map(({ path }) => path));
  expect(Object.keys(saved).filter((key) => !known.has(key))).toEqual([]);
  expect({ ...defaultOptions, ...saved }).toMatchObject({ ...saved, view: 'heatmap', grouping: 'none' });
});

test('rows can be grouped by the segments that the data have', async () => {
  const { settings } = items.find(({ path }) => path === 'grouping')!;
  const table = tableOf([{ feature: 'a', severities: [0], device: 'x' }], { segments: ['device'] });
  const labelled = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1] },
      { name: 'v', type: FieldType.number, labels: { feature: 'a', region: 'eu' }, values: [1] },
    ],
  });
  const offered = await settings.getOptions({ data: [table, labelled, table] });
  expect(offered.map(({ value }: { value: string }) => value)).toEqual([
    'none',
    'prefix',
    'feature',
    'segment',
    'segment:device',
    'segment:region',
  ]);
});

test('a segment may have any name', () => {
  expect(segmentOfGrouping(groupingBySegment('a:b'))).toBe('a:b');
  expect(segmentOfGrouping('prefix')).toBeNull();
});

test('is suggested for drift tables first, and for many series', () => {
  const series = (n: number) =>
    Array.from({ length: n }, () =>
      toDataFrame({
        fields: [
          { name: 'time', type: FieldType.time, values: [1] },
          { name: 'v', type: FieldType.number, values: [1] },
        ],
      })
    );
  expect(suggest({ rawFrames: [tableOf([{ feature: 'a', severities: [0] }])] })?.[0].score).toBe(100);
  expect(suggest({ rawFrames: series(5) })?.[0].score).toBe(50);
  expect(suggest({ rawFrames: series(2) })).toBeUndefined();
  expect(suggest({ rawFrames: undefined })).toBeUndefined();
});
