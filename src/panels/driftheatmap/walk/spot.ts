// What the pointer or the keyboard is on. A spot is named by what it is (a row's key, a time, a mark's id), so that it stays itself when data refresh, groups
// open or the panel changes its size; a place says where that is in a view.
import { lastAtOrBefore, nearestCell } from '../shape/cells';
import { View } from '../grid/view';

export type Spot =
  /** A cell by its row and time, or the row's label where time is null. */
  | { on: 'line'; key: string; time: number | null }
  | { on: 'share'; time: number }
  | { on: 'count'; time: number }
  | { on: 'mark'; id: string };

export type Place =
  /** Numbers of a line and of one of its cells, −1 for its label. */
  | { on: 'line'; line: number; cell: number }
  | { on: 'share' | 'count'; column: number }
  /** Number of a cluster of marks. */
  | { on: 'mark'; cluster: number };

/** Null where what the spot names is not there any more. */
export function placeOf(spot: Spot, view: View): Place | null {
  switch (spot.on) {
    case 'line': {
      const line = view.lineNumbers.get(spot.key);
      if (line === undefined) {
        return null;
      }
      const cell = spot.time === null ? -1 : nearestCell(view.cellsOf(view.lines[line]), spot.time);
      return { on: 'line', line, cell };
    }
    case 'share':
    case 'count': {
      const high = spot.on === 'share' ? view.layout.shareHeight : view.layout.countHeight;
      return high === 0 ? null : { on: spot.on, column: Math.max(0, lastAtOrBefore(view.columns.from, spot.time)) };
    }
    case 'mark': {
      const cluster = view.clusters.findIndex(({ marks }) => marks.some(({ id }) => id === spot.id));
      return cluster < 0 ? null : { on: 'mark', cluster };
    }
  }
}

export function spotOf(place: Place, view: View): Spot {
  switch (place.on) {
    case 'line': {
      const line = view.lines[place.line];
      return { on: 'line', key: line.key, time: place.cell < 0 ? null : view.cellsOf(line).from[place.cell] };
    }
    case 'share':
    case 'count':
      return { on: place.on, time: view.columns.from[place.column] };
    case 'mark':
      return { on: 'mark', id: view.clusters[place.cluster].marks[0].id };
  }
}

/** The stretch of time that a place stands for, null for a label. */
export function stretchOf(place: Place, view: View): { from: number; to: number } | null {
  switch (place.on) {
    case 'line': {
      const { from, to } = view.cellsOf(view.lines[place.line]);
      return place.cell < 0 ? null : { from: from[place.cell], to: to[place.cell] };
    }
    case 'share':
    case 'count':
      return { from: view.columns.from[place.column], to: view.columns.to[place.column] };
    case 'mark': {
      const { from, to } = view.clusters[place.cluster];
      return { from, to: to ?? from };
    }
  }
}
