import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { t } from '../parts/text';
import { ownThresholds } from './colors';
import { defaultOptions, HeatmapOptions } from './options';
import { Panel } from './Panel';
import pluginJson from './plugin.json';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new PanelPlugin<HeatmapOptions>(Panel)
  .setDataSupport({ alertStates: true }) // the heart in the header, where an alert rule belongs to the panel
  .useFieldConfig({
    disableStandardOptions: [FieldConfigProperty.Min, FieldConfigProperty.Max, FieldConfigProperty.NoValue],
    standardOptions: {
      [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.Thresholds } },
      [FieldConfigProperty.Thresholds]: { defaultValue: ownThresholds },
    },
  })
  .setPanelOptions((builder) =>
    builder
      .addSelect({
        path: 'order',
        name: t('heatmap.option.order', 'Order of rows'),
        defaultValue: defaultOptions.order,
        settings: {
          options: [
            { value: 'recent', label: t('heatmap.option.order-recent', 'Recent severity') },
            { value: 'worst', label: t('heatmap.option.order-worst', 'Worst severity') },
            { value: 'firstDrift', label: t('heatmap.option.order-first', 'First to drift') },
            { value: 'name', label: t('heatmap.option.order-name', 'Name') },
          ],
        },
      })
      .addNumberInput({
        path: 'maxRows',
        name: t('heatmap.option.max-rows', 'Rows at most'),
        description: t('heatmap.option.max-rows-text', 'Shows only the first rows in this order. 0 shows all.'),
        defaultValue: defaultOptions.maxRows,
        settings: { min: 0, integer: true },
      })
      .addBooleanSwitch({
        path: 'showShare',
        name: t('heatmap.option.share', 'Share of drifted features'),
        description: t('heatmap.option.share-text', 'A bar per window above the grid.'),
        defaultValue: defaultOptions.showShare,
      })
      .addBooleanSwitch({
        path: 'showLegend',
        name: t('heatmap.option.legend', 'Legend'),
        defaultValue: defaultOptions.showLegend,
      })
      .addTextInput({
        path: 'variable',
        name: t('heatmap.option.variable', 'Variable to set on click'),
        description: t(
          'heatmap.option.variable-text',
          'Gets the feature’s name. Data links, where there are any, go first. Empty sets none.'
        ),
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
        defaultValue: defaultOptions.segmentVariables,
      })
  );
