import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { t } from '../parts/text';
import { defaultOptions, DistributionOptions } from './options';
import { Panel } from './Panel';
import pluginJson from './plugin.json';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new PanelPlugin<DistributionOptions>(Panel)
  .setDataSupport({ alertStates: true }) // the heart in the header, where an alert rule belongs to the panel
  .useFieldConfig({
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Thresholds,
    ],
    standardOptions: {
      // Only a fixed colour replaces the pair of colours that is told apart by everybody.
      [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } },
    },
  })
  .setPanelOptions((builder) => {
    const numeric = [t('distribution.option.numeric', 'Numeric features')];
    const categorical = [t('distribution.option.categorical', 'Categorical features')];
    builder
      .addRadio({
        path: 'view',
        name: t('distribution.option.view', 'Drawn as'),
        category: numeric,
        defaultValue: defaultOptions.view,
        settings: {
          options: [
            { value: 'histogram', label: t('distribution.option.histogram', 'Histogram') },
            { value: 'density', label: t('distribution.option.density', 'Density') },
            { value: 'ecdf', label: t('distribution.option.ecdf', 'ECDF') },
            { value: 'qq', label: t('distribution.option.qq', 'Q–Q') },
          ],
        },
      })
      .addNumberInput({
        path: 'maxBins',
        name: t('distribution.option.max-bins', 'Bins at most'),
        description: t('distribution.option.max-bins-text', '0: as many as the width carries.'),
        category: numeric,
        defaultValue: defaultOptions.maxBins,
        settings: { min: 0, max: 200, integer: true },
      })
      .addBooleanSwitch({
        path: 'cutTails',
        name: t('distribution.option.tails', 'Far values beside the plot'),
        description: t(
          'distribution.option.tails-text',
          'Up to half a per cent at either end is drawn as a bar at the side where it would press the rest together.'
        ),
        category: numeric,
        defaultValue: defaultOptions.cutTails,
      })
      .addSelect({
        path: 'categoryOrder',
        name: t('distribution.option.order', 'Order of categories'),
        category: categorical,
        defaultValue: defaultOptions.categoryOrder,
        settings: {
          options: [
            { value: 'change', label: t('distribution.option.order-change', 'Largest change') },
            { value: 'share', label: t('distribution.option.order-share', 'Largest share') },
            { value: 'name', label: t('distribution.option.order-name', 'Name') },
          ],
        },
      })
      .addNumberInput({
        path: 'maxCategories',
        name: t('distribution.option.max-categories', 'Categories at most'),
        description: t(
          'distribution.option.max-categories-text',
          'The others are joined. 0: as many as the height carries.'
        ),
        category: categorical,
        defaultValue: defaultOptions.maxCategories,
        settings: { min: 0, integer: true },
      })
      .addBooleanSwitch({
        path: 'showVerdict',
        name: t('distribution.option.verdict', 'Verdict in words'),
        defaultValue: defaultOptions.showVerdict,
      })
      .addBooleanSwitch({
        path: 'showLegend',
        name: t('distribution.option.legend', 'Legend'),
        defaultValue: defaultOptions.showLegend,
      });
  });
