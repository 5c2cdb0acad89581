// Reads histograms that another source has counted: Grafana's own histogram transformation (xMin, xMax and counts), and Prometheus' buckets by their upper
// bounds `le`, as a heatmap's rows, as series or as a table. How they are compared is not known here.
import { DataFrame, DataFrameType, Field, FieldType } from '@grafana/data';
import { Bin } from '../statistics/binned';
import { column, has, numberAt, textAt } from './fields';
import { Candidate } from './sides';

export interface Histogram extends Candidate {
  bins: Bin[];
  counts: number[];
  /** Counts of buckets without a lower or an upper end. */
  below: number;
  above: number;
  /** The field whose unit values on the axis have, and the field that the counts are from. */
  valueField: Field;
  countField: Field;
  /** The frame's row of each bin, where bins are rows. */
  rows: number[] | null;
  /** When it was counted, epoch ms; null where it is of no one time. */
  time: number | null;
}

export function readHistograms(frames: DataFrame[]): Histogram[] {
  const rest: DataFrame[] = [];
  const found = frames.flatMap((frame) => {
    if (has(frame, 'xMin', 'xMax')) {
      return transformed(frame);
    }
    if (frame.meta?.type === DataFrameType.HeatmapRows) {
      return heatmapRows(frame);
    }
    if (column(frame, 'le')) {
      return tables(frame);
    }
    rest.push(frame);
    return [];
  });
  return [...found, ...series(rest)];
}

function transformed(frame: DataFrame): Histogram[] {
  const [low, high] = [column(frame, 'xMin')!, column(frame, 'xMax')!];
  const rows = indices(frame.length)
    .filter((row) => numberAt(low, row) !== null && numberAt(high, row) !== null)
    .sort((a, b) => numberAt(low, a)! - numberAt(low, b)!);
  return frame.fields
    .filter((field) => field.type === FieldType.number && field !== low && field !== high)
    .map((field) => ({
      frame,
      name: nameOf(field),
      labels: field.labels ?? {},
      kind: 'histogram',
      bins: rows.map((row) => ({ from: numberAt(low, row)!, to: numberAt(high, row)! })),
      counts: rows.map((row) => numberAt(field, row) ?? 0),
      below: 0,
      above: 0,
      valueField: low,
      countField: field,
      rows,
      time: null,
    }));
}

// Fields are buckets that Grafana has already taken apart, rows are times. A frame by itself is read time by time, frames beside others as a whole.
function heatmapRows(frame: DataFrame): Histogram[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const buckets = frame.fields
    .filter(({ type }) => type === FieldType.number)
    .map((field) => ({ field, bound: boundOf(field.labels?.le ?? field.name) }))
    .filter((bucket): bucket is { field: Field; bound: number } => bucket.bound !== null)
    .sort((a, b) => a.bound - b.bound);
  if (buckets.length === 0) {
    return [];
  }
  const valueField = plain(buckets[0].field);
  return indices(frame.length).map((row) => ({
    frame,
    name: '',
    labels: without(buckets[0].field.labels, 'le'),
    kind: 'histogram',
    ...cut(
      buckets.map(({ bound }) => bound),
      buckets.map(({ field }) => Math.max(0, numberAt(field, row) ?? 0))
    ),
    valueField,
    countField: buckets[0].field,
    rows: null,
    time: numberAt(time, row),
  }));
}

// A series for each bucket: counts up to its bound, of which the last one holds.
function series(frames: DataFrame[]): Histogram[] {
  const groups = new Map<string, Array<{ frame: DataFrame; field: Field; bound: number; upTo: number }>>();
  for (const frame of frames) {
    for (const field of frame.fields) {
      const bound = field.type === FieldType.number && field.labels?.le ? boundOf(field.labels.le) : null;
      const upTo = [...field.values].reverse().find((value) => typeof value === 'number' && Number.isFinite(value));
      if (bound !== null && upTo !== undefined) {
        const key = JSON.stringify([frame.refId, Object.entries(without(field.labels, 'le')).sort()]);
        groups.set(key, [...(groups.get(key) ?? []), { frame, field, bound, upTo }]);
      }
    }
  }
  return [...groups.values()].map((buckets) => {
    const ascending = buckets.sort((a, b) => a.bound - b.bound);
    const [{ frame, field }] = ascending;
    return cumulative(
      { frame, name: '', labels: without(field.labels, 'le'), field },
      ascending.map(({ bound }) => bound),
      ascending.map(({ upTo }) => upTo)
    );
  });
}

// A row for each bucket, told apart by the other texts of the row.
function tables(frame: DataFrame): Histogram[] {
  const le = column(frame, 'le')!;
  const count = frame.fields.find((field) => field.type === FieldType.number && field !== le);
  const labels = frame.fields.filter((field) => field.type === FieldType.string && field !== le);
  const groups = new Map<string, Array<{ bound: number; upTo: number; row: number }>>();
  for (const row of indices(frame.length)) {
    const [bound, upTo] = [boundOf(textAt(le, row)), numberAt(count, row)];
    if (bound !== null && upTo !== null) {
      const key = JSON.stringify(labels.map((field) => textAt(field, row)));
      groups.set(key, [...(groups.get(key) ?? []), { bound, upTo, row }]);
    }
  }
  return [...groups.values()].map((buckets) => {
    const ascending = buckets.sort((a, b) => a.bound - b.bound);
    return cumulative(
      {
        frame,
        name: '',
        labels: Object.fromEntries(labels.map((field) => [field.name, textAt(field, ascending[0].row)])),
        field: count!,
      },
      ascending.map(({ bound }) => bound),
      ascending.map(({ upTo }) => upTo)
    );
  });
}

function cumulative(
  { field, ...told }: { frame: DataFrame; name: string; labels: Record<string, string>; field: Field },
  bounds: number[],
  upTo: number[]
): Histogram {
  // A counter may be reset between two scrapes: no bucket holds less than nothing.
  const counts = upTo.map((count, i) => Math.max(0, count - (upTo[i - 1] ?? 0)));
  return {
    ...told,
    kind: 'histogram',
    ...cut(bounds, counts),
    valueField: plain(field),
    countField: field,
    rows: null,
    time: null,
  };
}

// Bins between bounds. What Prometheus counts up to its first bound begins at 0 where that is above it (as histogram_quantile takes it), else nowhere.
function cut(bounds: number[], counts: number[]): Pick<Histogram, 'bins' | 'counts' | 'below' | 'above'> {
  const finite = bounds.filter(Number.isFinite);
  const begins = finite.length > 0 && finite[0] > 0;
  const edges = begins ? [0, ...finite] : finite;
  const inside = begins ? counts.slice(0, finite.length) : counts.slice(1, finite.length);
  return {
    bins: edges.slice(1).map((to, i) => ({ from: edges[i], to })),
    counts: inside,
    below: begins ? 0 : (counts[0] ?? 0),
    above: bounds[bounds.length - 1] === Infinity ? counts[counts.length - 1] : 0,
  };
}

function boundOf(text: string): number | null {
  const bound = /^\+?inf(inity)?$/i.test(text.trim()) ? Infinity : text.trim() === '' ? NaN : Number(text);
  return Number.isNaN(bound) ? null : bound;
}

// Counts have a unit of their own, which is not that of the bounds.
function plain(field: Field): Field {
  return { ...field, config: { ...field.config, unit: undefined, decimals: undefined, links: undefined } };
}

function without(labels: Record<string, string> = {}, ...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => ![...names, '__name__'].includes(name)));
}

function nameOf({ name, config }: Field): string {
  return config.displayName ?? config.displayNameFromDS ?? name;
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
