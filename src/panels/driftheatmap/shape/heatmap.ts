// Shapes frames into what the heatmap draws: rows of cells in an order, groups, windows with what all rows say in them, and the extent of time.
import { DataFrame } from '@grafana/data';
import { importanceIn } from '../../../frames/drift';
import {
  causeIn,
  DriftSeries,
  inOrderOfTime,
  outcomeCodeIn,
  partialIn,
  shareWindows,
} from '../../../frames/driftSeries';
import { isDriftTable } from '../../../frames/driftTable';
import { isSeries, LineOf, readSeries } from '../../../frames/severitySeries';
import { readTableSeries } from '../../../frames/tableSeries';
import { Grouping, RowOrder } from '../options';
import { Cells } from './cells';
import { groupRows, HeatGroup } from './groups';
import { nameRows } from './names';
import { comparators } from './order';
import { Extent, extentOf, HeatRow, seriesByRow, shapeRow, stepOf } from './rows';
import { tallyRows } from './tally';
import { countRows, numberWindows, Windows } from './windows';

export interface Heatmap {
  /** In order, at most `maxRows`. */
  rows: HeatRow[];
  /** Rows left out by `maxRows`. */
  hidden: number;
  /** All rows, in order: those that windows' tallies speak of. */
  all: HeatRow[];
  groups: HeatGroup[] | null;
  windows: Windows;
  /** Usual length of a window, ms. */
  step: number;
  from: number;
  to: number;
  /** Severities; values where no row has severities. */
  measure: DriftSeries['measure'];
  /** True where some row has a line: else nothing can be said to have drifted. */
  judged: boolean;
  /** The line of all rows, null where they have none, or not the same. */
  line: number | null;
  /** Least and greatest value of all rows; null where no row has any. */
  range: [number, number] | null;
  /** True where the model's settings say how important some feature is. */
  weighted: boolean;
  /** What occurs in any cell, for the legend. */
  occurring: Occurring;
}

export interface Occurring {
  outcomes: Set<number>;
  /** Causes of drifted cells. */
  causes: Set<string>;
  partial: boolean;
}

/** Of one moment alone nobody knows how long it stands for: as short as time is told. */
export const unknownStep = 1;

/** True where rows have several windows, all of the same start: their time says nothing of when they are from. */
export function isOneMoment({ windows, all }: Heatmap): boolean {
  return windows.from.length === 1 && all.some(({ window }) => window.length > 1);
}

export interface ShapeOptions {
  order: RowOrder;
  maxRows: number;
  grouping?: Grouping;
  /** Value from which on a series of another source counts as drifted. */
  lineOf?: LineOf;
}

/** Null when no frame holds drift rows or series. */
export function shapeHeatmap(frames: DataFrame[], options: ShapeOptions): Heatmap | null {
  const read = readFrames(frames, options.lineOf);
  shareWindows(read);
  const all = shapeRows(seriesByRow(read), importanceOf(frames));
  if (!all) {
    return null;
  }
  const { rows: unordered, from, to, step } = all;
  const rows = unordered.sort(comparators[options.order]);
  const shown = options.maxRows > 0 ? rows.slice(0, options.maxRows) : rows;
  const lines = new Set(rows.map((row) => row.line));
  return {
    rows: shown,
    hidden: rows.length - shown.length,
    all: rows,
    groups: groupRows(shown, options.grouping ?? 'none', from, to),
    windows: { from, to, tally: tallyRows(rows, from.length), counted: countRows(rows, from.length) },
    step,
    from: from[0],
    to: to.reduce((latest, end) => Math.max(latest, end), -Infinity),
    measure: rows.some((row) => row.measure === 'severity') ? 'severity' : 'value',
    judged: rows.some((row) => row.line !== null),
    line: lines.size === 1 ? [...lines][0] : null,
    range: rangeOf(rows),
    weighted: rows.some((row) => row.importance !== null),
    occurring: occurringIn(rows),
  };
}

function readFrames(frames: DataFrame[], lineOf?: LineOf): DriftSeries[] {
  return frames.flatMap((frame) => {
    if (isDriftTable(frame)) {
      return readTableSeries(frame);
    }
    return isSeries(frame) ? readSeries(frame, frames, lineOf) : [];
  });
}

function importanceOf(frames: DataFrame[]): Map<string, number> {
  return new Map(frames.flatMap((frame) => [...importanceIn(frame)]));
}

interface Rows extends Extent {
  rows: HeatRow[];
  step: number;
}

function shapeRows(parts: DriftSeries[][], importance: Map<string, number>): Rows | null {
  const columns = parts.map(joinParts);
  const distinct = new Map(columns.map(({ time, end }) => [time, end]));
  if (![...distinct.keys()].some((time) => time.length > 0)) {
    return null;
  }
  const steps = new Map([...distinct.keys()].map((time) => [time, stepOf(time)]));
  const step = usualStep([...steps.values()], distinct);
  const extents = new Map(
    [...distinct].map(([time, end]) => [
      time,
      extentOf(time, end, Number.isNaN(steps.get(time)!) ? step : steps.get(time)!),
    ])
  );
  const { from, to, numbers } = numberWindows([...extents.values()], step);
  const rows = columns.map(({ time, severity, state, source, frameRows }, i): HeatRow => {
    const cells: Cells = { ...extents.get(time)!, severity, state, merged: null, drifted: null };
    return shapeRow({
      parts: parts[i],
      cells,
      window: numbers.get(time)!,
      source,
      frameRows,
      step,
      newest: from[from.length - 1],
      importance: importance.get(parts[i][0].feature) ?? null,
    });
  });
  nameRows(rows);
  return { rows, from, to, step };
}

// The median over lists of windows; where each has one window alone, that window's length.
function usualStep(steps: number[], distinct: Map<Float64Array, Float64Array>): number {
  const known = steps.filter((step) => !Number.isNaN(step)).sort((a, b) => a - b);
  if (known.length > 0) {
    return known[known.length >> 1];
  }
  for (const [time, end] of distinct) {
    if (end[0] > time[0]) {
      return end[0] - time[0];
    }
  }
  return unknownStep;
}

type RowColumns = Pick<DriftSeries, 'time' | 'end' | 'severity' | 'state'> & {
  source: Uint16Array | null;
  frameRows: Uint32Array;
};

// A row of one series, which is usual, takes its columns as they are.
function joinParts(parts: DriftSeries[]): RowColumns {
  const [{ time, end, severity, state, rows }] = parts;
  if (parts.length === 1) {
    return { time, end, severity, state, source: null, frameRows: rows };
  }
  const places = parts.flatMap((part, p) => Array.from(part.rows, (_, i) => ({ part, p, i })));
  const order = inOrderOfTime(Uint32Array.from(places.keys()), (at) => places[at].part.time[places[at].i]);
  const pick = (get: (part: DriftSeries, i: number) => number): Float64Array =>
    Float64Array.from(order, (at) => get(places[at].part, places[at].i));
  return {
    time: pick((part, i) => part.time[i]),
    end: pick((part, i) => part.end[i]),
    severity: pick((part, i) => part.severity[i]),
    state: Uint8Array.from(order, (at) => places[at].part.state[places[at].i]),
    source: Uint16Array.from(order, (at) => places[at].p),
    frameRows: Uint32Array.from(order, (at) => places[at].part.rows[places[at].i]),
  };
}

function rangeOf(rows: HeatRow[]): [number, number] | null {
  let [least, greatest] = [Infinity, -Infinity];
  for (const { cells } of rows) {
    for (const value of cells.severity) {
      // NaN is neither less nor greater.
      least = value < least ? value : least;
      greatest = value > greatest ? value : greatest;
    }
  }
  return least <= greatest ? [least, greatest] : null;
}

function occurringIn(rows: HeatRow[]): Occurring {
  const seen = new Uint8Array(256);
  for (const { cells } of rows) {
    for (const state of cells.state) {
      seen[state] = 1;
    }
  }
  const states = [...seen.keys()].filter((state) => seen[state] === 1);
  return {
    outcomes: new Set(states.map(outcomeCodeIn)),
    causes: new Set(states.map(causeIn).filter((cause) => cause !== '')),
    partial: states.some(partialIn),
  };
}
