// Every state of the panels, by name.
import { day, end } from './driftFixture';
import { distributionScenes } from './distributionScenes';
import { heatmapScenes } from './heatmapScenes';
import { Scene } from './scene';

export const scenes: Record<string, Scene> = { ...heatmapScenes, ...distributionScenes };

export const range = { from: end - 56 * day, to: end };
