// Series of the frames as rows of the heatmap: what belongs to one row, where its windows begin and end, how it is named, what is worst and newest in it.
import { segmentLabel } from '../../../frames/drift';
import { DriftSeries, inReferenceIn, outcomeCode, outcomeCodeIn, partialIn } from '../../../frames/driftSeries';
import { Cells, isDecided, isDrifted } from './cells';

export interface HeatRow {
  key: string;
  model: string;
  feature: string;
  segment: Record<string, string>;
  /** The segment in one line; '' where there is none, or where the name has it already. */
  segmentText: string;
  /** What names the row: the feature and then its segment, or the segment alone where all rows are of one feature. */
  label: { main: string; quiet: string };
  measure: DriftSeries['measure'];
  line: number | null;
  /** null where the model's settings give none. */
  importance: number | null;
  cells: Cells;
  /** The number of each cell's window among all windows of the heatmap. */
  window: Uint32Array;
  /** Number of the last cell that was decided, −1 for none. */
  latest: number;
  /** The highest severity, −Infinity where nothing was decided. */
  worst: number;
  worstCell: number;
  /** Severity weighted by age. */
  recent: number;
  /** Numbers of the first and the last drifted cell outside the reference, −1 for none, and how many there are. */
  firstDrift: number;
  lastDrift: number;
  driftedCount: number;
  /** Number of the cell in which the running episode began, −1 where none is running. */
  since: number;
  /** Whether it is a segment whose newest closed window has nothing to be compared with: the reference has no rows of it. */
  isNew: boolean;
  /** Where the row was read from; with several series, which one each cell is from. */
  series: DriftSeries[];
  source: Uint16Array | null;
  /** Row of the frame of each cell. */
  frameRows: Uint32Array;
}

export interface Origin {
  series: DriftSeries;
  /** Row of the series' frame. */
  row: number;
}

/** Where a cell of a row was read from. */
export function originOf(row: HeatRow, cell: number): Origin {
  return { series: row.series[row.source ? row.source[cell] : 0], row: row.frameRows[cell] };
}

/** The series of each row: parts of one series are one row, series that say different things about the same windows are several. */
export function seriesByRow(all: DriftSeries[]): DriftSeries[][] {
  const groups = new Map<string, DriftSeries[][]>();
  for (const series of all.filter(({ time, measure }) => time.length > 0 || measure === 'value')) {
    const key = identity(series);
    const rows = groups.get(key);
    const row = rows?.find((parts) => parts.every((part) => !overlap(part, series)));
    if (row) {
      row.push(series);
    } else if (rows) {
      rows.push([series]);
    } else {
      groups.set(key, [[series]]);
    }
  }
  return [...groups.values()].flat();
}

function identity({ frame, model, feature, segment }: DriftSeries): string {
  return JSON.stringify([frame.refId ?? '', model, feature, ...Object.entries(segment).flat()]);
}

function overlap({ time: a }: DriftSeries, { time: b }: DriftSeries): boolean {
  return a.length > 0 && b.length > 0 && a[0] <= b[b.length - 1] && b[0] <= a[a.length - 1];
}

export interface Extent {
  from: Float64Array;
  to: Float64Array;
}

/** Where windows end on the time axis: at their ends, or where the next one begins; where ends are not known, after the usual distance. */
export function extentOf(time: Float64Array, end: Float64Array, step: number): Extent {
  const to = new Float64Array(time.length);
  for (let i = 0; i < time.length; i++) {
    const next = i + 1 < time.length ? time[i + 1] : Infinity;
    // An end that is not after the start is none.
    const ends = end[i] > time[i] ? end[i] : time[i] + step;
    to[i] = next > time[i] ? Math.min(ends, next) : ends;
  }
  return { from: time, to };
}

/** The usual distance between starts; NaN where there are not two. */
export function stepOf(time: Float64Array): number {
  const steps = new Float64Array(Math.max(0, time.length - 1));
  for (let i = 0; i < steps.length; i++) {
    steps[i] = time[i + 1] - time[i];
  }
  const positive = steps.filter((step) => step > 0).sort();
  return positive.length === 0 ? NaN : positive[positive.length >> 1];
}

export interface RowInput {
  parts: DriftSeries[];
  cells: Cells;
  window: Uint32Array;
  source: Uint16Array | null;
  frameRows: Uint32Array;
  /** ms */
  step: number;
  /** The newest start of all rows, epoch ms. */
  newest: number;
  importance: number | null;
}

export function shapeRow({ parts, cells, window, source, frameRows, step, newest, importance }: RowInput): HeatRow {
  const [first] = parts;
  const segmentText = first.named === 'feature' ? segmentLabel(first.segment) : '';
  const row: HeatRow = {
    key: '',
    model: first.model,
    feature: first.feature,
    segment: first.segment,
    segmentText,
    label: { main: first.feature, quiet: segmentText },
    measure: first.measure,
    line: first.line,
    importance,
    cells,
    window,
    latest: -1,
    worst: -Infinity,
    worstCell: -1,
    recent: recentSeverity(cells, step, newest),
    firstDrift: -1,
    lastDrift: -1,
    driftedCount: 0,
    since: runningSince(cells),
    isNew: Object.keys(first.segment).length > 0 && lacksReference(cells),
    series: parts,
    source,
    frameRows,
  };
  const { severity, state } = cells;
  for (let i = 0; i < state.length; i++) {
    if (!isDecided(state[i])) {
      continue;
    }
    row.latest = i;
    if (severity[i] > row.worst) {
      row.worst = severity[i];
      row.worstCell = i;
    }
    if (isDrifted(state[i]) && !inReferenceIn(state[i])) {
      row.firstDrift = row.firstDrift < 0 ? i : row.firstDrift;
      row.lastDrift = i;
      row.driftedCount++;
    }
  }
  return row;
}

// Windows older than this many steps weigh less than a double can tell.
const weightless = 60;

// Severity weighted by age: a window counts half as much as the one after it, so that what happens now leads and a long episode beats a short one.
function recentSeverity({ from, severity }: Cells, step: number, newest: number): number {
  let sum = 0;
  for (let i = severity.length - 1; i >= 0; i--) {
    const age = (newest - from[i]) / step;
    if (age > weightless) {
      break;
    }
    if (!Number.isNaN(severity[i])) {
      sum += severity[i] * 0.5 ** age;
    }
  }
  return sum;
}

function lacksReference({ state }: Cells): boolean {
  let newest = state.length - 1;
  while (newest >= 0 && partialIn(state[newest])) {
    newest--;
  }
  return newest >= 0 && outcomeCodeIn(state[newest]) === outcomeCode.no_reference;
}

// As the backend finds episodes: only a closed window that is fine ends a run; undecided windows neither end one nor begin one.
function runningSince({ state }: Cells): number {
  let since = -1;
  for (let i = state.length - 1; i >= 0; i--) {
    if (partialIn(state[i]) || !isDecided(state[i])) {
      continue;
    }
    if (!isDrifted(state[i])) {
      break;
    }
    since = i;
  }
  return since;
}
