// Shapes drift rows into what the heatmap draws: rows of cells, windows with their share of drifted features, and the extent of time.
// It knows nothing of drawing.
import { DataFrame } from '@grafana/data';
import { SourcedDrift, segmentLabel, seriesKey } from '../../frames/drift';
import { isDriftTable, readDriftTable } from '../../frames/driftTable';
import { isSeries, readSeries } from '../../frames/severitySeries';
import { RowOrder } from './options';

export interface HeatCell {
  from: number;
  /** Where the cell ends on the time axis: the window's end, or the next window's start where windows overlap. */
  to: number;
  drift: SourcedDrift;
}

export interface HeatRow {
  key: string;
  feature: string;
  segment: Record<string, string>;
  segmentText: string;
  /** What names the row: the feature and then its segment, or the segment alone where all rows are of one feature. */
  label: { main: string; quiet: string };
  /** Ascending in time, not overlapping. */
  cells: HeatCell[];
  /** The last window that was decided. */
  latest: HeatCell | null;
  worst: number;
  recent: number;
  /** Start of the first drifted window outside the reference; null when none drifted. */
  firstDrift: number | null;
}

/** All features of one window. */
export interface HeatWindow {
  from: number;
  to: number;
  decided: number;
  drifted: number;
  inReference: boolean;
  partial: boolean;
}

export interface Heatmap {
  rows: HeatRow[];
  /** Rows left out by `maxRows`. */
  hidden: number;
  windows: HeatWindow[];
  segmentNames: string[];
  from: number;
  to: number;
  cellCount: number;
}

export interface ShapeOptions {
  order: RowOrder;
  maxRows: number;
  /** Value from which a series of another source counts as drifted. */
  line?: number;
}

/** Null when no frame holds drift rows or series. */
export function shapeHeatmap(frames: DataFrame[], options: ShapeOptions): Heatmap | null {
  const drifts = readFrames(frames, options.line);
  if (drifts.length === 0) {
    return null;
  }
  const groups = new Map<string, SourcedDrift[]>();
  for (const drift of drifts) {
    const key = seriesKey(drift.feature, drift.segment);
    const group = groups.get(key);
    if (group) {
      group.push(drift);
    } else {
      groups.set(key, [drift]);
    }
  }
  const step = medianStep(drifts);
  const newest = drifts.reduce((latest, drift) => Math.max(latest, drift.time), -Infinity);
  const all = [...groups].map(([key, group]) => shapeRow(key, group, step, newest)).sort(comparators[options.order]);
  const rows = options.maxRows > 0 ? all.slice(0, options.maxRows) : all;
  const windows = shapeWindows(all);
  nameRows(all);
  return {
    rows,
    hidden: all.length - rows.length,
    windows,
    segmentNames: Object.keys(all[0].segment),
    from: windows[0].from,
    to: windows.reduce((end, window) => Math.max(end, window.to), -Infinity),
    cellCount: rows.reduce((sum, row) => sum + row.cells.length, 0),
  };
}

function readFrames(frames: DataFrame[], line?: number): SourcedDrift[] {
  return frames.flatMap((frame) => {
    if (isDriftTable(frame)) {
      return readDriftTable(frame);
    }
    return isSeries(frame) ? readSeries(frame, frames, line) : [];
  });
}

function shapeRow(key: string, group: SourcedDrift[], step: number, newest: number): HeatRow {
  const sorted = group.sort((a, b) => a.time - b.time);
  const cells = sorted.map((drift, i): HeatCell => {
    const next = sorted[i + 1]?.time ?? Infinity;
    const end = drift.windowEnd ?? Math.min(drift.time + step, next);
    return { from: drift.time, to: Math.min(end, next > drift.time ? next : end), drift };
  });
  const decided = cells.filter((cell) => cell.drift.severity !== null);
  const drifted = cells.filter((cell) => cell.drift.outcome === 'drifted' && !cell.drift.inReference);
  const { feature, segment } = sorted[0];
  return {
    key,
    feature,
    segment,
    segmentText: segmentLabel(segment),
    label: { main: feature, quiet: segmentLabel(segment) },
    cells,
    latest: decided[decided.length - 1] ?? null,
    worst: decided.reduce((worst, cell) => Math.max(worst, cell.drift.severity!), 0),
    recent: recentSeverity(decided, step, newest),
    firstDrift: drifted[0]?.from ?? null,
  };
}

function nameRows(rows: HeatRow[]): void {
  const { feature } = rows[0];
  if (rows.length > 1 && rows.every((row) => row.feature === feature && row.segmentText !== '')) {
    rows.forEach((row) => (row.label = { main: row.segmentText, quiet: '' }));
  }
}

// Severity weighted by age: a window counts half as much as the one after it, so that what happens now leads and a long episode beats a short one.
function recentSeverity(cells: HeatCell[], step: number, newest: number): number {
  return cells.reduce((sum, cell) => sum + cell.drift.severity! * 0.5 ** ((newest - cell.from) / step), 0);
}

// Where frames do not say when windows end, the usual distance between starts does.
function medianStep(drifts: SourcedDrift[]): number {
  const starts = [...new Set(drifts.map((drift) => drift.time))].sort((a, b) => a - b);
  const steps = starts
    .slice(1)
    .map((start, i) => start - starts[i])
    .sort((a, b) => a - b);
  if (steps.length > 0) {
    return steps[steps.length >> 1];
  }
  const { time, windowEnd } = drifts[0];
  return windowEnd !== null && windowEnd > time ? windowEnd - time : 1;
}

function shapeWindows(rows: HeatRow[]): HeatWindow[] {
  const windows = new Map<number, HeatWindow>();
  for (const row of rows) {
    for (const { from, to, drift } of row.cells) {
      let window = windows.get(from);
      if (!window) {
        window = { from, to, decided: 0, drifted: 0, inReference: false, partial: false };
        windows.set(from, window);
      }
      window.to = Math.max(window.to, to);
      window.decided += drift.outcome === 'drifted' || drift.outcome === 'fine' ? 1 : 0;
      window.drifted += drift.outcome === 'drifted' ? 1 : 0;
      window.inReference ||= drift.inReference;
      window.partial ||= drift.partial;
    }
  }
  return [...windows.values()].sort((a, b) => a.from - b.from);
}

const byName = (a: HeatRow, b: HeatRow): number =>
  a.feature.localeCompare(b.feature, undefined, { numeric: true }) ||
  a.segmentText.localeCompare(b.segmentText, undefined, { numeric: true });

const comparators: Record<RowOrder, (a: HeatRow, b: HeatRow) => number> = {
  recent: (a, b) => b.recent - a.recent || b.worst - a.worst || byName(a, b),
  worst: (a, b) => b.worst - a.worst || b.recent - a.recent || byName(a, b),
  name: byName,
  firstDrift: (a, b) => (a.firstDrift ?? Infinity) - (b.firstDrift ?? Infinity) || b.recent - a.recent || byName(a, b),
};
