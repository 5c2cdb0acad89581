// What every scene shows, in the order of docs/panels.md. A scene without a caption fails tests/panels.test.ts.
import type { Chapter } from './chapter';
import { distributionCaptions } from './distribution';
import { heatmapCaptions } from './heatmap';
import { queryEditorCaptions } from './queryEditors';
import { settingsCaptions } from './settings';
import { viewCaptions } from './views';

export const chapters: Chapter[] = [
  ...heatmapCaptions,
  ...distributionCaptions,
  ...viewCaptions,
  ...queryEditorCaptions,
  ...settingsCaptions,
];

export const captions: Record<string, string> = Object.assign({}, ...chapters.map((chapter) => chapter.captions));
