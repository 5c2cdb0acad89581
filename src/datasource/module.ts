import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import type { DataSource } from './DataSource';
import { ConfigEditor } from './editors/config/ConfigEditor';
import { QueryEditor } from './editors/query/QueryEditor';
import pluginJson from './plugin.json';
import type { TidelineQuery } from './query/query';
import type { Settings } from './settings';
import { WholeDataSource } from './WholeDataSource';

// Not awaited: a module that is a promise does not load in every Grafana, and texts are only looked up when something is drawn.
void initPluginTranslations(pluginJson.id);

export const plugin = new DataSourcePlugin<DataSource, TidelineQuery, Settings>(WholeDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
