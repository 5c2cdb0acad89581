import { FieldColorModeId, FieldConfigProperty, PanelPlugin, ThresholdsMode } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { migrate } from './migration';
import { addOptions } from './optionEditors';
import { DistributionOptions } from './options';
import { Panel } from './Panel';
import pluginJson from './plugin.json';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new PanelPlugin<DistributionOptions>(Panel)
  .setDataSupport({ alertStates: true }) // the heart in the header, where an alert rule belongs to the panel
  .useFieldConfig({
    disableStandardOptions: [FieldConfigProperty.NoValue],
    standardOptions: {
      // Only a fixed colour replaces the pair of colours that is told apart by everybody.
      [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } },
      // Grafana's own default has a line at 80, which means something on few axes.
      [FieldConfigProperty.Thresholds]: {
        defaultValue: { mode: ThresholdsMode.Absolute, steps: [{ color: 'transparent', value: -Infinity }] },
      },
    },
  })
  .setMigrationHandler(migrate)
  .setPanelOptions(addOptions);
