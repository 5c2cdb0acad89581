// Numbers as people read them: never NaN, never more digits than mean something. A real minus sign, a thin separator for thousands.
import { Field, formattedValueToString } from '@grafana/data';

export const absent = '–';

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const separated = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

export function formatCount(value: number | null): string {
  return value === null || !Number.isFinite(value) ? absent : counts.format(value);
}

/** At most `digits` significant digits: 0.0421, 12.3, 4,570, 1.2e+9. */
export function formatNumber(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) {
    return absent;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return minus(value.toExponential(Math.max(0, digits - 1)).replace(/\.?0+e/, 'e'));
  }
  if (size >= 10 ** digits) {
    return minus(counts.format(value));
  }
  return minus(separated.format(Number(value.toPrecision(digits))));
}

/** A share in [0, 1] as per cent: 0 %, < 0.1 %, 4.2 %, 37 %. */
export function formatShare(value: number | null): string {
  if (value === null || !Number.isFinite(value)) {
    return absent;
  }
  return writtenShare(value, isFine(value) ? 1 : 0);
}

/** Shares near none and near all have a decimal. */
function isFine(share: number): boolean {
  return Math.abs(share) < 0.1 || (share > 0.9 && share < 1);
}

function writtenShare(share: number, decimals: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) {
    return '< 0.1 %';
  }
  if (percent > 99.9 && percent < 100) {
    return '> 99.9 %';
  }
  return `${minus(trimZero(percent.toFixed(decimals)))} %`;
}

/** Two shares beside each other and their difference, which is that of the numbers written: 8.6 % → 9.9 % is +1.3 pp. */
export function formatShares(before: number, after: number): { before: string; after: string; change: string } {
  const fine = [before, after].some((share) => share !== 0 && isFine(share)) || Math.abs(after - before) < 0.1;
  const decimals = fine ? 1 : 0;
  const shown = (share: number): number => Number((share * 100).toFixed(decimals));
  const points = (shown(after) - shown(before)) / 100;
  return {
    before: writtenShare(before, decimals),
    after: writtenShare(after, decimals),
    change: points === 0 && before !== after ? '±0 pp' : formatPoints(points),
  };
}

/** A difference of two shares in percentage points, with its sign: +12.3 pp. */
export function formatPoints(difference: number): string {
  const points = difference * 100;
  if (Math.abs(points) < 0.05) {
    return points === 0 ? '0 pp' : '±0 pp';
  }
  return `${points > 0 ? '+' : ''}${minus(Math.abs(points) < 10 ? trimZero(points.toFixed(1)) : points.toFixed(0))} pp`;
}

/** A probability: 0.013, or "< 0.0001". */
export function formatP(value: number | null): string {
  if (value === null || !Number.isFinite(value)) {
    return absent;
  }
  return value < 1e-4 ? '< 0.0001' : formatNumber(value, 2);
}

/** A value of a field in the field's own unit, decimals and mappings, or plainly when nothing was configured. */
export function formatField(field: Field | null | undefined, value: number | null): string {
  if (value === null || !Number.isFinite(value)) {
    return absent;
  }
  const { unit, decimals, mappings } = field?.config ?? {};
  if (!field?.display || (unit === undefined && (decimals ?? null) === null && !mappings?.length)) {
    return formatNumber(value);
  }
  return minus(formattedValueToString(field.display(value)));
}

function minus(text: string): string {
  return text.replace(/^-/, '−').replace('e-', 'e−');
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}
