// What is said where nobody judged: how far the samples are apart, in the methods' own numbers, and that this is no verdict.
import { CurrentSample, Distribution } from '../../../frames/samples';
import { binnedDistances, categoryDistance, Distances, distancesOf } from '../../../statistics/distances';
import { formatNumber, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';

export function distancesText(distribution: Distribution, current: CurrentSample): string[] {
  const { reference } = distribution;
  if (!reference) {
    return [];
  }
  const text =
    distribution.kind === 'categorical'
      ? categoriesText(categoryDistance(reference.counts, current.counts))
      : valuesText(numericDistances(distribution, current));
  return text === '' ? [] : [text, t('words.no-verdict', 'no verdict: the data source does not judge')];
}

function numericDistances(
  { bins, raw, reference, currents }: Extract<Distribution, { kind: 'numeric' }>,
  current: CurrentSample
): Distances | null {
  const values = raw?.currents[currents.indexOf(current)];
  return raw?.reference && values
    ? distancesOf(raw.reference, values)
    : binnedDistances(bins, reference!.counts, current.counts, reference!.sd);
}

function valuesText(found: Distances | null): string {
  if (!found) {
    return '';
  }
  const values = { ks: formatNumber(found.ks, 2), psi: formatNumber(found.psi, 2) };
  return found.wasserstein === null
    ? t('words.distances-two', 'Kolmogorov–Smirnov {{ks}}, PSI {{psi}}', values)
    : t('words.distances', 'Kolmogorov–Smirnov {{ks}}, Wasserstein {{w}} sd, PSI {{psi}}', {
        ...values,
        w: formatNumber(found.wasserstein, 2),
      });
}

function categoriesText(distance: number | null): string {
  return distance === null
    ? ''
    : t('words.moved', '{{share}} of rows would have to change category (total variation)', {
        share: formatShare(distance),
      });
}
