// A panel's JSON as a scene panel: its queries, its transformations, how it is drawn.
import type { DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import { standardTransformersRegistry } from '@grafana/data';
import {
  SceneDataTransformer,
  SceneQueryRunner,
  type SceneDataProvider,
  SceneTimeRange,
  VizPanel,
} from '@grafana/scenes';
import React from 'react';
import { type PanelJson, refOf } from './json';
import { PanelLinks } from './PanelLinks';

/** The data of a panel without a data source of its own would be another panel's. */
const otherPanel = '-- Dashboard --';

export function panel(json: PanelJson): VizPanel {
  const {
    id,
    type,
    title = '',
    description,
    transparent,
    options = {},
    fieldConfig,
    pluginVersion,
    links,
    timeFrom,
  } = json;
  const problem = problemOf(json);
  return new VizPanel({
    key: `panel-${id}`,
    title,
    description,
    pluginId: problem === undefined ? type : 'text',
    pluginVersion: problem === undefined ? pluginVersion : undefined,
    options: problem === undefined ? options : { mode: 'markdown', content: problem },
    fieldConfig: { defaults: {}, overrides: [], ...fieldConfig } as FieldConfigSource,
    displayMode: transparent ? 'transparent' : 'default',
    hoverHeader: title === '' && !timeFrom,
    titleItems: links === undefined || links.length === 0 ? undefined : <PanelLinks links={links} />,
    $timeRange: timeFrom ? new SceneTimeRange({ from: `now-${timeFrom}`, to: 'now' }) : undefined,
    $data: problem === undefined ? data(json) : undefined,
  });
}

function data({
  targets = [],
  datasource,
  maxDataPoints,
  interval,
  transformations = [],
}: PanelJson): SceneDataProvider | undefined {
  if (targets.length === 0) {
    return undefined;
  }
  const own = refOf(datasource);
  const queries = new SceneQueryRunner({
    queries: targets.map((target) => ({ ...target, datasource: refOf(target.datasource) ?? own })),
    datasource: own,
    maxDataPoints,
    maxDataPointsFromWidth: maxDataPoints === undefined,
    minInterval: interval,
    dataLayerFilter: { panelId: 0 },
  });
  return transformations.length === 0 ? queries : new SceneDataTransformer({ $data: queries, transformations });
}

/** What this preview cannot do for a panel, in words that stand in its place: a panel drawn without it would be wrong. */
function problemOf({ transformations = [], datasource, targets = [] }: PanelJson): string | undefined {
  if ([datasource, ...targets.map(({ datasource }) => datasource)].some((ref) => refOf(ref)?.uid === otherPanel)) {
    return 'This panel shows the data of another panel, which the preview does not do. In Grafana it is drawn.';
  }
  const unknown = transformations.filter(
    ({ id, disabled }: DataTransformerConfig) => !disabled && standardTransformersRegistry.getIfExists(id) === undefined
  );
  return unknown.length === 0
    ? undefined
    : `This panel is transformed in a way that the preview does not have (${unknown.map(({ id }) => id).join(', ')}). In Grafana it is drawn.`;
}
