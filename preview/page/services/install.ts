// Puts in place everything that Grafana's libraries and plugins expect of the Grafana around them. Called once, before anything is drawn.
import {
  EventBusSrv,
  setTimeZoneResolver,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformersRegistry,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  FakeEchoSrv,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setLocationSrv,
  setMegaMenuOpenHook,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { initializeLoggersRegistry, setPanelDataErrorView, setPluginPage } from 'preview:grafana-runtime-internals';
import { PanelDataError } from '../corepanels/PanelDataError';
import { AppPageFrame } from '../pages/AppPageFrame';
import { importPanel, panelFromCache } from '../plugins/importers';
import { Backend } from './backend';
import { DataSources } from './dataSources';
import { standardEditors } from './editors';
import { standardFieldOptions } from './fieldOptions';
import { installLinks } from './links';
import { runRequest } from './runRequest';
import { templates } from './templates';
import { transformers } from './transformers';

export async function installServices(): Promise<EventBusSrv> {
  initializeLoggersRegistry();
  await initPluginTranslations('preview');
  const events = new EventBusSrv();
  setAppEvents(events);
  setEchoSrv(new FakeEchoSrv());
  setBackendSrv(new Backend(events));
  setLocationSrv(locationService);
  installLinks();
  setTimeZoneResolver(() => config.bootData.user.timezone);
  setCurrentUser(config.bootData.user as unknown as Parameters<typeof setCurrentUser>[0]);

  standardEditorsRegistry.setInit(standardEditors);
  standardFieldConfigEditorRegistry.setInit(standardFieldOptions);
  standardTransformersRegistry.setInit(transformers);

  setTemplateSrv(templates);
  setRunRequest(runRequest);
  setDataSourceSrv(new DataSources());
  setPluginImportUtils({ importPanelPlugin: importPanel, getPanelPluginFromCache: panelFromCache });
  setPanelDataErrorView(PanelDataError);
  setPluginPage(AppPageFrame);

  // Nobody extends anything here.
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setReturnToPreviousHook(() => () => undefined);
  setMegaMenuOpenHook(() => [false, () => undefined]);
  setChromeHeaderHeightHook(() => 0);
  return events;
}
