import { AppPlugin } from '@grafana/data';
import { initPluginTranslations, t } from '@grafana/i18n';
import { AppPages } from './app/AppPages';
import { ConfigPage } from './app/ConfigPage';
import pluginJson from './plugin.json';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are only looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new AppPlugin().setRootPage(AppPages).addConfigPage({
  // Looked up when the page's tab is drawn, in the language of whoever looks.
  get title() {
    return t('app.config.title', 'Configuration');
  },
  icon: 'cog',
  body: ConfigPage,
  id: 'configuration',
});
