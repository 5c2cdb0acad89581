// When Grafana should offer the panel for some data: drift tables, and many series over time. Grafana asks from 12.4 on.
import { DataFrame, VisualizationSuggestionScore } from '@grafana/data';
import { isDriftTable } from '../../frames/driftTable';
import { isSeries } from '../../frames/severitySeries';

// Fewer series are better seen as lines.
const manySeries = 5;

interface Summary {
  rawFrames?: DataFrame[];
}

interface Suggestion {
  score: VisualizationSuggestionScore;
}

/** `summary` is Grafana's; of it only the frames are looked at. */
export function suggest({ rawFrames: frames = [] }: Summary): Suggestion[] | undefined {
  if (frames.some(isDriftTable)) {
    return [{ score: VisualizationSuggestionScore.Best }];
  }
  return frames.filter(isSeries).length >= manySeries ? [{ score: VisualizationSuggestionScore.OK }] : undefined;
}
