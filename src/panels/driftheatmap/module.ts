// The plugin as Grafana loads it: the panel, its options and the field options that it honours.
import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { addOptions } from './editor';
import { ownThresholds } from './grid/colors';
import { HeatmapOptions } from './options';
import { Panel } from './Panel';
import pluginJson from './plugin.json';
import { suggest } from './suggest';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new PanelPlugin<HeatmapOptions>(Panel)
  .useFieldConfig({
    disableStandardOptions: [FieldConfigProperty.Min, FieldConfigProperty.Max, FieldConfigProperty.NoValue],
    standardOptions: {
      [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.Thresholds } },
      [FieldConfigProperty.Thresholds]: { defaultValue: ownThresholds },
    },
  })
  // Marks over the grid; the heart in the header, where an alert rule belongs to the panel.
  .setDataSupport({ annotations: true, alertStates: true })
  .setPanelOptions(addOptions)
  .setSuggestionsSupplier(suggest);
