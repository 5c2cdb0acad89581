// Why there is nothing to draw, and what to do about it.
import { DataFrame, LoadingState, PanelData } from '@grafana/data';
import { t } from './text';

export interface NoPicture {
  title: string;
  detail?: string;
  kind: 'empty' | 'error' | 'loading';
}

/** What a panel says of data that it cannot draw; each text is a title and what to do. */
export interface PanelWords {
  /** Rows of Tideline that another panel draws. */
  another: { is: (frame: DataFrame) => boolean; title: string; detail: string };
  /** Rows of which this panel can make nothing. */
  unknown: { title: string; detail: string };
  /** No rows; a notice of the data says it better. */
  empty: { title: string; detail: string };
}

export function noPicture(data: PanelData, words: PanelWords): NoPicture {
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
  const { another, unknown, empty } = words;
  if (data.series.some(another.is)) {
    return { kind: 'empty', title: another.title, detail: another.detail };
  }
  if (data.series.some((frame) => frame.length > 0)) {
    return { kind: 'empty', title: unknown.title, detail: unknown.detail };
  }
  const notice = data.series.flatMap((frame) => frame.meta?.notices ?? []).find(({ text }) => text)?.text;
  return notice === undefined
    ? { kind: 'empty', ...empty }
    : { kind: 'empty', title: t('state.nothing', 'Nothing to show'), detail: notice };
}
