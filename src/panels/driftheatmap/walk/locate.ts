// What lies under a point of the panel.
import { cellAt, lastAtOrBefore } from '../shape/cells';
import { MarkCluster } from '../shape/annotations';
import { trackHeight } from '../grid/layout';
import { View } from '../grid/view';
import { Place } from './spot';

/** How far from a mark the pointer may be, px. */
const markReach = 6;

/** Top edges of the parts above the grid, px from the first of them. */
export function tops({ layout }: View): { share: number; count: number; marks: number; band: number; body: number } {
  const count = layout.shareHeight;
  const marks = count + layout.countHeight;
  const band = marks + layout.marksHeight;
  return { share: 0, count, marks, band, body: band + layout.bandHeight };
}

/**
 * `px` from the plot's left edge; `py` from the top of the parts above the grid (below the headline); `scrolled` is how far the lines have been
 * scrolled. Null where there is nothing.
 */
export function locate(view: View, px: number, py: number, scrolled: number): Place | null {
  const { layout } = view;
  const top = tops(view);
  if (px < 0 || px >= layout.plotWidth || py < 0) {
    return null;
  }
  if (py >= top.body) {
    return py < top.body + layout.bodyHeight ? inLines(view, px, py - top.body + scrolled) : null;
  }
  if (py >= top.marks && py < top.band) {
    return inMarks(view, px, py - top.marks);
  }
  const column = columnAt(view, view.timeAt(px));
  if (py >= top.marks || column < 0) {
    return null;
  }
  return { on: py < top.count ? 'share' : 'count', column };
}

function inLines(view: View, px: number, y: number): Place | null {
  const line = Math.floor(y / view.layout.rowHeight);
  if (line >= view.lines.length) {
    return null;
  }
  const cell = cellAt(view.cellsOf(view.lines[line]), view.timeAt(px));
  return cell < 0 ? null : { on: 'line', line, cell };
}

function columnAt({ columns }: View, time: number): number {
  const column = lastAtOrBefore(columns.from, time);
  return column >= 0 && time < columns.to[column] ? column : -1;
}

// Flags stand above the tracks of stretches; of several that are near, the nearest.
function inMarks(view: View, px: number, y: number): Place | null {
  const { flagHeight, tracks } = view.layout;
  const track = tracks[Math.floor((y - flagHeight) / trackHeight)];
  const inFlags = y < flagHeight;
  let best = -1;
  let nearest = markReach;
  view.clusters.forEach((cluster, i) => {
    if (inFlags ? cluster.to !== null : cluster.to === null || cluster.kind !== track) {
      return;
    }
    const away = distance(view, cluster, px);
    if (away < nearest) {
      nearest = away;
      best = i;
    }
  });
  return best < 0 ? null : { on: 'mark', cluster: best };
}

function distance(view: View, { from, to }: MarkCluster, px: number): number {
  const left = view.x(from);
  const right = view.x(to ?? from);
  return Math.max(0, left - px, px - right);
}
