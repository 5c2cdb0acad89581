// Every state of the panels and the editors, by name.
import { day, end } from './driftFixture';
import { distributionScenes } from './distributionScenes';
import { heatmapScenes } from './heatmapScenes';
import { queryEditorScenes } from './queryEditorScenes';
import { EditorScene, Scene } from './scene';
import { settingsScenes } from './settingsScenes';

export const scenes: Record<string, Scene | EditorScene> = {
  ...heatmapScenes,
  ...distributionScenes,
  ...queryEditorScenes,
  ...settingsScenes,
};

export const range = { from: end - 56 * day, to: end };
