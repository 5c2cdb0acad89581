// What the noise band rests on, in words.
import { t } from '../../parts/text';
import { Noise } from '../shape/noise';

/** For the legend: short. */
export function bandText({ basis, windows }: Noise): string {
  switch (basis) {
    case 'windows':
      return t('band.windows', '95 % noise: sampling and {{windows}} reference windows', { windows });
    case 'effective':
      return t('band.effective', '95 % noise: sampling, effective rows');
    case 'rows':
      return t('band.rows', '95 % noise: sampling, rows');
  }
}

/** For who asks further. */
export function bandTitle({ basis, windows }: Noise): string {
  const chance = t('band.chance', 'Where nothing changed, about 1 bar in 20 leaves the band.');
  const told =
    basis === 'windows'
      ? t(
          'band.windows-title',
          'What sampling explains and what differed between the {{windows}} ordinary windows of the reference, bin by bin.',
          { windows }
        )
      : t('band.sampling-title', 'What sampling explains. How ordinary windows differ beyond that is not known here.');
  return `${told} ${chance}`;
}
