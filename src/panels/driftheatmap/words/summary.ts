// The whole heatmap in a sentence or two: the panel's label.
import { t } from '../../parts/text';
import { Heatmap } from '../shape/heatmap';
import { rowsAre } from './beyond';
import { HeadlineText } from './headline';

export function heatmapSentence(heatmap: Heatmap, headline: HeadlineText): string {
  const size = heatmap.judged
    ? judgedSize(heatmap)
    : t('read.size-values', '{{rows}} series in {{windows}} windows.', sizeOf(heatmap));
  const state = [headline.main, headline.more].filter((text) => text !== '').join(', ');
  return state === '' ? size : `${size} ${state}.`;
}

function judgedSize(heatmap: Heatmap): string {
  switch (rowsAre(heatmap)) {
    case 'comparisons':
      return t('read.size-comparisons', 'Drift by {{rows}} comparisons in {{windows}} windows.', sizeOf(heatmap));
    default:
      return t('read.size', 'Drift of {{rows}} features in {{windows}} windows.', sizeOf(heatmap));
  }
}

function sizeOf({ all, windows }: Heatmap): { rows: number; windows: number } {
  return { rows: all.length, windows: windows.from.length };
}
