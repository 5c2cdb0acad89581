// Grafana keeps a data source's settings for some seconds before it hands changed ones to the backend. Until then the backend tells of the old ones, while
// Grafana's own API has the new: whoever shows both waits until they say the same.
import type { ModelInfo } from '../../datasource/resources';
import { type Model, type Period, type Reference, referencesOf } from '../../datasource/settings';
import { readInstant } from '../../datasource/time/instants';

const askEvery = 500;
/** Grafana keeps them for five seconds. */
const atMost = 8000;

/** The models as the backend tells of them once it has got a model's settings, or once it must have got them. */
export async function untilHandedOn(ask: () => Promise<ModelInfo[]>, settings: Model): Promise<ModelInfo[]> {
  for (const began = Date.now(); ;) {
    const models = await ask();
    const info = models.find(({ name }) => name === settings.name);
    if ((info !== undefined && tellsOf(info, settings)) || Date.now() - began >= atMost) {
      return models;
    }
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
}

/** Whether what the backend tells of a model are these settings, as far as this app changes them. */
export function tellsOf({ timezone, references = [], excluded = [] }: ModelInfo, settings: Model): boolean {
  const entries = (list: Array<Partial<Reference & Period>>): string =>
    JSON.stringify(
      list.map(({ since, version, from, to, why }) => [
        ...[since, from, to].map((text) => readInstant(text, timezone)),
        version === undefined || version === '' ? null : String(version),
        why ?? '',
      ])
    );
  return (
    entries(references) === entries(referencesOf(settings)) && entries(excluded) === entries(settings.exclude ?? [])
  );
}
