// A dashboard's JSON as a scene.
import {
  behaviors,
  dataLayers,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerControls,
  SceneDataLayerSet,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  VariableValueSelectors,
} from '@grafana/scenes';
import { DashboardLinks } from './DashboardLinks';
import { type DashboardJson, refOf } from './json';
import { layout } from './layout';
import { variables } from './variables';

export function dashboardScene(json: DashboardJson): EmbeddedScene {
  const annotations = (json.annotations?.list ?? []).filter(({ builtIn }) => !builtIn);
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({
      from: json.time?.from ?? 'now-6h',
      to: json.time?.to ?? 'now',
      timeZone: json.timezone || undefined,
      fiscalYearStartMonth: json.fiscalYearStartMonth,
    }),
    $variables: variables(json.templating?.list),
    $data:
      annotations.length === 0
        ? undefined
        : new SceneDataLayerSet({
            name: annotations.length === 1 ? annotations[0].name : 'Annotations', // each has a switch beside this
            layers: annotations.map(
              (query) =>
                new dataLayers.AnnotationsDataLayer({
                  key: `annotations-${query.name}`,
                  name: query.name,
                  isEnabled: query.enable,
                  isHidden: query.hide ?? false,
                  query: { ...query, datasource: refOf(query.datasource) },
                })
            ),
          }),
    $behaviors: [
      new behaviors.CursorSync({ key: json.uid, sync: json.graphTooltip ?? 0 }),
      new behaviors.SceneQueryController(),
    ],
    controls: [
      new VariableValueSelectors({}),
      ...(annotations.some(({ hide }) => !hide) ? [new SceneDataLayerControls()] : []),
      new SceneControlsSpacer(),
      ...(json.links && json.links.length > 0 ? [new DashboardLinks({ links: json.links })] : []),
      ...(json.timepicker?.hidden
        ? []
        : [
            new SceneTimePicker({ isOnCanvas: true }),
            new SceneRefreshPicker({
              refresh: typeof json.refresh === 'string' ? json.refresh : '',
              intervals: json.timepicker?.refresh_intervals,
              isOnCanvas: true,
            }),
          ]),
    ],
    body: layout(json.panels),
  });
}
