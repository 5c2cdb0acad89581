// What a bar's part of the distance is, in words.
import { formatNumber, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { methodName } from '../../parts/verdict';
import { Contribution, contributionAt, Segment } from '../shape/contributions';
import { Bin } from '../../../statistics/binned';

/** "9.2 % of the PSI distance (from 0.48 to 0.52)"; '' where nothing is known. */
export function numericPartText(
  contribution: Contribution | null,
  bin: Bin | null,
  format: (value: number) => string
): string {
  const part = contribution && bin && contributionAt(contribution, bin);
  if (!contribution || !bin || !part) {
    return '';
  }
  if (contribution.method === 'ks') {
    const widest = contribution.segments.reduce((most, segment) => (segment.share > most.share ? segment : most));
    return t('part.gap', 'Gap up to here {{gap}}; the largest, {{largest}}, is at {{at}}', {
      gap: points(part.share * contribution.distance),
      largest: points(contribution.distance),
      at: format(widest.to),
    });
  }
  const text = partText(contribution.method, part.share, contribution.additive);
  // The method's own bin, where it is another than the one that is pointed at.
  return isOther(part, bin)
    ? t('part.of-range', '{{part}}, from {{from}} to {{to}}', {
        part: text,
        from: format(part.from),
        to: format(part.to),
      })
    : text;
}

export function partText(method: string, share: number, additive = true): string {
  const values = { share: formatShare(share), method: methodName(method) };
  return additive
    ? t('part.of', '{{share}} of the distance ({{method}})', values)
    : t('part.of-largest', '{{share}} of the largest change ({{method}})', values);
}

function points(share: number): string {
  return `${formatNumber(share * 100, 2)} pp`;
}

function isOther(part: Segment, bin: Bin): boolean {
  const slack = 1e-6 * (bin.to - bin.from);
  return Math.abs(part.from - bin.from) > slack || Math.abs(part.to - bin.to) > slack;
}
