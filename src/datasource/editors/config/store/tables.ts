// The tables that a data source reads: what its user must be allowed.
import { referencesOf, type Settings, type Source } from '../../../settings';

/** Of logs, late labels, references and spans, each once, in this order. */
export function tablesOf({ models = [], service }: Pick<Settings, 'models' | 'service'>): string[] {
  const sources: Array<Source | undefined> = [
    ...models.map(({ source }) => source),
    ...models.map(({ target }) => target?.source),
    ...models.flatMap((model) => referencesOf(model).map(({ source }) => source)),
    service?.source,
    service?.exceptions?.source,
  ];
  return [...new Set(sources.flatMap((source) => (source?.table ? [source.table] : [])))];
}
