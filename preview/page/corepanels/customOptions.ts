// A panel's own field options, declared by their defaults alone: that is enough for them, and overrides of them, to take effect.
import { type FieldConfigEditorBuilder, identityOverrideProcessor } from '@grafana/data';

export function declareCustomOptions(builder: FieldConfigEditorBuilder<object>, defaults: object): void {
  for (const [path, defaultValue] of Object.entries(defaults)) {
    builder.addCustomEditor({
      id: path,
      path: path as never,
      name: path,
      editor: () => null,
      override: () => null,
      process: identityOverrideProcessor,
      shouldApply: () => true,
      defaultValue: defaultValue as never,
    });
  }
}
