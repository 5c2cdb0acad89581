// When Grafana should offer the panel for some data: drift tables, and many series over time. Asked by Grafana 13 and later alone.
import { DataFrame, PanelDataSummary, VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';
import { isDriftTable } from '../../frames/driftTable';
import { isSeries } from '../../frames/severitySeries';
import { HeatmapOptions } from './options';

// Fewer series are better seen as lines.
const manySeries = 5;

export function suggest(
  summary: Pick<PanelDataSummary, 'rawFrames'>
): Array<VisualizationSuggestion<HeatmapOptions>> | undefined {
  const frames: DataFrame[] = summary.rawFrames ?? [];
  if (frames.some(isDriftTable)) {
    return [{ score: VisualizationSuggestionScore.Best }];
  }
  return frames.filter(isSeries).length >= manySeries ? [{ score: VisualizationSuggestionScore.OK }] : undefined;
}
