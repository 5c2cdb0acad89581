// The kinds of options that a panel may declare. Panels fail to load when a kind is unknown; as nothing is edited here, none has an editor.
import type { StandardEditorsRegistryItem } from '@grafana/data';

const kinds = [
  'actions',
  'boolean',
  'color',
  'dashboard-uid',
  'field-name',
  'fieldColor',
  'links',
  'mappings',
  'multi-select',
  'number',
  'radio',
  'select',
  'slider',
  'stats-picker',
  'strings',
  'text',
  'thresholds',
  'timezone',
  'unit',
];

export const standardEditors = (): StandardEditorsRegistryItem[] =>
  kinds.map((id) => ({ id, name: id, editor: () => null }));
