// Edges that somebody asked for: so many bins, bins of a width, bins that hold equal shares. Where the values lie is another matter (binned, histogram).
import { Bin, quantile } from './binned';
import { niceStep, quantileOf, scaled, Sorted } from './histogram';
import { Transform } from './transform';

/** More bins than this are no picture. */
export const mostEdges = 500;

/** `count` bins, equally wide on the axis. */
export function evenEdges(from: number, to: number, count: number, { forward, back }: Transform): number[] {
  const [low, high] = [forward(from), forward(to)];
  const inner = Array.from({ length: Math.max(1, Math.round(count)) - 1 }, (_, i) =>
    back(low + ((high - low) * (i + 1)) / Math.max(1, Math.round(count)))
  );
  return [from, ...inner, to];
}

/** Multiples of `width`, from the one at or below `from` to the one at or above `to`; [] where they would be too many. */
export function multiplesOf(width: number, from: number, to: number): number[] {
  const [first, last] = [Math.floor(from / width + 1e-9), Math.ceil(to / width - 1e-9)];
  // Written as a division where it is one, so that 3 tenths are 0.3.
  const inverse = Math.round(1 / width);
  const exact = inverse > 1 && Math.abs(inverse * width - 1) < 1e-12;
  return width > 0 && last - first <= mostEdges
    ? Array.from({ length: last - first + 1 }, (_, i) => (exact ? (first + i) / inverse : (first + i) * width))
    : [];
}

/** Round edges on a log or symlog axis, at most `most` bins: decades, cut into equal parts. */
export function decadeEdges(from: number, to: number, most: number, { forward, back }: Transform): number[] {
  const [low, high] = [forward(from), forward(to)];
  const step = [1 / 20, 1 / 10, 1 / 5, 1 / 4, 1 / 2, 1, 2, 5].find((part) => (high - low) / part <= most) ?? high - low;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(back((first + i) * step).toPrecision(12)));
}

/** The edges of `count` bins that hold equal shares of a binned sample; fewer where one bin holds several shares. */
export function binnedQuantileEdges(bins: Bin[], counts: number[], count: number): number[] {
  const inner = parts(count).flatMap((p) => quantile(bins, counts, p) ?? []);
  return ascending([bins[0].from, ...inner, bins[bins.length - 1].to]);
}

/** The same of a sorted sample, between `from` and `to`. */
export function quantileEdges(sorted: Sorted, count: number, from: number, to: number): number[] {
  return ascending([
    from,
    ...parts(count)
      .map((p) => quantileOf(sorted, p))
      .filter((edge) => edge > from && edge < to),
    to,
  ]);
}

function parts(count: number): number[] {
  const many = Math.max(1, Math.round(count));
  return Array.from({ length: many - 1 }, (_, i) => (i + 1) / many);
}

function ascending(edges: number[]): number[] {
  return edges.filter((edge, i) => i === 0 || edge > edges[i - 1]);
}

/** A number near `width` that a person would write: what heights of unequal bins are "per". */
export function niceWidth(width: number): number {
  if (!(width > 0) || !Number.isFinite(width)) {
    return 1;
  }
  const [mantissa, exponent] = niceStep(width * 1.0001);
  return scaled(mantissa, exponent);
}
