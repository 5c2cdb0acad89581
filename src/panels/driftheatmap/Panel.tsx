// The panel: takes Grafana's data, decides which state to show, and connects choices with links, actions and variables.
import React, { useCallback, useMemo, useState } from 'react';
import { PanelProps } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { Message } from '../parts/Message';
import { noPicture } from '../parts/noPicture';
import { zoneOfWindows } from '../parts/zone';
import { actionChoices, linkChoices } from './choices';
import { valueOfVariable, variablesOf } from './follow';
import { colorScale, lineOfField } from './grid/colors';
import { Heatmap } from './grid/Heatmap';
import { defaultOptions, HeatmapOptions, View } from './options';
import { readMarks } from './shape/annotations';
import { headlineOf } from './shape/headline';
import { lacksSegments } from './shape/groups';
import { Heatmap as HeatmapData, isOneMoment, shapeHeatmap } from './shape/heatmap';
import { HeatRow } from './shape/rows';
import { TableView } from './table/TableView';
import { Toolbar } from './Toolbar';
import { Possible } from './walk/outcome';
import { useGroups } from './walk/useGroups';
import { headlineText } from './words/headline';
import { oneMoment, withoutSegments, words } from './words/noPicture';

export function Panel(props: PanelProps<HeatmapOptions>) {
  const { data, width, height, options: saved } = props;
  const options = useMemo(() => ({ ...defaultOptions, ...saved }), [saved]);
  const { order, maxRows, grouping } = options;
  const heatmap = useMemo(
    () => shapeHeatmap(data.series, { order, maxRows, grouping, lineOf: lineOfField }),
    [data.series, order, maxRows, grouping]
  );
  if (!heatmap) {
    return <Message {...noPicture(data, words())} width={width} height={height} />;
  }
  if (isOneMoment(heatmap)) {
    return <Message {...oneMoment()} width={width} height={height} />;
  }
  if (lacksSegments(heatmap.rows, grouping)) {
    return <Message {...withoutSegments()} width={width} height={height} />;
  }
  return <Shown {...props} options={options} heatmap={heatmap} />;
}

function Shown(props: PanelProps<HeatmapOptions> & { heatmap: HeatmapData }) {
  const { heatmap, data, width, height, options, replaceVariables, onChangeTimeRange, eventBus } = props;
  const theme = useTheme2();
  const groups = useGroups(options.groupsClosed);
  const timeZone = useMemo(
    () => zoneOfWindows(data.series, heatmap.rows[0].cells.from, props.timeZone),
    [data.series, heatmap, props.timeZone]
  );
  const [view, setView] = useView(options.view);
  const range = useMemo(
    () => ({ from: data.timeRange.from.valueOf(), to: data.timeRange.to.valueOf() }),
    [data.timeRange]
  );
  const marks = useMemo(
    () => (options.showMarks ? readMarks(data.annotations ?? []) : []),
    [data.annotations, options.showMarks]
  );
  const scale = useMemo(() => colorScale(theme, heatmap.range, heatmap.rows[0].series[0]), [theme, heatmap]);
  const headline = useMemo(
    () => headlineText(heatmap, headlineOf(heatmap, untilNow(range.to)), timeZone),
    [heatmap, range.to, timeZone]
  );
  const { variable, segmentVariables } = options;
  const possible = useMemo(
    (): Possible => ({
      links: linkChoices,
      actions: (stretch, row) => actionChoices(data, (row ?? heatmap.rows[0]).series[0].frame, stretch, row),
      variables: (row) => variablesOf(row, { variable, segmentVariables }, replaceVariables),
    }),
    [data, heatmap, variable, segmentVariables, replaceVariables]
  );
  const selected = valueOfVariable(variable.trim(), replaceVariables);
  const isSelected = useCallback((row: HeatRow) => row.feature === selected, [selected]);
  const toolbar = (
    <Toolbar
      view={view}
      onView={setView}
      groups={
        heatmap.groups && view === 'heatmap'
          ? { allClosed: heatmap.groups.every(({ key }) => !groups.isOpen(key)), onAll: groups.setAll }
          : null
      }
    />
  );
  const daysOf = timeZone === props.timeZone ? null : timeZone;
  const shared = { heatmap, headline, width, height, timeZone, isSelected, possible, toolbar };
  const clickable = useMemo(() => isClickable(heatmap, possible), [heatmap, possible]);
  if (view === 'table') {
    return <TableView {...shared} headline={options.showHeadline ? headline : null} clickable={clickable} />;
  }
  return (
    <Heatmap
      {...shared}
      marks={marks}
      daysOf={daysOf}
      scale={scale}
      range={range}
      options={options}
      isOpen={groups.isOpen}
      onToggle={groups.toggle}
      clickable={clickable}
      onZoom={onChangeTimeRange}
      eventBus={eventBus}
    />
  );
}

// A range such as “This week” ends in the future, of which nobody misses data.
function untilNow(time: number): number {
  return Math.min(time, Date.now());
}

// The option until somebody switches in the panel itself, and again when the option changes.
function useView(option: View): [View, (view: View) => void] {
  const [chosen, setChosen] = useState({ option, view: option });
  return [chosen.option === option ? chosen.view : option, (view) => setChosen({ option, view })];
}

// The first row stands for all: links, actions and variables are the panel's.
function isClickable({ rows: [row] }: HeatmapData, possible: Possible): boolean {
  return possible.links(row, row.cells.from.length - 1).length > 0 || Object.keys(possible.variables(row)).length > 0;
}
