// The whole heatmap in a sentence or two: the panel's label.
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';
import { HeadlineText } from './headline';

export function heatmapSentence(heatmap: Heatmap, headline: HeadlineText): string {
  const size = heatmap.judged
    ? t('read.size', 'Drift of {{rows}} features in {{windows}} windows.', sizeOf(heatmap))
    : t('read.size-values', '{{rows}} series in {{windows}} windows.', sizeOf(heatmap));
  const state = [headline.main, headline.more].filter((text) => text !== '').join(', ');
  return state === '' ? size : `${size} ${state}.`;
}

function sizeOf({ all, windows }: Heatmap): { rows: number; windows: number } {
  return { rows: all.length, windows: windows.from.length };
}
