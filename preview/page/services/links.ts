// What links between dashboards carry along: the time range and the variables of the active dashboard.
import { locationUtil, type RawTimeRange, urlUtil, type UrlQueryMap } from '@grafana/data';
import { config } from '@grafana/runtime';
import { sceneGraph, sceneUtils } from '@grafana/scenes';
import { activeScene } from './activeScene';

export const timeRangeForUrl = (): RawTimeRange => {
  const { from, to } = sceneGraph.getTimeRange(activeScene()).state;
  return { from, to };
};

/** The variables as `var-name`, as they stand in the dashboard's own address. */
export function variablesForUrl(): UrlQueryMap {
  const state = sceneUtils.getUrlState(activeScene());
  return Object.fromEntries(Object.entries(state).filter(([key]) => key.startsWith('var-'))) as UrlQueryMap;
}

/** An address with what a dashboard's link keeps. */
export function keepInUrl(
  url: string,
  { keepTime = false, includeVars = false }: { keepTime?: boolean; includeVars?: boolean }
): string {
  const kept: UrlQueryMap = {
    ...(keepTime && (timeRangeForUrl() as unknown as UrlQueryMap)),
    ...(includeVars && variablesForUrl()),
  };
  return Object.keys(kept).length === 0 ? url : urlUtil.appendQueryToUrl(url, urlUtil.toUrlParams(kept));
}

export function installLinks(): void {
  locationUtil.initialize({
    config: { appSubUrl: config.appSubUrl } as Parameters<typeof locationUtil.initialize>[0]['config'],
    getTimeRangeForUrl: timeRangeForUrl,
    getVariablesUrlParams: variablesForUrl,
  });
}
