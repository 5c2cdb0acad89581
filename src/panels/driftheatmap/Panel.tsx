// The panel: takes Grafana's data, decides which state to show, and connects clicks with links and variables.
import React, { useCallback, useMemo } from 'react';
import { LinkModel, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { isDistribution } from '../../frames/distribution';
import { Message } from '../parts/Message';
import { t } from '../parts/text';
import { hasOwnColors, lineOf } from './colors';
import { HeatCell, HeatRow, shapeHeatmap } from './data';
import { followLink, linksOf, setsVariable, setVariables } from './follow';
import { Heatmap } from './Heatmap';
import { defaultOptions, HeatmapOptions } from './options';

export function Panel({
  data,
  width,
  height,
  timeZone,
  options: saved,
  replaceVariables,
  eventBus,
}: PanelProps<HeatmapOptions>) {
  const options = useMemo(() => ({ ...defaultOptions, ...saved }), [saved]);
  const { order, maxRows } = options;
  const heatmap = useMemo(
    () => shapeHeatmap(data.series, { order, maxRows, line: lineOf(data.series) }),
    [data.series, order, maxRows]
  );
  const ownColors = useMemo(
    () => data.series.some((frame) => frame.fields.some((field) => hasOwnColors(field))),
    [data.series]
  );

  const variable = options.variable.trim();
  const selected = variable === '' ? '' : replaceVariables(`\${${variable}:raw}`);
  const isSelected = useCallback((row: HeatRow) => row.feature === selected, [selected]);

  const onChoose = useCallback(
    (row: HeatRow, cell: HeatCell | null): LinkModel[] => {
      const links = linksOf((cell ?? row.latest ?? row.cells[row.cells.length - 1]).drift);
      if (links.length > 1) {
        return links;
      }
      if (links.length === 1) {
        followLink(links[0]);
      } else {
        setVariables(row, options);
      }
      return [];
    },
    [options]
  );

  const clickable = useMemo(
    () => setsVariable(options) || (heatmap !== null && linksOf(heatmap.rows[0].cells[0].drift).length > 0),
    [options, heatmap]
  );

  if (!heatmap) {
    return <Message {...stateOf(data)} width={width} height={height} />;
  }
  return (
    <Heatmap
      heatmap={heatmap}
      width={width}
      height={height}
      timeZone={timeZone}
      showShare={options.showShare}
      showLegend={options.showLegend}
      severityBar={!ownColors}
      clickable={clickable}
      isSelected={isSelected}
      onChoose={onChoose}
      onLink={followLink}
      eventBus={eventBus}
    />
  );
}

// Why there is nothing to draw, and what to do about it.
function stateOf(data: PanelData): { title: string; detail?: string; kind: 'empty' | 'error' | 'loading' } {
  const error = data.errors?.[0] ?? data.error;
  if (data.state === LoadingState.Error || error) {
    return {
      kind: 'error',
      title: t('state.error', 'The query failed'),
      detail: error?.message ?? error?.data?.message,
    };
  }
  if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
    return { kind: 'loading', title: t('state.loading', 'Comparing with the reference …') };
  }
  const notice = data.series.flatMap((frame) => frame.meta?.notices ?? []).find((found) => found.text)?.text;
  if (data.series.some((frame) => isDistribution(frame))) {
    return {
      kind: 'empty',
      title: t('heatmap.distribution', 'This query returns distributions'),
      detail: t(
        'heatmap.distribution-detail',
        'Choose the query type Drift with format Table, or show it in a Distribution panel.'
      ),
    };
  }
  if (data.series.some((frame) => frame.length > 0)) {
    return {
      kind: 'empty',
      title: t('heatmap.unknown', 'No drift in this data'),
      detail: t(
        'heatmap.unknown-detail',
        'The heatmap reads drift tables (query type Drift, format Table) and labelled time series.'
      ),
    };
  }
  return {
    kind: 'empty',
    title: t('heatmap.empty', 'No windows in this time range'),
    detail: notice ?? t('heatmap.empty-detail', 'Widen the time range, or check that the model’s log has rows in it.'),
  };
}
