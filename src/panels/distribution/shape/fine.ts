// The finest counts that are known of a distribution, for all samples that one picture shows: reference, chosen window, the windows before it, and the
// windows that the reference was counted in.
import { CurrentSample, NumericDistribution, Sample } from '../../../frames/samples';
import { Bin, Binned } from '../../../statistics/binned';
import { Sorted } from '../../../statistics/histogram';
import { chosenIndex } from './windows';

// More outlines than this are a tangle.
const mostEarlier = 4;

export interface Fine extends Binned {
  /** In `samples`: reference, current, earlier windows (oldest first), then the reference's windows. */
  earlier: CurrentSample[];
  /** What the source counted in its end bins although it lies beyond them, per sample; it is not in `samples` any more. */
  below: number[];
  above: number[];
  /** Single values where they are known: of reference, current and the earlier windows. */
  values: Sorted[] | null;
  /** The only value there is; null where there are several, or it is not known. */
  constant: number | null;
}

export function fineCounts(distribution: NumericDistribution, back: number, detailed: boolean): Fine {
  const { reference, currents, referenceWindows, raw } = distribution;
  const index = chosenIndex(distribution, back);
  const current = currents[index] ?? null;
  const firstEarlier = Math.max(0, index - mostEarlier);
  const earlier = currents.slice(firstEarlier, Math.max(0, index));
  const sides = [reference, current, ...earlier];
  const none = distribution.bins.map(() => 0);
  const all = [...sides.map((sample) => (sample ? withinBins(sample) : none)), ...referenceWindows.map(withinBins)];
  const detail = detailed ? distribution.detail : null;
  const constant = distribution.bins.length === 1 ? onlyValue(sides) : null;
  const binned: Binned = { bins: distribution.bins.map((bin) => narrowed(bin, constant)), samples: all };
  return {
    ...(detail === null
      ? binned
      : withDetail(binned, detail, [
          detail.reference,
          detail.currents[index] ?? [],
          ...detail.currents.slice(firstEarlier, Math.max(0, index)),
        ])),
    earlier,
    constant,
    below: [...sides.map((sample) => sample?.below ?? 0), ...referenceWindows.map(({ below }) => below)],
    above: [...sides.map((sample) => sample?.above ?? 0), ...referenceWindows.map(({ above }) => above)],
    values: raw && [
      raw.reference ?? new Float64Array(),
      raw.currents[index] ?? new Float64Array(),
      ...raw.currents.slice(firstEarlier, Math.max(0, index)),
    ],
  };
}

function onlyValue(sides: Array<Sample | null>): number | null {
  const ends = sides.flatMap((sample) =>
    sample && sample.counts.some((count) => count > 0) ? [sample.min ?? NaN, sample.max ?? NaN] : []
  );
  return ends.length > 0 && ends.every((end) => end === ends[0]) ? ends[0] : null;
}

// A bin around a single value is as wide as its source liked; it is drawn as what it is, one value.
function narrowed(bin: Bin, value: number | null): Bin {
  const half = (bin.to - bin.from) / 40;
  return value === null ? bin : { from: value - half, to: value + half };
}

// The source counts what lies beyond its bins in the first and the last one; here it has bars of its own.
export function withinBins({ counts, below, above }: Pick<Sample, 'counts' | 'below' | 'above'>): number[] {
  return counts.map((count, i) => Math.max(0, count - (i === 0 ? below : 0) - (i === counts.length - 1 ? above : 0)));
}

// Where a sample has no finer counts, its rows lie evenly in the coarser bin.
function withDetail(
  { bins, samples }: Binned,
  detail: { start: number; end: number; bins: Bin[] },
  finer: number[][]
): Binned {
  const { start, end } = detail;
  const spread = (counts: number[]): number[] =>
    detail.bins.map(({ from, to }) => {
      const within = bins.findIndex((bin) => from >= bin.from && to <= bin.to);
      return within < 0 ? 0 : (counts[within] * (to - from)) / (bins[within].to - bins[within].from);
    });
  return {
    bins: [...bins.slice(0, start), ...detail.bins, ...bins.slice(end)],
    samples: samples.map((counts, s) => [
      ...counts.slice(0, start),
      ...(finer[s]?.length === detail.bins.length ? finer[s] : spread(counts)),
      ...counts.slice(end),
    ]),
  };
}
