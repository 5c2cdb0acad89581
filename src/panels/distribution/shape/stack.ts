// Shapes a categorical feature into shares over time: a column for each window, the reference's first, the same categories in all.
import { Drift } from '../../../frames/drift';
import { CategoricalDistribution, Sample } from '../../../frames/samples';
import { t } from '../../parts/text';
import { ratio, totalOf } from './pairs';

export interface Stack {
  /** From the bottom up: the reference's most frequent first, then what came later, then the others. */
  layers: Layer[];
  /** The reference, if there is one, then the windows, oldest first. */
  columns: Column[];
}

export interface Layer {
  name: string;
  /** How many categories it joins. */
  of: number;
  at: number[];
  isNew: boolean;
  /** In each column, of all rows. */
  shares: number[];
  counts: number[];
}

export interface Column {
  sample: Sample;
  /** Null for the reference, and where nobody judged. */
  drift: Drift | null;
  /** Position among the windows; −1 for the reference. */
  window: number;
  missing: number;
}

/** At most `most` categories by themselves: those that are ever the largest, whose share changes most, or that moved most since the reference. */
export function shapeStack({ reference, currents, categories, joined }: CategoricalDistribution, most: number): Stack {
  const samples: Sample[] = [...(reference ? [reference] : []), ...currents];
  const shareIn = (sample: Sample, i: number): number => ratio(sample.counts[i], sample.rows);
  const single = categories.map((_, i) => i).filter((i) => !(joined > 0 && i === categories.length - 1));
  const newest = [...currents].reverse().find(({ rows }) => rows > 0);
  // A category matters by its largest share, once more by how far its share moves, and by its change until now, which verdicts and texts name.
  const weight = (i: number): number => {
    const shares = samples.map((sample) => shareIn(sample, i));
    const [least, largest] = [Math.min(...shares), Math.max(...shares)];
    const moved = reference && newest ? Math.abs(shareIn(newest, i) - shareIn(reference, i)) : 0;
    return largest + (largest - least) + moved;
  };
  const weights = new Map(single.map((i) => [i, weight(i)]));
  const ranked = single.filter((i) => weights.get(i)! > 0).sort((a, b) => weights.get(b)! - weights.get(a)!);
  const room = ranked.length <= most && joined === 0 ? ranked.length : Math.max(1, most);
  const before = (i: number): number => (reference ? shareIn(reference, i) : weights.get(i)!);
  const kept = ranked.slice(0, room).sort((a, b) => before(b) - before(a));
  const rest = [...ranked.slice(room), ...(joined > 0 ? [categories.length - 1] : [])];
  const layer = (name: string, at: number[], of: number): Layer => ({
    name,
    of,
    at,
    isNew: of === 1 && reference !== null && reference.counts[at[0]] === 0,
    counts: samples.map((sample) => totalOf(at.map((i) => sample.counts[i]))),
    shares: samples.map((sample) => ratio(totalOf(at.map((i) => sample.counts[i])), sample.rows)),
  });
  const many = ranked.length - kept.length + joined;
  return {
    layers: [
      ...kept.map((i) => layer(categories[i], [i], 1)),
      ...(rest.length > 0 ? [layer(t('category.others', '{{many}} others', { many }), rest, Math.max(2, many))] : []),
    ],
    columns: samples.map((sample, s) => ({
      sample,
      drift: currents[reference ? s - 1 : s]?.drift ?? null,
      window: reference ? s - 1 : s,
      missing: ratio(sample.missing, sample.rows),
    })),
  };
}
