// Walking with the keyboard: over the strips and marks above the grid, and over lines, their cells and their labels.
import { nearestCell } from '../shape/cells';
import { View } from '../grid/view';
import { Place } from './spot';

/** Where a walk begins: the newest window of the first line. */
export function startPlace(view: View): Place {
  return { on: 'line', line: 0, cell: view.cellsOf(view.lines[0]).from.length - 1 };
}

/** The place after a key, or null when the key does not move it. Up and down keep the time, also where lines have other windows. */
export function movePlace(view: View, place: Place, key: string): Place | null {
  switch (key) {
    case 'ArrowLeft':
      return along(view, place, (at) => at - 1);
    case 'ArrowRight':
      return along(view, place, (at) => at + 1);
    case 'Home':
      return along(view, place, () => -1);
    case 'End':
      return along(view, place, (_, count) => count - 1);
    case 'ArrowUp':
      return upOrDown(view, place, -1);
    case 'ArrowDown':
      return upOrDown(view, place, 1);
    case 'PageUp':
      return upOrDown(view, place, -10);
    case 'PageDown':
      return upOrDown(view, place, 10);
    default:
      return null;
  }
}

// Lines have a label before their first cell; strips and marks begin with their first.
function along(view: View, place: Place, step: (at: number, count: number) => number): Place {
  const clamp = (at: number, least: number, count: number): number => Math.max(least, Math.min(count - 1, at));
  switch (place.on) {
    case 'line': {
      const count = view.cellsOf(view.lines[place.line]).from.length;
      return { ...place, cell: clamp(step(place.cell, count), -1, count) };
    }
    case 'share':
    case 'count': {
      const count = view.columns.from.length;
      return { ...place, column: clamp(step(place.column, count), 0, count) };
    }
    case 'mark': {
      const count = view.clusters.length;
      return { ...place, cluster: clamp(step(place.cluster, count), 0, count) };
    }
  }
}

type Part = 'share' | 'count' | 'mark';

function partsAbove({ layout, clusters }: View): Part[] {
  const parts: Part[] = [];
  if (layout.shareHeight > 0) {
    parts.push('share');
  }
  if (layout.countHeight > 0) {
    parts.push('count');
  }
  if (clusters.length > 0) {
    parts.push('mark');
  }
  return parts;
}

// A page stops at the first line before it goes on to what stands above.
function upOrDown(view: View, place: Place, step: number): Place {
  const parts = partsAbove(view);
  const at = place.on === 'line' ? parts.length + place.line : parts.indexOf(place.on);
  const least = place.on === 'line' && place.line > 0 && step < -1 ? parts.length : 0;
  const wanted = Math.max(least, Math.min(parts.length + view.lines.length - 1, at + step));
  if (wanted >= parts.length) {
    return toLine(view, place, wanted - parts.length);
  }
  const time = timeOf(view, place);
  const part = parts[wanted];
  if (part === 'mark') {
    return {
      on: 'mark',
      cluster: nearest(
        view.clusters.map(({ from }) => from),
        time
      ),
    };
  }
  return { on: part, column: nearestCell(view.columns, time) };
}

function toLine(view: View, place: Place, line: number): Place {
  if (place.on === 'line' && place.cell < 0) {
    return { on: 'line', line, cell: -1 };
  }
  return { on: 'line', line, cell: nearestCell(view.cellsOf(view.lines[line]), timeOf(view, place)) };
}

// The time that is kept when walking up and down; a label keeps the newest.
function timeOf(view: View, place: Place): number {
  switch (place.on) {
    case 'line':
      return place.cell < 0 ? view.to : view.cellsOf(view.lines[place.line]).from[place.cell];
    case 'share':
    case 'count':
      return view.columns.from[place.column];
    case 'mark':
      return view.clusters[place.cluster].from;
  }
}

function nearest(times: number[], time: number): number {
  return times.reduce((best, one, i) => (Math.abs(one - time) < Math.abs(times[best] - time) ? i : best), 0);
}
