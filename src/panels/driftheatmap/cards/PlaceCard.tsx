// The card of whatever the pointer or the keyboard is on.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { LookOf } from '../grid/looks';
import { View } from '../grid/view';
import { marksIn } from '../shape/annotations';
import { Heatmap } from '../shape/heatmap';
import { GroupLine, Line } from '../shape/lines';
import { Place } from '../walk/spot';
import { beyondText } from '../words/beyond';
import { groupName, rowName, worstWindow } from '../words/readOut';
import { cardStyles } from './cardStyles';
import { CellCard } from './CellCard';
import { MarkCard } from './MarkCard';
import { WindowCard } from './WindowCard';

export interface PlaceCardProps {
  place: Place;
  view: View;
  lookOf: LookOf;
  timeZone: TimeZone;
}

/** True where there is more to say than stands there already: a label's card is only for its links. */
export function hasCard(place: Place): boolean {
  return place.on !== 'line' || place.cell >= 0;
}

export function PlaceCard({ place, view, lookOf, timeZone }: PlaceCardProps) {
  switch (place.on) {
    case 'line': {
      const line = view.lines[place.line];
      if (place.cell < 0) {
        return <LabelCard line={line} />;
      }
      if (line.kind === 'group') {
        return <GroupCard line={line} cell={place.cell} view={view} lookOf={lookOf} timeZone={timeZone} />;
      }
      const cells = view.cellsOf(line);
      const marks = marksIn(view.marks, cells.from[place.cell], cells.to[place.cell]);
      return <CellCard row={line.row} cells={cells} cell={place.cell} marks={marks} timeZone={timeZone} />;
    }
    case 'share':
    case 'count':
      return <ColumnCard column={place.column} view={view} lookOf={lookOf} timeZone={timeZone} />;
    case 'mark':
      return <MarkCard marks={view.clusters[place.cluster].marks} timeZone={timeZone} />;
  }
}

function LabelCard({ line }: { line: Line }) {
  const card = useStyles2(cardStyles);
  return <div className={card.name}>{line.kind === 'group' ? groupName(line.group.name) : rowName(line.row)}</div>;
}

type WindowProps = Omit<PlaceCardProps, 'place'>;

function beyondOf(heatmap: Heatmap): ((beyond: number, of: number) => string) | null {
  return heatmap.judged ? (beyond, of) => beyondText(heatmap, beyond, of) : null;
}

function ColumnCard({ column, view, lookOf, timeZone }: WindowProps & { column: number }) {
  const { heatmap, columns } = view;
  const { from, to, tally, counted } = heatmap.windows;
  const [first, count] = [columns.first[column], columns.count[column]];
  const worst = worstWindow(heatmap, first, count);
  return (
    <WindowCard
      title=""
      tally={tally}
      rows={heatmap.all}
      windows={{ first, count, worst }}
      column={{ from: columns.from[column], to: columns.to[column] }}
      worst={{ from: from[worst], to: to[worst] }}
      beyond={beyondOf(heatmap)}
      counted={counted}
      marks={marksIn(view.marks, columns.from[column], columns.to[column])}
      lookOf={lookOf}
      timeZone={timeZone}
    />
  );
}

function GroupCard({ line, cell, view, lookOf, timeZone }: WindowProps & { line: GroupLine; cell: number }) {
  const cells = view.cellsOf(line);
  const { from, to } = view.heatmap.windows;
  const { merged } = cells;
  const worst = line.window[merged ? merged.worst[cell] : cell];
  return (
    <WindowCard
      title={groupName(line.group.name)}
      tally={line.group.tally}
      rows={line.group.rows}
      windows={{
        first: line.window[merged ? merged.first[cell] : cell],
        count: merged ? merged.count[cell] : 1,
        worst,
      }}
      column={{ from: cells.from[cell], to: cells.to[cell] }}
      worst={{ from: from[worst], to: to[worst] }}
      beyond={beyondOf(view.heatmap)}
      counted={null}
      marks={marksIn(view.marks, cells.from[cell], cells.to[cell])}
      lookOf={lookOf}
      timeZone={timeZone}
    />
  );
}
