// The transformations that @grafana/data brings. Without them in Grafana's registry a transformed panel is empty and says nothing.
import { type DataTransformerInfo, standardTransformers, type TransformerRegistryItem } from '@grafana/data';

export function transformers(): TransformerRegistryItem[] {
  const byId = new Map<string, DataTransformerInfo>();
  for (const transformer of Object.values(standardTransformers)) {
    byId.set(transformer.id, transformer); // two names of the package stand for the same one
  }
  return [...byId.values()].map((transformer) => ({
    id: transformer.id,
    name: transformer.name,
    description: transformer.description,
    transformation: () => Promise.resolve(transformer),
    defaultOptions: transformer.defaultOptions,
    editor: () => null,
    imageDark: '',
    imageLight: '',
  }));
}
