// The bins of methods that compare shares, cut from the finer ones that a numeric column was counted in.
import { sum } from 'simple-statistics';

/** Stretches of bins, [start, end). */
export interface Stretch {
  start: number;
  end: number;
}

const tenths = 10;
// Rounding of sums of counts must not move an edge.
const rounding = 1 - 1e-12;

/**
 * The bins that methods of shares cut a numeric column into, as pkg/drift does: where there are more than ten bins, stretches of about a tenth of the
 * reference, a bin that holds a tenth by itself apart. Counts may be fractional. No stretch is without rows.
 */
export function tenthsOf(reference: number[], current: number[]): Stretch[] {
  const filled = (start: number, end: number): boolean =>
    reference.slice(start, end).some((count) => count > 0) || current.slice(start, end).some((count) => count > 0);
  if (reference.filter((count, i) => count > 0 || current[i] > 0).length <= tenths) {
    return reference.map((_, i) => ({ start: i, end: i + 1 })).filter(({ start, end }) => filled(start, end));
  }
  const tenth = sum(reference) / tenths;
  const stretches: Stretch[] = [];
  const add = (start: number, end: number): void => {
    if (filled(start, end)) {
      stretches.push({ start, end });
    }
  };
  const cut = (start: number, end: number): void => {
    const rest = sum(reference.slice(start, end));
    const pieces = Math.max(1, Math.round(rest / tenth));
    let [from, upTo, piece] = [start, 0, 1];
    for (let i = start; i < end; i++) {
      upTo += reference[i];
      if (piece < pieces && upTo >= ((piece * rest) / pieces) * rounding) {
        add(from, i + 1);
        from = i + 1;
        while (piece < pieces && upTo >= ((piece * rest) / pieces) * rounding) {
          piece++;
        }
      }
    }
    add(from, end);
  };
  let from = 0;
  reference.forEach((count, i) => {
    if (tenth > 0 && count >= tenth * rounding) {
      cut(from, i);
      add(i, i + 1);
      from = i + 1;
    }
  });
  cut(from, reference.length);
  return stretches;
}
