// The standard field options that the scenes use, so that units, decimals, thresholds and links reach the panels as in Grafana. The registry's entries
// are Grafana's own processors; the npm packages leave the list to the host.
import {
  displayNameOverrideProcessor,
  FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
} from '@grafana/data';

export function registerFieldOptions(): void {
  const item = (id: string, process: unknown): FieldConfigPropertyItem =>
    ({
      id,
      path: id,
      name: id,
      process,
      shouldApply: () => true,
      editor: null,
      override: null,
      settings: {},
    }) as unknown as FieldConfigPropertyItem;
  standardFieldConfigEditorRegistry.setInit(() => [
    item('unit', unitOverrideProcessor),
    item('decimals', numberOverrideProcessor),
    item('displayName', displayNameOverrideProcessor),
    item('min', numberOverrideProcessor),
    item('max', numberOverrideProcessor),
    item('color', identityOverrideProcessor),
    item('thresholds', thresholdsOverrideProcessor),
    item('mappings', identityOverrideProcessor),
    item('links', identityOverrideProcessor),
    item('noValue', stringOverrideProcessor),
  ]);
}
