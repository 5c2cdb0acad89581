// What is known of a feature's values on both sides: counted over the same bins or categories, wherever the counts came from. The readers beside this file
// make it from frames; panels draw it.
import { DataFrame, Field } from '@grafana/data';
import { Bin } from '../statistics/binned';
import { Sorted } from '../statistics/histogram';
import { Drift } from './drift';

/** Weights of one sample over the bins or categories, and what is known of the rows that they were counted from. */
export interface Sample {
  /** What its source calls it, to tell several apart; '' where its time or its side says enough. */
  name: string;
  /** Its field, for colours and data links; null where there is none of its own. */
  field: Field | null;
  counts: number[];
  /** Rows in all, missing ones included. */
  rows: number;
  /** Rows without a value. */
  missing: number;
  /** Rows with ±infinity, in no bin; and rows beyond the ends of the bins, counted in the first and last bin. */
  infinite: number;
  below: number;
  above: number;
  /** Rows with a value that the reference never had, or outside its range; null where the source does not say. */
  newRows: number | null;
  mean: number | null;
  sd: number | null;
  min: number | null;
  max: number | null;
  quantiles: Quantile[];
  from: number | null;
  to: number | null;
}

export interface Quantile {
  p: number;
  value: number;
}

export interface CurrentSample extends Sample {
  drift: Drift | null;
  /** What changed, as the source says it in a sentence; '' where it says nothing. */
  told: string;
}

/** One of the windows that the reference was counted in: how they differ is the ordinary variation. */
export interface ReferenceWindow {
  rows: number;
  missing: number;
  below: number;
  above: number;
  /** As a sample's: what lies beyond the bins is in the first and the last. */
  counts: number[];
}

/** Finer counts of some neighbouring bins, for axes that stretch small values. */
export interface Detail {
  /** They take the place of bins start … end − 1. */
  start: number;
  end: number;
  bins: Bin[];
  reference: number[];
  /** A list for each current sample. */
  currents: number[][];
}

interface Described {
  feature: string;
  segment: Record<string, string>;
  frame: DataFrame;
  /** The field whose display options (unit, decimals, mappings, thresholds) apply to values on the axis or to names of categories. */
  valueField: Field;
  /** For each bin or category the row of the frame that it was read from; null where frames hold single values. */
  frameRows: number[] | null;
  reference: Sample | null;
  /** Oldest first; at least one unless there is only a reference. */
  currents: CurrentSample[];
  /** The source judges: where there is no verdict it said nothing, not had nothing to say. */
  judged: boolean;
  /** Counts of some bins were shared out evenly from coarser ones. */
  approximate: boolean;
  /** [] where the source does not say. */
  referenceWindows: ReferenceWindow[];
}

export interface NumericDistribution extends Described {
  kind: 'numeric';
  bins: Bin[];
  detail: Detail | null;
  /** Where frames hold single values: all finite ones, so that any bins can be counted exactly. */
  raw: { reference: Sorted | null; currents: Sorted[] } | null;
}

export interface CategoricalDistribution extends Described {
  kind: 'categorical';
  categories: string[];
  /** How many categories the last one stands for, where rare ones were joined; 0 where none were. */
  joined: number;
}

export type Distribution = NumericDistribution | CategoricalDistribution;

/** More categories than this are joined to one, as the data source does. */
export const mostCategories = 500;

/** A sample of which nothing but its counts is known. */
export function plainSample(counts: number[], rows: number): Sample {
  return {
    name: '',
    field: null,
    counts,
    rows,
    missing: 0,
    infinite: 0,
    below: 0,
    above: 0,
    newRows: null,
    mean: null,
    sd: null,
    min: null,
    max: null,
    quantiles: [],
    from: null,
    to: null,
  };
}
