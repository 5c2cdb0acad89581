// Why there is nothing to draw, and what to do about it.
import { LoadingState, PanelData } from '@grafana/data';
import { isDistribution } from '../../frames/distribution';
import { t } from '../parts/text';

export interface EmptyState {
  title: string;
  detail?: string;
  kind: 'empty' | 'error' | 'loading';
}

export function stateOf(data: PanelData): EmptyState {
  const error = data.errors?.[0] ?? data.error;
  if (data.state === LoadingState.Error || error) {
    return {
      kind: 'error',
      title: t('state.error', 'The query failed'),
      detail: error?.message ?? error?.data?.message,
    };
  }
  if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
    return { kind: 'loading', title: t('state.loading', 'Comparing with the reference …') };
  }
  const notice = data.series.flatMap((frame) => frame.meta?.notices ?? []).find((found) => found.text)?.text;
  if (data.series.some((frame) => isDistribution(frame))) {
    return {
      kind: 'empty',
      title: t('heatmap.distribution', 'This query returns distributions'),
      detail: t(
        'heatmap.distribution-detail',
        'Choose the query type Drift with format Table, or show it in a Distribution panel.'
      ),
    };
  }
  if (data.series.some((frame) => frame.length > 0)) {
    return {
      kind: 'empty',
      title: t('heatmap.unknown', 'No drift in this data'),
      detail: t(
        'heatmap.unknown-detail',
        'The heatmap reads drift tables (query type Drift, format Table) and time series of numbers from any source.'
      ),
    };
  }
  return {
    kind: 'empty',
    title: t('heatmap.empty', 'No windows in this time range'),
    detail: notice ?? t('heatmap.empty-detail', 'Widen the time range, or check that the model’s log has rows in it.'),
  };
}
