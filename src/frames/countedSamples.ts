// Compares histograms of other sources: lays their counts over common bins. Nothing judged them, so there is no verdict.
import { DataFrame } from '@grafana/data';
import { Bin } from '../statistics/binned';
import { Histogram, readHistograms } from './buckets';
import { NumericDistribution, plainSample, Sample } from './samples';
import { Comparison, comparisons } from './sides';

export function readCountedSamples(frames: DataFrame[]): NumericDistribution[] {
  const histograms = readHistograms(frames);
  const sources = new Set(histograms.map(({ frame }) => frame));
  const timed = histograms.filter(({ time }) => time !== null);
  if (sources.size === 1 && timed.length > 0 && timed.length === histograms.length) {
    return [overTime(timed)];
  }
  const whole = [...sources].flatMap((frame) => joinedTimes(histograms.filter((one) => one.frame === frame)));
  // Columns of one frame are counted over the same bins for being compared.
  const together = sources.size === 1 && whole.length > 2 && whole.every(({ rows }) => rows !== null);
  return (together ? [sideBySide(whole)] : comparisons(whole)).map(distributionOf);
}

// The rows of one heatmap: a window each, and nothing to compare them with.
function overTime(histograms: Histogram[]): NumericDistribution {
  const [first] = histograms;
  const currents = histograms.map((candidate) => ({ name: '', candidate }));
  return distributionOf({
    feature: first.frame.name || first.frame.refId || '',
    segment: first.labels,
    reference: null,
    referenceName: '',
    currents,
  });
}

function joinedTimes(histograms: Histogram[]): Histogram[] {
  if (histograms.length < 2 || histograms.some(({ time }) => time === null)) {
    return histograms;
  }
  const sums = histograms[0].counts.map((_, i) => total(histograms.map(({ counts }) => counts[i])));
  const [below, above] = [total(histograms.map((one) => one.below)), total(histograms.map((one) => one.above))];
  return [{ ...histograms[0], counts: sums, below, above, time: null }];
}

function sideBySide([reference, ...others]: Histogram[]): Comparison<Histogram> {
  return {
    feature: reference.frame.name || reference.frame.refId || '',
    segment: {},
    reference,
    referenceName: reference.name,
    currents: others.map((candidate) => ({ name: candidate.name, candidate })),
  };
}

function distributionOf({ feature, segment, reference, currents }: Comparison<Histogram>): NumericDistribution {
  const all = [...(reference ? [reference] : []), ...currents.map(({ candidate }) => candidate)];
  const shown = currents[currents.length - 1]?.candidate ?? reference!;
  const same = all.every((one) => JSON.stringify(one.bins) === JSON.stringify(shown.bins));
  const bins = same ? shown.bins : commonBins(all.map((one) => one.bins));
  const sample = (histogram: Histogram, name: string): Sample => {
    const counts = same ? [...histogram.counts] : spread(histogram, bins);
    const rows = total(counts) + histogram.below + histogram.above;
    if (counts.length > 0) {
      counts[0] += histogram.below;
      counts[counts.length - 1] += histogram.above;
    }
    return {
      ...plainSample(counts, rows),
      name,
      field: histogram.countField,
      below: histogram.below,
      above: histogram.above,
      from: histogram.time,
      ...momentsOf(histogram),
    };
  };
  return {
    kind: 'numeric',
    feature,
    segment,
    frame: shown.frame,
    valueField: shown.valueField,
    frameRows: same ? shown.rows : null,
    bins,
    detail: null,
    raw: null,
    reference: reference && sample(reference, reference.name),
    currents: currents.map(({ name, candidate }) => ({ ...sample(candidate, name), drift: null, told: '' })),
    judged: false,
    approximate: !same,
    referenceWindows: [],
  };
}

// As if every row lay in the middle of its bin; not known where some lie in none.
function momentsOf({ bins, counts, below, above }: Histogram): { mean: number | null; sd: number | null } {
  const rows = total(counts);
  if (rows <= 0 || below + above > 0) {
    return { mean: null, sd: null };
  }
  const middles = bins.map(({ from, to }) => (from + to) / 2);
  const mean = total(counts.map((count, i) => count * middles[i])) / rows;
  const variance = total(counts.map((count, i) => count * (middles[i] - mean) ** 2)) / rows;
  return { mean, sd: Math.sqrt(variance) };
}

// Every edge of any side.
function commonBins(lists: Bin[][]): Bin[] {
  const edges = [...new Set(lists.flat().flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return edges.slice(1).map((to, i) => ({ from: edges[i], to }));
}

// The rows of a bin lie evenly in it.
function spread({ bins, counts }: Histogram, over: Bin[]): number[] {
  return over.map(({ from, to }) =>
    total(
      bins.map((bin, i) => {
        const overlap = Math.min(to, bin.to) - Math.max(from, bin.from);
        return overlap > 0 ? (counts[i] * overlap) / (bin.to - bin.from) : 0;
      })
    )
  );
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
