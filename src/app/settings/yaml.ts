// A change as what a provisioning file would say: the lines of one key of one model.
import { provisioningYaml, yaml } from '../../datasource/editors/config/provisioning';
import type { Period, Reference, Settings } from '../../datasource/settings';
import type { Stored } from './stored';

/** The key of a model that a page changes. */
export type Key = 'reference' | 'exclude';

/** "reference:" or "exclude:" with what is to stand there; keys in the order in which a person would write them. */
export function linesOf(key: Key, value: Reference | Array<Reference | Period> | undefined): string {
  if (value === undefined) {
    return `# ${key}: is left out`;
  }
  return yaml({ [key]: Array.isArray(value) ? value.map(ordered) : ordered(value) });
}

const order = ['since', 'version', 'from', 'to', 'source', 'columns', 'mode', 'windows', 'why'];

function ordered(entry: Reference | Period): object {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => rank(a) - rank(b)));
}

/** The whole data source as a provisioning file. */
export const fileOf = (stored: Stored, settings: Settings): string => provisioningYaml(stored, settings);
