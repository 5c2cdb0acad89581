// Titles that depend on what is shown: verdicts on features, or values of series.
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';

type Kind = Pick<Heatmap, 'measure'>;

export function tableCaption({ measure }: Kind): string {
  return measure === 'severity'
    ? t('table.caption', 'Drift by feature')
    : t('table.caption-values', 'Values by series');
}

export function nameTitle({ measure }: Kind): string {
  return measure === 'severity' ? t('table.feature', 'Feature') : t('table.series', 'Series');
}

export function latestTitle({ measure }: Kind): string {
  return measure === 'severity' ? t('table.severity', 'Severity') : t('table.value', 'Latest');
}

export function worstTitle({ measure }: Kind): string {
  return measure === 'severity' ? t('table.worst', 'Worst') : t('table.highest', 'Highest');
}
