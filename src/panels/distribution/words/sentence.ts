// What happened, in words: how the current window differs from the reference, and how that was judged. A source that judges says itself what changed, from the
// counts of its verdict; of others it is said here, from what is drawn.
import { Field } from '@grafana/data';
import { Drift } from '../../../frames/drift';
import { CurrentSample, Distribution } from '../../../frames/samples';
import { formatCount, formatField, formatNumber, formatPoints, formatShares } from '../../parts/numbers';
import { t } from '../../parts/text';
import { effectText, effectUnit, noiseText } from '../../parts/verdict';
import { shapeCategories } from '../shape/categories';
import { chosenSample } from '../shape/windows';
import { distancesText } from './distances';

export interface Words {
  /** "brightness is 0.42 sd lower: mean 0.31, was 0.52"; '' when there is nothing to compare. */
  change: string;
  /** "effect 0.31 (0.27 – 0.35), threshold 0.1", "noise 0.05 (in 28 reference windows)" … */
  judgement: string[];
}

export function wordsOf(distribution: Distribution, back: number): Words {
  const current = chosenSample(distribution, back);
  const drift = current?.drift ?? null;
  return {
    change: current ? current.told || changeText(distribution, current, back) : '',
    judgement: drift ? judgement(drift, distribution.kind === 'numeric') : sizes(distribution, current),
  };
}

// A shift of the mean below this, in standard deviations, is not what one sees first.
const smallShift = 0.05;

function changeText(distribution: Distribution, current: CurrentSample, back: number): string {
  const { feature, reference } = distribution;
  if (current.counts.every((count) => count === 0) && distribution.kind === 'numeric') {
    return t('words.no-values', 'no row of this window has a value');
  }
  if (!reference && distribution.currents.length > 1) {
    return t('words.windows', '{{feature}} in {{windows}} windows, without a reference', {
      feature,
      windows: distribution.currents.filter(({ rows: all }) => all > 0).length,
    });
  }
  if (!reference) {
    return t('words.no-reference', 'there is nothing to compare {{feature}} with', { feature });
  }
  return distribution.kind === 'numeric'
    ? meanShift(feature, reference, current, distribution.valueField)
    : categoryShift(distribution, back);
}

function meanShift(
  feature: string,
  reference: { mean: number | null; sd: number | null },
  current: { mean: number | null; sd: number | null },
  field: Field
): string {
  if (reference.mean === null || current.mean === null) {
    return '';
  }
  const values = { feature, now: formatField(field, current.mean), before: formatField(field, reference.mean) };
  if (reference.sd === 0 && current.sd === 0 && reference.mean === current.mean) {
    return t('words.constant', '{{feature}} is always {{now}}', values);
  }
  if (!reference.sd) {
    return t('words.means', '{{feature}}: mean {{now}}, was {{before}}', values);
  }
  const shift = (current.mean - reference.mean) / reference.sd;
  const size = formatNumber(Math.abs(shift), 2);
  if (shift >= smallShift) {
    return t('words.higher', '{{feature}} is {{size}} sd higher: mean {{now}}, was {{before}}', { ...values, size });
  }
  if (shift <= -smallShift) {
    return t('words.lower', '{{feature}} is {{size}} sd lower: mean {{now}}, was {{before}}', { ...values, size });
  }
  const spread = current.sd === null ? 1 : current.sd / reference.sd;
  return spread >= 1.1 || spread <= 0.9
    ? t('words.spread', '{{feature}} has the same mean, but {{times}} times the spread', {
        feature,
        times: formatNumber(spread, 2),
      })
    : values.before === values.now
      ? t('words.same-mean', '{{feature}} has the same mean ({{now}})', values)
      : t('words.about-same-mean', '{{feature}} has about the same mean ({{before}}, now {{now}})', values);
}

function categoryShift(distribution: Distribution, back: number): string {
  if (distribution.kind !== 'categorical') {
    return '';
  }
  const [first] = shapeCategories(distribution, { order: 'change', most: 1e6, back }).bars;
  if (!first?.reference || !first.current) {
    return '';
  }
  const shares = formatShares(first.reference.share, first.current.share);
  const values = {
    name: first.name,
    now: shares.after,
    before: shares.before,
    points: shares.change,
  };
  if (first.isNew) {
    return t('words.new-category', '“{{name}}” is new: {{now}} of rows', values);
  }
  return Math.abs(first.change) >= 0.005
    ? t('words.category', '“{{name}}” {{points}}: {{now}} of rows, was {{before}}', values)
    : t('words.categories-same', 'no category changed by more than {{points}}', {
        points: formatPoints(Math.abs(first.change)).replace('+', ''),
      });
}

function judgement(drift: Drift, numeric: boolean): string[] {
  const parts: string[] = [];
  const effect = effectText(drift, numeric);
  if (effect !== null) {
    const threshold =
      drift.threshold === null
        ? ''
        : `, ${t('words.threshold', 'threshold {{threshold}}', { threshold: formatNumber(drift.threshold) + effectUnit(drift, numeric) })}`;
    parts.push(t('words.effect', 'effect {{effect}}', { effect }) + threshold);
  }
  const noise = noiseText(drift, numeric);
  if (noise !== null && effect !== null) {
    parts.push(t('words.noise', 'noise {{noise}}', { noise }));
  }
  if (drift.currentRows !== null || drift.referenceRows !== null) {
    parts.push(rows(drift.currentRows, drift.referenceRows));
  }
  if (drift.note !== '') {
    parts.push(drift.note);
  }
  return parts;
}

function sizes(distribution: Distribution, current: CurrentSample | null): string[] {
  return [
    ...(current && !distribution.judged ? distancesText(distribution, current) : []),
    rows(current?.rows ?? null, distribution.reference?.rows ?? null),
  ];
}

/** "3,902 vs 112,345": rows of both samples where there is no room for more words. */
export function sizesText(distribution: Distribution, back: number): string {
  const sizes = [chosenSample(distribution, back)?.rows, distribution.reference?.rows].filter(
    (size): size is number => size !== undefined
  );
  return sizes.length === 1
    ? t('words.rows-current', '{{current}} rows', { current: formatCount(sizes[0]) })
    : sizes.map(formatCount).join(` ${t('words.versus', 'vs')} `);
}

function rows(current: number | null, reference: number | null): string {
  if (reference === null) {
    return t('words.rows-current', '{{current}} rows', { current: formatCount(current) });
  }
  if (current === null) {
    return t('words.rows-reference', '{{reference}} reference rows', { reference: formatCount(reference) });
  }
  return t('words.rows', '{{current}} rows vs {{reference}} reference rows', {
    current: formatCount(current),
    reference: formatCount(reference),
  });
}
