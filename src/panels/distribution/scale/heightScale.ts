// The scale at the left of a numeric plot, and what it is of, in words.
import { Field } from '@grafana/data';
import { formatField, formatNumber } from '../../parts/numbers';
import { t } from '../../parts/text';

export interface HeightUnit {
  per: number | null;
  of: 'value' | 'tenfold';
}

/** "share of rows per 0.05", in the feature's unit. */
export function heightTitle({ per, of }: HeightUnit, field: Field): string {
  if (per === null) {
    return t('axis.share', 'share of rows');
  }
  return of === 'tenfold'
    ? t('axis.share-per-tenfold', 'share of rows per tenfold')
    : t('axis.share-per', 'share of rows per {{width}}', { width: formatField(field, per) });
}

/** Shares as per cent, with as many digits as tell ticks apart. */
export function formatShareTick(tick: number): string {
  return `${formatNumber(tick * 100)} %`;
}

/** Differences of shares, with their sign. */
export function formatPointsTick(tick: number): string {
  const points = formatNumber(tick * 100);
  return tick > 0 ? `+${points}` : points;
}
