// Reads `distribution`: a frame per feature × segment, either bins (xMin, xMax, reference, current) or categories (category, reference, current).
// With several windows there is a `current` field per window, oldest first: `current 1`, `current 2` … Counts may be fractional. meta.custom has
//
//   feature, segment      "brightness", { device: "pixel 9" }
//   totals                rows of each side in all, missing ones included
//   null_share, new_share shares of those rows without a value; with a category, or outside the range, that the reference never had
//   below, above          numeric: rows beyond the first and the last bin, which are counted in those bins
//   infinite              numeric: rows with ±infinity
//   moments               { mean, sd, min, max } of each side
//   quantiles             values of each side at the probabilities in quantiles.p
//   windows               { from, to } of each side, epoch ms or ISO
//   sentence              what changed, in words, of each current side
//   drift                 the row of the drift table, with that table's column names
//   reference_windows     a list of { rows, null_share, below, above, counts }: the windows that the reference was counted in
//   detail                numeric: { edges, reference, current }, finer counts of the bins between the first edge and the last
//   approximate           counts of coarser cells were shared out evenly
//
// A fact of a side is { reference: …, current: … }; with several windows `current`, and `drift`, are lists with an entry per window. All are optional.
import { DataFrame, Field } from '@grafana/data';
import { Bin } from '../statistics/binned';
import { instant, readDriftRecord } from './driftTable';
import { column, customMeta, finite, has, numberAt, record, textAt } from './fields';
import { Detail, Distribution, plainSample, Quantile, ReferenceWindow, Sample } from './samples';

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
  const drifts = Array.isArray(custom.drift) ? custom.drift : [custom.drift];
  const numeric = has(frame, 'xMin', 'xMax');
  const rows = numeric ? binRows(frame) : categoryRows(frame);
  const reference = referenceField ? readSample(referenceField, rows, factsOf(custom, 'reference', 0, 1)) : null;
  const currents = currentFields.map((field, i) => ({
    ...readSample(field, rows, factsOf(custom, 'current', i, currentFields.length)),
    drift: readDriftRecord(
      drifts.length === currentFields.length
        ? drifts[i]
        : i === currentFields.length - 1
          ? drifts[drifts.length - 1]
          : null
    ),
    told: text(sideOf(custom.sentence, 'current', i, currentFields.length)),
  }));
  currents.forEach((current) => {
    current.from ??= current.drift?.time || null;
    current.to ??= current.drift?.windowEnd ?? null;
  });
  const described = {
    feature: text(custom.feature) || labels.feature || frame.name || '',
    segment: segmentOf(custom, labels),
    frame,
    frameRows: rows,
    reference,
    currents,
    judged: Boolean(custom.model) || currents.some(({ drift }) => drift !== null),
    approximate: custom.approximate === true,
    referenceWindows: windowsOf(custom.reference_windows, rows),
  };
  if (numeric) {
    const low = column(frame, 'xMin')!;
    const high = column(frame, 'xMax')!;
    const bins = rows.map((row) => ({ from: numberAt(low, row)!, to: numberAt(high, row)! }));
    const detail = detailOf(record(custom.detail), bins, currents.length);
    return { kind: 'numeric', ...described, valueField: low, bins, detail, raw: null };
  }
  const category = column(frame, 'category')!;
  const categories = rows.map((row) => textAt(category, row));
  return { kind: 'categorical', ...described, valueField: category, categories, joined: joinedIn(categories) };
}

// The source writes its last bar as "(37 others)", or "(at least 4092 others)" where it does not know them by name.
function joinedIn(categories: string[]): number {
  return Number(/^\((?:at least )?(\d+) others\)$/.exec(categories[categories.length - 1] ?? '')?.[1] ?? 0);
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
  infinite: number;
  below: number;
  above: number;
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
  return {
    ...plainSample(counts, total),
    field,
    missing: (facts.missingShare ?? 0) * total,
    infinite: facts.infinite,
    below: Math.min(facts.below, counts[0] ?? 0),
    above: Math.min(facts.above, counts[counts.length - 1] ?? 0),
    newRows: facts.newShare === null ? null : facts.newShare * total,
    mean: finite(facts.moments.mean),
    sd: finite(facts.moments.sd),
    min: finite(facts.moments.min),
    max: finite(facts.moments.max),
    quantiles: facts.quantiles,
    from: facts.from,
    to: facts.to,
  };
}

// Facts of one side: meta.custom.<fact>.<side>, a list with a value per window where there are several.
function factsOf(custom: Record<string, unknown>, side: 'reference' | 'current', index: number, length: number): Facts {
  const pick = (name: string): unknown => sideOf(custom[name], side, index, length);
  const range = record(pick('windows'));
  return {
    rows: finite(pick('totals')),
    missingShare: finite(pick('null_share')),
    newShare: finite(pick('new_share')),
    infinite: finite(pick('infinite')) ?? 0,
    below: finite(pick('below')) ?? 0,
    above: finite(pick('above')) ?? 0,
    moments: record(pick('moments')),
    quantiles: quantilesOf(record(custom.quantiles).p, record(custom.quantiles)[side], index),
    from: instant(range.from),
    to: instant(range.to),
  };
}

function sideOf(fact: unknown, side: 'reference' | 'current', index: number, length: number): unknown {
  const value = record(fact)[side];
  return Array.isArray(value) && value.length === length ? value[index] : value;
}

// A side's quantiles are a list of values, or with several windows a list of such lists.
function quantilesOf(ps: unknown, side: unknown, index: number): Quantile[] {
  const values: unknown = Array.isArray(side) && Array.isArray(side[0]) ? side[index] : side;
  if (!Array.isArray(values) || !Array.isArray(ps)) {
    return [];
  }
  return ps.flatMap((p, i) => {
    const [at, value] = [finite(p), finite(values[i])];
    return at === null || value === null ? [] : [{ p: at, value }];
  });
}

// Windows are listed in the order of the frame's rows.
function windowsOf(listed: unknown, rows: number[]): ReferenceWindow[] {
  if (!Array.isArray(listed)) {
    return [];
  }
  return listed.flatMap((entry) => {
    const { rows: all, null_share: share, below, above, counts } = record(entry);
    const total = finite(all);
    return total === null || total <= 0 || !Array.isArray(counts)
      ? []
      : [
          {
            rows: total,
            missing: (finite(share) ?? 0) * total,
            below: finite(below) ?? 0,
            above: finite(above) ?? 0,
            counts: rows.map((row) => finite(counts[row]) ?? 0),
          },
        ];
  });
}

// Finer bins count only where they begin and end with the frame's own.
function detailOf({ edges, reference, current }: Record<string, unknown>, bins: Bin[], windows: number): Detail | null {
  if (!Array.isArray(edges) || edges.length < 3 || !edges.every((edge) => finite(edge) !== null)) {
    return null;
  }
  const start = bins.findIndex(({ from }) => from === edges[0]);
  const end = bins.findIndex(({ to }) => to === edges[edges.length - 1]) + 1;
  const list = (counts: unknown): number[] =>
    edges.slice(1).map((_, i) => (Array.isArray(counts) ? (finite(counts[i]) ?? 0) : 0));
  const lists: unknown[] = windows > 1 && Array.isArray(current) ? current : [current];
  return start < 0 || end <= start
    ? null
    : {
        start,
        end,
        bins: edges.slice(1).map((to, i) => ({ from: edges[i], to })),
        reference: list(reference),
        currents: Array.from({ length: windows }, (_, i) => list(lists[i])),
      };
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
