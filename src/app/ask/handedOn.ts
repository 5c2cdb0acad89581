// Grafana keeps a data source's settings for some seconds before it hands changed ones to the backend. Until then answers are those of the old settings.
import type { ModelInfo } from '../../datasource/resources';
import type { Subject } from './subject';

const askEvery = 500;
/** Grafana keeps them for five seconds. */
const atMost = 8000;

/** Waits until the backend tells something else of the model than before, or until it must have got the new settings. */
export async function untilHandedOn(models: Subject['models'], before: ModelInfo): Promise<void> {
  const told = JSON.stringify(before);
  for (const began = Date.now(); Date.now() - began < atMost;) {
    const now = await models();
    if (JSON.stringify(now.find(({ name }) => name === before.name)) !== told) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
}
