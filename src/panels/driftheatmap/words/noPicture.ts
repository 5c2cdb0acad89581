// What the heatmap says of data that it cannot draw.
import { isDistribution } from '../../../frames/distribution';
import type { NoPicture, PanelWords } from '../../parts/noPicture';
import { t } from '../../parts/text';

export const words = (): PanelWords => ({
  another: {
    is: isDistribution,
    title: t('heatmap.distribution', 'This query returns distributions'),
    detail: t(
      'heatmap.distribution-detail',
      'Choose the query type Drift with format Table, or show it in a Distribution panel.'
    ),
  },
  unknown: {
    title: t('heatmap.unknown', 'No drift in this data'),
    detail: t(
      'heatmap.unknown-detail',
      'The heatmap reads drift tables (query type Drift, format Table) and time series of numbers from any source.'
    ),
  },
  empty: {
    title: t('heatmap.empty', 'No windows with rows in this time range'),
    detail: t(
      'heatmap.empty-detail',
      'Widen the time range, choose another segment or filter, or check that the model’s log has rows in it.'
    ),
  },
});

/** Of rows whose times are all the same. */
export const oneMoment = (): NoPicture => ({
  kind: 'empty',
  title: t('heatmap.one-moment', 'All rows have the same time'),
  detail: t('heatmap.one-moment-detail', 'Each row is a window: its time column must say when the window begins.'),
});

/** Of a panel that is about segments, for a model that has none. */
export const withoutSegments = (): NoPicture => ({
  kind: 'empty',
  title: t('heatmap.no-segments', 'Nothing to split by'),
  detail: t(
    'heatmap.no-segments-detail',
    'This model has no segments. Name columns such as country or device as its segments, in the settings of the data source.'
  ),
});
