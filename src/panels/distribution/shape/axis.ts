// Which scale the value axis has: the one that was asked for, as far as the values allow it.
import { NumericDistribution, Sample } from '../../../frames/samples';
import { Bin, quantile } from '../../../statistics/binned';
import { linear, log, symlog, Transform } from '../../../statistics/transform';
import { ScaleChoice } from '../options';
import { withinBins } from './fine';

export interface Axis {
  transform: Transform;
  /** A log axis was asked for, and there are values at or below 0: it is a symlog axis. */
  fellBack: boolean;
}

// Values that fill less than this share of a linear axis up to their median are pressed to its end.
const pressed = 0.08;

export function axisFor(distribution: NumericDistribution, wanted: ScaleChoice): Axis {
  const { bins } = distribution;
  if (wanted === 'linear' || bins.length === 0) {
    return { transform: linear, fellBack: false };
  }
  const positive = smallestValue(distribution) > 0;
  if (wanted === 'symlog') {
    return { transform: symlog(linearWithin(distribution)), fellBack: false };
  }
  if (wanted === 'log') {
    return positive
      ? { transform: log, fellBack: false }
      : { transform: symlog(linearWithin(distribution)), fellBack: true };
  }
  return { transform: positive && isPressed(distribution) ? log : linear, fellBack: false };
}

function samplesOf({ reference, currents }: NumericDistribution): Sample[] {
  return [...(reference ? [reference] : []), ...currents];
}

/** The smallest value as far as it is known, else the lower end of the bins; a bin from 0 up holds values above 0 unless a source says otherwise. */
export function smallestValue(distribution: NumericDistribution): number {
  const known = samplesOf(distribution).flatMap(({ min }) => (min === null ? [] : [min]));
  if (known.length > 0) {
    return Math.min(...known);
  }
  const [first] = distribution.bins;
  if (!first) {
    return 0;
  }
  return first.from === 0 && first.to > 0 ? first.to / 2 : first.from;
}

// Of the first sample that has values.
function isPressed(distribution: NumericDistribution): boolean {
  const { bins } = distribution;
  const counts = samplesOf(distribution)
    .map(withinBins)
    .find((list) => list.some((count) => count > 0));
  if (!counts || bins.length < 8) {
    return false;
  }
  const at = (p: number): number => quantile(bins, counts, p)!;
  return (at(0.5) - at(0.01)) / (at(0.99) - at(0.01)) < pressed;
}

// A power of ten that most values are larger than: the tenth of the sizes that the bins know, of the first sample that has values.
function linearWithin(distribution: NumericDistribution): number {
  const bins = distribution.detail?.bins ?? distribution.bins;
  const sizes = sizesOf(bins);
  const largest = Math.max(...sizesOf(distribution.bins), 1e-300);
  const smallest = Math.min(...sizes.filter((size) => size > largest * mostDecades));
  return 10 ** Math.floor(Math.log10(Number.isFinite(smallest) ? smallest : largest));
}

// Below a millionth of the largest value everything is 0 to the eye.
const mostDecades = 1e-6;

function sizesOf(bins: Bin[]): number[] {
  return bins.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to)]);
}
