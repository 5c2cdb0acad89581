// One feature in one segment over its windows, in columns: what a picture of a million windows needs is read at once into typed arrays, everything else
// that is known of a window only when somebody asks for it.
import { DataFrame } from '@grafana/data';
import { Cause, causes, Drift, Outcome, outcomes } from './drift';

export interface DriftSeries {
  frame: DataFrame;
  /** Index of the field whose value colours the windows: its options and data links are theirs. */
  valueField: number;
  /** '' where the source does not say. */
  model: string;
  feature: string;
  /** Segment columns or labels and their values; {} when there are none. */
  segment: Record<string, string>;
  /**
   * What `feature` is: a feature, beside which the segment is to be said; a name that somebody gave to the series, which needs nothing beside it; or only
   * all its labels in one text, of which those that tell it from others say more.
   */
  named: 'feature' | 'whole' | 'labels';
  /** Severities of Tideline, or values of any other kind and unit. */
  measure: 'severity' | 'value';
  /** Whether the feature is a number, which says the unit of its effect; undefined where the source does not say. */
  numeric: boolean | undefined;
  /** The value from which on a window is drifted; null where values have no such line. */
  line: number | null;
  /** Rows of the frame, ascending in time. The columns below are in the same order. */
  rows: Uint32Array;
  /** Start of each window and its end (NaN where the frame does not say), epoch ms. Series over the same windows share these arrays. */
  time: Float64Array;
  end: Float64Array;
  /** NaN where nothing was decided. */
  severity: Float64Array;
  /** Outcome, cause and flags of each window, packed: see `packState`. */
  state: Uint8Array;
  /** Rows of the log in each window, NaN where unknown; null where the frame has no such column. */
  counted: Float64Array | null;
  /** All that is known of one row of the frame. */
  detail: (row: number) => Drift;
}

export interface State {
  outcome: Outcome;
  cause: Cause | '';
  inReference: boolean;
  partial: boolean;
}

// A byte: three bits of outcome, two of cause, two flags.
const causeShift = 3;
const inReferenceBit = 1 << 5;
const partialBit = 1 << 6;

export const outcomeCode: Record<Outcome, number> = {
  drifted: 0,
  fine: 1,
  not_enough: 2,
  no_reference: 3,
  error: 4,
};

export function packState({ outcome, cause, inReference, partial }: State): number {
  const causeCode = cause === '' ? 0 : causes.indexOf(cause) + 1;
  return (
    outcomeCode[outcome] | (causeCode << causeShift) | (inReference ? inReferenceBit : 0) | (partial ? partialBit : 0)
  );
}

export function unpackState(state: number): State {
  return {
    outcome: outcomes[outcomeCodeIn(state)],
    cause: causeIn(state),
    inReference: inReferenceIn(state),
    partial: partialIn(state),
  };
}

export function outcomeCodeIn(state: number): number {
  return state & 7;
}

export function causeIn(state: number): Cause | '' {
  const code = (state >> causeShift) & 3;
  return code === 0 ? '' : causes[code - 1];
}

export function inReferenceIn(state: number): boolean {
  return (state & inReferenceBit) !== 0;
}

export function partialIn(state: number): boolean {
  return (state & partialBit) !== 0;
}

/** The state with its flags set where either has them: what is true of a part of a stretch is said of the stretch. */
export function withFlagsOf(state: number, other: number): number {
  return state | (other & (inReferenceBit | partialBit));
}

/** Gives series over the same windows the same arrays, so that whoever looks at windows looks at each list once. */
export function shareWindows(all: DriftSeries[]): void {
  let last: DriftSeries | null = null;
  for (const series of all) {
    if (last && same(series.time, last.time) && same(series.end, last.end)) {
      series.time = last.time;
      series.end = last.end;
    } else {
      last = series;
    }
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  if (a === b) {
    return true;
  }
  if (a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) {
      return false;
    }
  }
  return true;
}

/** Row numbers in the order of their times; as they stand where they are in order already, which is usual. */
export function inOrderOfTime(rows: Uint32Array, timeOf: (row: number) => number): Uint32Array {
  for (let i = 1; i < rows.length; i++) {
    if (timeOf(rows[i - 1]) > timeOf(rows[i])) {
      return rows.sort((a, b) => timeOf(a) - timeOf(b));
    }
  }
  return rows;
}
