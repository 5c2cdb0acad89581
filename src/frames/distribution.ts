// Reads `distribution`: a frame per feature × segment, either bins (xMin, xMax, reference, current) or categories (category, reference, current).
// With several windows there is a `current` field per window, oldest first. Totals, quantiles, moments, shares and the drift row are in meta.custom.
import { DataFrame, Field } from '@grafana/data';
import { Drift } from './drift';
import { instant, readDriftRecord } from './driftTable';
import { column, customMeta, finite, has, numberAt, record, textAt } from './fields';

export interface Bin {
  from: number;
  to: number;
}

/** Weights of one sample over the bins or categories, and what is known of the rows that they were counted from. */
export interface Sample {
  counts: number[];
  /** Rows in all, missing ones included. */
  rows: number;
  /** Rows without a value. */
  missing: number;
  /** Rows with a value that the reference never had, or outside its range; null where the source does not say. */
  newRows: number | null;
  mean: number | null;
  sd: number | null;
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
}

interface Described {
  feature: string;
  segment: Record<string, string>;
  frame: DataFrame;
  /** The field whose display options (unit, decimals, mappings) apply to values on the x axis or to category names. */
  valueField: Field;
  referenceField: Field | null;
  currentField: Field | null;
  reference: Sample | null;
  /** Oldest first; at least one unless there is only a reference. */
  currents: CurrentSample[];
}

export interface NumericDistribution extends Described {
  kind: 'numeric';
  bins: Bin[];
}

export interface CategoricalDistribution extends Described {
  kind: 'categorical';
  categories: string[];
}

export type Distribution = NumericDistribution | CategoricalDistribution;

export function isDistribution(frame: DataFrame): boolean {
  const sampled = frame.fields.some((field) => isSample(field, 'reference') || isSample(field, 'current'));
  return sampled && (has(frame, 'xMin', 'xMax') || has(frame, 'category'));
}

export function readDistribution(frame: DataFrame): Distribution | null {
  if (!isDistribution(frame)) {
    return null;
  }
  const referenceField = frame.fields.find((field) => isSample(field, 'reference')) ?? null;
  const currentFields = frame.fields.filter((field) => isSample(field, 'current'));
  const custom = customMeta(frame);
  const labels = (currentFields[0] ?? referenceField)?.labels ?? {};
  const described = {
    feature: text(custom.feature) || labels.feature || frame.name || '',
    segment: segmentOf(custom, labels),
    frame,
    referenceField,
    currentField: currentFields[currentFields.length - 1] ?? null,
  };
  const drifts = Array.isArray(custom.drift) ? custom.drift : [custom.drift];
  const numeric = has(frame, 'xMin', 'xMax');
  const rows = numeric ? binRows(frame) : categoryRows(frame);
  const reference = referenceField ? readSample(referenceField, rows, factsOf(custom, 'reference', 0, 1)) : null;
  const currents = currentFields.map((field, i) => ({
    ...readSample(field, rows, factsOf(custom, 'current', i, currentFields.length)),
    drift: readDriftRecord(drifts.length === currentFields.length ? drifts[i] : i === currentFields.length - 1 ? drifts[drifts.length - 1] : null),
  }));
  currents.forEach((current) => {
    current.from ??= current.drift?.time || null;
    current.to ??= current.drift?.windowEnd ?? null;
  });
  if (numeric) {
    const low = column(frame, 'xMin')!;
    const high = column(frame, 'xMax')!;
    const bins = rows.map((row) => ({ from: numberAt(low, row)!, to: numberAt(high, row)! }));
    return { kind: 'numeric', ...described, valueField: low, bins, reference, currents };
  }
  const category = column(frame, 'category')!;
  return { kind: 'categorical', ...described, valueField: category, categories: rows.map((row) => textAt(category, row)), reference, currents };
}

function isSample(field: Field, side: 'reference' | 'current'): boolean {
  return field.name === side || field.name.startsWith(`${side} `);
}

// Rows of the frame that are bins, ascending: the reader does not rely on the order.
function binRows(frame: DataFrame): number[] {
  const low = column(frame, 'xMin')!;
  const high = column(frame, 'xMax')!;
  return indices(frame)
    .filter((row) => numberAt(low, row) !== null && numberAt(high, row) !== null)
    .sort((a, b) => numberAt(low, a)! - numberAt(low, b)! || numberAt(high, a)! - numberAt(high, b)!);
}

function categoryRows(frame: DataFrame): number[] {
  const category = column(frame, 'category')!;
  return indices(frame).filter((row) => category.values[row] !== null && category.values[row] !== undefined);
}

function indices(frame: DataFrame): number[] {
  return Array.from({ length: frame.length }, (_, row) => row);
}

interface Facts {
  rows: number | null;
  missingShare: number | null;
  newShare: number | null;
  moments: Record<string, unknown>;
  quantiles: Quantile[];
  from: number | null;
  to: number | null;
}

function readSample(field: Field, rows: number[], facts: Facts): Sample {
  const counts = rows.map((row) => Math.max(0, numberAt(field, row) ?? 0));
  const present = counts.reduce((sum, count) => sum + count, 0);
  // A total that is smaller than what was counted would make shares above one; what was counted holds.
  const total = Math.max(facts.rows ?? 0, present);
  const missing = facts.missingShare !== null ? facts.missingShare * total : 0;
  return {
    counts,
    rows: total,
    missing,
    newRows: facts.newShare === null ? null : facts.newShare * total,
    mean: finite(facts.moments.mean),
    sd: finite(facts.moments.sd),
    quantiles: facts.quantiles,
    from: facts.from,
    to: facts.to,
  };
}

// Facts of one side: meta.custom.<fact>.<side>, a list with a value per window where there are several.
function factsOf(custom: Record<string, unknown>, side: 'reference' | 'current', index: number, length: number): Facts {
  const pick = (name: string): unknown => {
    const value = record(custom[name])[side];
    return Array.isArray(value) && value.length === length && name !== 'quantiles' ? value[index] : value;
  };
  const range = record(pick('windows') ?? pick('ranges'));
  return {
    rows: finite(pick('totals')),
    missingShare: finite(pick('null_share')),
    newShare: finite(pick('new_share')),
    moments: record(pick('moments')),
    quantiles: quantilesOf(custom, side),
    from: instant(range.from),
    to: instant(range.to),
  };
}

function quantilesOf(custom: Record<string, unknown>, side: string): Quantile[] {
  const quantiles = record(custom.quantiles);
  const values = quantiles[side];
  const ps = quantiles.p;
  if (!Array.isArray(values) || !Array.isArray(ps)) {
    return [];
  }
  return ps.flatMap((p, i) => {
    const [at, value] = [finite(p), finite(values[i])];
    return at === null || value === null ? [] : [{ p: at, value }];
  });
}

function segmentOf(custom: Record<string, unknown>, labels: Record<string, string>): Record<string, string> {
  const listed = Object.entries(record(custom.segment));
  if (listed.length > 0) {
    return Object.fromEntries(listed.map(([name, value]) => [name, String(value ?? '')]));
  }
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !['model', 'feature', 'window'].includes(name)));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
