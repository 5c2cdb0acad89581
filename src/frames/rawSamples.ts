// Reads raw values of any source as distributions: a frame with the columns `reference` and `current`, or two frames (two queries) that are named so,
// whose columns of one name are laid over each other. Nothing judged them, so there is no verdict.
import { DataFrame, Field, FieldType } from '@grafana/data';
import { mean, standardDeviation } from 'simple-statistics';
import { commonBins, countInto } from '../statistics/histogram';
import { Distribution, Sample } from './distribution';

type Side = 'reference' | 'current';

interface Columns {
  feature: string;
  frame: DataFrame;
  reference: Field;
  current: Field;
}

export function readRawSamples(frames: DataFrame[]): Distribution[] {
  const pairs = [...frames.flatMap(columnsOfOne), ...columnsOfTwo(frames)];
  return pairs.flatMap((pair) => distributionOf(pair) ?? []);
}

function columnsOfOne(frame: DataFrame): Columns[] {
  const named = (side: Side): Field | undefined => frame.fields.find((field) => field.name.toLowerCase() === side);
  const [reference, current] = [named('reference'), named('current')];
  return reference && current ? [{ feature: frame.name || frame.refId || '', frame, reference, current }] : [];
}

function columnsOfTwo(frames: DataFrame[]): Columns[] {
  const named = (side: Side): DataFrame | undefined =>
    frames.find((frame) => [frame.name, frame.refId].some((name) => name?.toLowerCase() === side));
  const [reference, current] = [named('reference'), named('current')];
  if (!reference || !current) {
    return [];
  }
  return current.fields.flatMap((field) => {
    const same = reference.fields.find((other) => other.name === field.name);
    return same ? [{ feature: field.name, frame: current, reference: same, current: field }] : [];
  });
}

function distributionOf({ feature, frame, reference, current }: Columns): Distribution | null {
  const described = {
    feature,
    segment: {},
    frame,
    valueField: current,
    referenceField: reference,
    currentField: current,
  };
  if (reference.type === FieldType.number && current.type === FieldType.number) {
    const [before, now] = [finiteValues(reference), finiteValues(current)];
    const bins = commonBins([before, now]);
    const sample = (field: Field, values: number[]): Sample => ({
      ...emptySample(field, countInto(bins, values), values.length),
      infinite: field.values.filter((value) => value === Infinity || value === -Infinity).length,
      mean: values.length > 0 ? mean(values) : null,
      sd: values.length > 0 ? standardDeviation(values) : null,
    });
    return {
      kind: 'numeric',
      ...described,
      bins,
      reference: sample(reference, before),
      currents: [{ ...sample(current, now), drift: null }],
    };
  }
  const textual = [FieldType.string, FieldType.boolean, FieldType.enum];
  if (textual.includes(reference.type) && textual.includes(current.type)) {
    const [before, now] = [countTexts(reference), countTexts(current)];
    const categories = [...new Set([...before.keys(), ...now.keys()])];
    const sample = (field: Field, counts: Map<string, number>): Sample => {
      const list = categories.map((category) => counts.get(category) ?? 0);
      return emptySample(field, list, list.reduce((sum, count) => sum + count, 0)); // prettier-ignore
    };
    return {
      kind: 'categorical',
      ...described,
      categories,
      joined: 0,
      reference: sample(reference, before),
      currents: [{ ...sample(current, now), drift: null }],
    };
  }
  return null;
}

// A row without a value counts as missing only if the column goes on: columns of one frame are padded with nulls to the longer one.
function emptySample(field: Field, counts: number[], valued: number): Sample {
  let last = field.values.length - 1;
  while (last >= 0 && isMissing(field.values[last])) {
    last--;
  }
  const rows = last + 1;
  const infinite = field.values.filter((value) => value === Infinity || value === -Infinity).length;
  return {
    counts,
    rows,
    missing: Math.max(0, rows - valued - infinite),
    infinite: 0,
    below: 0,
    above: 0,
    newRows: null,
    mean: null,
    sd: null,
    quantiles: [],
    from: null,
    to: null,
  };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function finiteValues(field: Field): number[] {
  return field.values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

function countTexts(field: Field): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of field.values) {
    if (!isMissing(value)) {
      counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    }
  }
  return counts;
}
