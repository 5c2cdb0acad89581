// The value axis in pixels: straight, logarithmic, or logarithmic on both sides of a straight stretch around 0; and the ticks that people write on each.
import { tickIncrement, ticks as evenTicks } from 'd3-array';
import { Transform } from '../../../statistics/transform';

export interface ValueScale {
  (value: number): number;
  invert: (px: number) => number;
  transform: Transform;
  domain: [number, number];
  /** px */
  range: [number, number];
}

export function valueScale(transform: Transform, domain: [number, number], range: [number, number]): ValueScale {
  const [low, high] = domain.map(transform.forward);
  const [left, right] = range;
  const span = high - low;
  const at = (value: number): number =>
    span > 0 ? left + ((transform.forward(value) - low) / span) * (right - left) : (left + right) / 2;
  return Object.assign(at, {
    invert: (px: number) => transform.back(low + ((px - left) / (right - left)) * span),
    transform,
    domain,
    range,
  });
}

export interface Tick {
  value: number;
  /** Ticks without a label stand between others, where a decade has room for them. */
  labelled: boolean;
}

/** Labels for at most `most` ticks. */
export function valueTicks({ transform, domain }: ValueScale, most: number): Tick[] {
  const [from, to] = domain;
  if (!(to > from)) {
    return [{ value: from, labelled: true }];
  }
  if (transform.kind === 'linear') {
    return evenTicks(from, to, most).map((value) => ({ value, labelled: true }));
  }
  const decades = transform.forward(to) - transform.forward(from);
  if (transform.kind === 'log' && decades < 1) {
    return evenTicks(from, to, most).map((value) => ({ value, labelled: true }));
  }
  return inDecades(transform, from, to, most, decades);
}

function inDecades(transform: Transform, from: number, to: number, most: number, decades: number): Tick[] {
  const within = (value: number): boolean => value >= from && value <= to;
  const smallest = transform.kind === 'log' ? from : transform.linearWithin;
  const [first, last] = [
    Math.floor(Math.log10(smallest) + 1e-9),
    Math.floor(Math.log10(Math.max(Math.abs(from), Math.abs(to))) + 1e-9),
  ];
  const powers = Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => first + i);
  // Every, or every second, third … decade has a label; where there is room, 2 and 5 in between.
  const every = Math.max(1, Math.ceil(decades / Math.max(1, most)));
  const between = decades * 3 <= most ? [1, 2, 5] : [1];
  const sides = transform.kind === 'log' ? [1] : [-1, 1];
  const ticks = sides.flatMap((sign) =>
    powers.flatMap((power) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => ({
        value: sign * Number(`${digit}e${power}`),
        labelled: between.includes(digit) && (power - last) % every === 0,
      }))
    )
  );
  const zero = transform.kind === 'symlog' ? [{ value: 0, labelled: true }] : [];
  return [...ticks, ...zero].filter(({ value }) => within(value)).sort((a, b) => a.value - b.value);
}

/** Digits that tell even ticks apart, counted from the first of the largest: 16 for 1e15, 1e15 + 1 …; null where a number's own writing does. */
export function significantDigits({ transform, domain }: ValueScale, most: number): number | null {
  if (transform.kind !== 'linear') {
    return null;
  }
  const increment = tickIncrement(domain[0], domain[1], most);
  const step = increment < 0 ? -1 / increment : increment;
  const largest = Math.max(...domain.map(Math.abs));
  const digits = Math.floor(Math.log10(largest) + 1e-9) - Math.floor(Math.log10(step) + 1e-9) + 1;
  return Number.isFinite(digits) ? Math.max(1, Math.min(mostDigits, digits)) : null;
}

// A number in a computer has no more.
const mostDigits = 17;

/** Digits after the point that tell even ticks apart; null where a number's own writing does. */
export function tickDigits({ transform, domain }: ValueScale, most: number): number | null {
  if (transform.kind !== 'linear') {
    return null;
  }
  const step = tickIncrement(domain[0], domain[1], most);
  // d3 gives steps below 1 as the negative of their inverse.
  return step < 0 ? Math.min(12, Math.ceil(Math.log10(-step) - 1e-9)) : 0;
}
