// What the distribution panel says of data that it cannot draw.
import type { PanelWords } from '../../parts/noPicture';
import { t } from '../../parts/text';
import { isAnotherAnswer } from '../shape/read';

export const words = (): PanelWords => ({
  another: {
    is: (frame) => isAnotherAnswer(frame) && frame.length > 0,
    title: t('distribution.drift', 'This query returns verdicts'),
    detail: t('distribution.drift-detail', 'Choose the query type Distribution, or show it in a Drift heatmap panel.'),
  },
  unknown: {
    title: t('distribution.unknown', 'No distribution in this data'),
    detail: t(
      'distribution.unknown-detail',
      'The panel reads the query type Distribution, and values of any source: query A is the reference, query B is compared with it.'
    ),
  },
  empty: {
    title: t('distribution.empty', 'No rows in this time range'),
    detail: t('distribution.empty-detail', 'Widen the time range, or choose another feature.'),
  },
});
