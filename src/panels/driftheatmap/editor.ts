// The panel's options as the editor offers them.
import { PanelPlugin, SelectableValue } from '@grafana/data';
import { isDriftTable, segmentColumns } from '../../frames/driftTable';
import { seriesLabels } from '../../frames/severitySeries';
import { t } from '../parts/text';
import { defaultOptions, Grouping, groupingBySegment, HeatmapOptions, RowOrder } from './options';

type Builder = Parameters<Parameters<PanelPlugin<HeatmapOptions>['setPanelOptions']>[0]>[0];

export function addOptions(builder: Builder): void {
  addRows(builder);
  addSurroundings(builder);
  addClicks(builder);
}

function addRows(builder: Builder): void {
  const category = [t('heatmap.category.rows', 'Rows')];
  builder
    .addRadio({
      path: 'view',
      name: t('heatmap.option.view', 'View'),
      description: t(
        'heatmap.option.view-text',
        'How the panel opens. It has a switch of its own, which changes nothing here.'
      ),
      category,
      defaultValue: defaultOptions.view,
      settings: {
        options: [
          { value: 'heatmap', label: t('toolbar.heatmap', 'Heatmap') },
          { value: 'table', label: t('toolbar.table', 'Table') },
        ],
      },
    })
    .addSelect<RowOrder, { options: Array<SelectableValue<RowOrder>> }>({
      path: 'order',
      name: t('heatmap.option.order', 'Order of rows'),
      description: t(
        'heatmap.option.order-text',
        'What stands first. Importance is a setting of the model’s features.'
      ),
      category,
      defaultValue: defaultOptions.order,
      settings: {
        options: [
          { value: 'recent', label: t('heatmap.option.order-recent', 'Recent severity') },
          { value: 'worst', label: t('heatmap.option.order-worst', 'Worst severity') },
          { value: 'firstDrift', label: t('heatmap.option.order-first', 'First to drift') },
          { value: 'name', label: t('heatmap.option.order-name', 'Name') },
          { value: 'importance', label: t('heatmap.option.order-importance', 'Importance') },
        ],
      },
    })
    .addSelect<Grouping, { options: Array<SelectableValue<Grouping>>; getOptions: GroupingOptions }>({
      path: 'grouping',
      name: t('heatmap.option.grouping', 'Groups'),
      description: t(
        'heatmap.option.grouping-text',
        'A header for each group shows its worst row. Beginning of the name: what stands before the first _ . / or : of at least two features.'
      ),
      category,
      defaultValue: defaultOptions.grouping,
      settings: {
        options: groupings([]),
        getOptions: async ({ data }) => groupings([...new Set(data.flatMap(segmentsIn))]),
      },
    })
    .addBooleanSwitch({
      path: 'groupsClosed',
      name: t('heatmap.option.groups-closed', 'Groups begin closed'),
      description: t('heatmap.option.groups-closed-text', 'Shows only their headers until somebody opens them.'),
      category,
      defaultValue: defaultOptions.groupsClosed,
      showIf: ({ grouping }) => grouping !== undefined && grouping !== 'none',
    })
    .addNumberInput({
      path: 'maxRows',
      name: t('heatmap.option.max-rows', 'Rows at most'),
      description: t('heatmap.option.max-rows-text', 'Shows only the first rows in this order. 0 shows all.'),
      category,
      defaultValue: defaultOptions.maxRows,
      settings: { min: 0, integer: true },
    });
}

function addSurroundings(builder: Builder): void {
  const category = [t('heatmap.category.around', 'Around the grid')];
  builder
    .addBooleanSwitch({
      path: 'showHeadline',
      name: t('heatmap.option.headline', 'State in words'),
      description: t('heatmap.option.headline-text', 'A line that says what has drifted now, and since when.'),
      category,
      defaultValue: defaultOptions.showHeadline,
    })
    .addBooleanSwitch({
      path: 'showShare',
      name: t('heatmap.option.share', 'Share of drifted features'),
      description: t('heatmap.option.share-text', 'A bar per window above the grid.'),
      category,
      defaultValue: defaultOptions.showShare,
    })
    .addBooleanSwitch({
      path: 'showRows',
      name: t('heatmap.option.rows', 'Rows per window'),
      description: t('heatmap.option.rows-text', 'A bar per window above the grid: how many rows of the log it has.'),
      category,
      defaultValue: defaultOptions.showRows,
    })
    .addBooleanSwitch({
      path: 'showMarks',
      name: t('heatmap.option.marks', 'Annotations'),
      description: t('heatmap.option.marks-text', 'Flags and bands for the dashboard’s annotations.'),
      category,
      defaultValue: defaultOptions.showMarks,
    })
    .addBooleanSwitch({
      path: 'showLegend',
      name: t('heatmap.option.legend', 'Legend'),
      description: t('heatmap.option.legend-text', 'Explains the colours and signs that occur.'),
      category,
      defaultValue: defaultOptions.showLegend,
    });
}

function addClicks(builder: Builder): void {
  const category = [t('heatmap.category.click', 'Click')];
  builder
    .addTextInput({
      path: 'variable',
      name: t('heatmap.option.variable', 'Variable to set'),
      description: t(
        'heatmap.option.variable-text',
        'A click on a row sets this variable of the dashboard to the feature. Data links, where there are any, go first.'
      ),
      category,
      defaultValue: defaultOptions.variable,
      settings: { placeholder: 'feature' },
    })
    .addBooleanSwitch({
      path: 'segmentVariables',
      name: t('heatmap.option.segment-variables', 'Set segment variables too'),
      description: t(
        'heatmap.option.segment-variables-text',
        'A click on a row of a segment also sets the variables named as its columns.'
      ),
      category,
      defaultValue: defaultOptions.segmentVariables,
    });
}

type GroupingOptions = (context: {
  data: Parameters<typeof segmentsIn>[0][];
}) => Promise<Array<SelectableValue<Grouping>>>;

function groupings(segments: string[]): Array<SelectableValue<Grouping>> {
  return [
    { value: 'none', label: t('heatmap.option.grouping-none', 'None') },
    { value: 'prefix', label: t('heatmap.option.grouping-prefix', 'Beginning of the name') },
    { value: 'feature', label: t('heatmap.option.grouping-feature', 'Feature') },
    { value: 'segment', label: t('heatmap.option.grouping-any-segment', 'Segment: the first of the query') },
    ...segments.map((segment) => ({
      value: groupingBySegment(segment),
      label: t('heatmap.option.grouping-segment', 'Segment: {{segment}}', { segment }),
    })),
  ];
}

function segmentsIn(frame: Parameters<typeof isDriftTable>[0]): string[] {
  return isDriftTable(frame) ? segmentColumns(frame) : seriesLabels(frame);
}
