// Reads single values of any source, numbers, texts or booleans, as distributions. Nothing judged them, so there is no verdict.
import { DataFrame, Field, FieldType } from '@grafana/data';
import { mean, standardDeviation } from 'simple-statistics';
import { binsBetween, countBetween, edgesFor, firstAtLeast, quantileOf, Sorted } from '../statistics/histogram';
import { finite } from './fields';
import {
  CategoricalDistribution,
  Distribution,
  mostCategories,
  NumericDistribution,
  plainSample,
  Sample,
} from './samples';
import { Candidate, Comparison, comparisons } from './sides';

interface Column extends Candidate {
  field: Field;
}

type Compared = Comparison<Column>;

export function readRawSamples(frames: DataFrame[]): Distribution[] {
  return comparisons(frames.flatMap(columnsOf)).map((compared) => {
    const { field } = (compared.currents[compared.currents.length - 1]?.candidate ?? compared.reference)!;
    return field.type === FieldType.number ? numeric(compared, field) : categorical(compared, field);
  });
}

const textual = [FieldType.string, FieldType.boolean, FieldType.enum];

function columnsOf(frame: DataFrame): Column[] {
  return frame.fields
    .filter(({ type }) => type === FieldType.number || textual.includes(type))
    .map((field) => ({
      frame,
      field,
      name: field.config.displayName ?? field.config.displayNameFromDS ?? field.name,
      labels: field.labels ?? {},
      kind: kindOf(field),
    }));
}

// Texts and enumerations both hold names of categories; true and false are something else.
function kindOf({ type }: Field): string {
  return type === FieldType.number ? 'numbers' : type === FieldType.boolean ? 'flags' : 'texts';
}

function numeric(compared: Compared, valueField: Field): NumericDistribution {
  const valuesOf = ({ field }: Column): Sorted => Float64Array.from(field.values.filter(Number.isFinite)).sort();
  const before = compared.reference && valuesOf(compared.reference);
  const now = compared.currents.map(({ candidate }) => valuesOf(candidate));
  const edges = edgesFor([...(before ? [before] : []), ...now]);
  const sample = (column: Column, values: Sorted, name: string): Sample => {
    const { counts, below, above } = countBetween(edges, values);
    if (counts.length > 0) {
      counts[0] += below;
      counts[counts.length - 1] += above;
    }
    const infinite = column.field.values.filter((value) => value === Infinity || value === -Infinity).length;
    const rows = rowsOf(column, compared);
    // Float64Array is a list of numbers, but typed as none.
    const list = values as unknown as number[];
    return {
      ...plainSample(counts, rows),
      name,
      field: column.field,
      missing: Math.max(0, rows - values.length - infinite),
      infinite,
      below,
      above,
      mean: values.length > 0 ? finite(mean(list)) : null,
      sd: values.length > 0 ? finite(standardDeviation(list)) : null,
      min: values[0] ?? null,
      max: values[values.length - 1] ?? null,
      quantiles: values.length > 0 ? [{ p: 0.5, value: quantileOf(values, 0.5) }] : [],
    };
  };
  // What the reference never had, as the data source counts it: values outside its range.
  const newIn = (values: Sorted): number | null =>
    before && before.length > 0
      ? firstAtLeast(values, before[0]) + values.length - firstAtLeast(values, before[before.length - 1], true)
      : null;
  return {
    kind: 'numeric',
    ...described(compared, valueField),
    bins: binsBetween(edges),
    detail: null,
    raw: { reference: before, currents: now },
    reference: before && sample(compared.reference!, before, compared.referenceName),
    currents: compared.currents.map(({ name, candidate }, i) => ({
      ...sample(candidate, now[i], name),
      newRows: newIn(now[i]),
      drift: null,
      told: '',
    })),
  };
}

function categorical(compared: Compared, valueField: Field): CategoricalDistribution {
  const before = compared.reference && countTexts(compared.reference.field);
  const now = compared.currents.map(({ candidate }) => countTexts(candidate.field));
  const { shown, rest } = frequent([...(before ? [before] : []), ...now]);
  const sample = (column: Column, counts: Map<string, number>, name: string): Sample => {
    const list = shown.map((category) => counts.get(category) ?? 0);
    if (rest.length > 0) {
      list.push(total(rest.map((category) => counts.get(category) ?? 0)));
    }
    const rows = rowsOf(column, compared);
    return {
      ...plainSample(list, rows),
      name,
      field: column.field,
      missing: Math.max(0, rows - total([...counts.values()])),
    };
  };
  return {
    kind: 'categorical',
    ...described(compared, valueField),
    categories: rest.length > 0 ? [...shown, `(${rest.length} others)`] : shown,
    joined: rest.length,
    reference: before && sample(compared.reference!, before, compared.referenceName),
    currents: compared.currents.map(({ name, candidate }, i) => ({
      ...sample(candidate, now[i], name),
      drift: null,
      told: '',
    })),
  };
}

function described({ feature, segment, reference, currents }: Compared, valueField: Field) {
  return {
    feature,
    segment,
    frame: (currents[currents.length - 1]?.candidate ?? reference)!.frame,
    valueField,
    frameRows: null,
    judged: false,
    approximate: false,
    referenceWindows: [],
  };
}

// The most frequent categories of any side, as the data source shows them.
function frequent(samples: Array<Map<string, number>>): { shown: string[]; rest: string[] } {
  const weight = new Map<string, number>();
  for (const counts of samples) {
    const all = total([...counts.values()]);
    for (const [category, count] of counts) {
      weight.set(category, Math.max(weight.get(category) ?? 0, count / all));
    }
  }
  const categories = [...weight.keys()].sort((a, b) => weight.get(b)! - weight.get(a)!);
  return { shown: categories.slice(0, mostCategories), rest: categories.slice(mostCategories) };
}

function countTexts({ type, values, config }: Field): Map<string, number> {
  const names = type === FieldType.enum ? (config.type?.enum?.text ?? []) : [];
  const counts = new Map<string, number>();
  for (const value of values) {
    if (!isMissing(value)) {
      const name = names[Number(value)] ?? String(value);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

// Both sides in one frame: the shorter column is padded with nulls to the longer one, and those are no rows.
function rowsOf({ frame, field }: Column, { reference, currents }: Compared): number {
  const others = [reference, ...currents.map(({ candidate }) => candidate)].filter((column) => column?.frame === frame);
  let rows = field.values.length;
  while (others.length > 1 && rows > 0 && isMissing(field.values[rows - 1])) {
    rows--;
  }
  return rows;
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
