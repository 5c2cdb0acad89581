// The standard options of a field (unit, decimals, thresholds, …): how their values, and overrides of them, take effect. Without them in Grafana's
// registry every panel ignores them and says nothing. Their editors are not there: nothing is edited here.
import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  type Field,
  FieldConfigProperty,
  type FieldConfigPropertyItem,
  FieldType,
  identityOverrideProcessor,
  numberOverrideProcessor,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  ThresholdsMode,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

const noEditor = () => null;

const always = () => true;
const ofNumbers = ({ type }: Field) => type === FieldType.number;

type Option = Pick<FieldConfigPropertyItem, 'shouldApply' | 'defaultValue' | 'settings'> & { process: unknown };

const options: Record<FieldConfigProperty, Option> = {
  [FieldConfigProperty.DisplayName]: { process: displayNameOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Unit]: { process: unitOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Min]: { process: numberOverrideProcessor, shouldApply: ofNumbers },
  [FieldConfigProperty.Max]: { process: numberOverrideProcessor, shouldApply: ofNumbers },
  [FieldConfigProperty.FieldMinMax]: { process: booleanOverrideProcessor, shouldApply: ofNumbers },
  [FieldConfigProperty.Decimals]: {
    process: numberOverrideProcessor,
    shouldApply: ofNumbers,
    settings: { min: 0, max: 15, integer: true },
  },
  [FieldConfigProperty.NoValue]: { process: stringOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Color]: { process: identityOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Thresholds]: {
    process: thresholdsOverrideProcessor,
    shouldApply: always,
    defaultValue: {
      mode: ThresholdsMode.Absolute,
      steps: [
        { value: -Infinity, color: 'green' },
        { value: 80, color: 'red' },
      ],
    },
  },
  [FieldConfigProperty.Mappings]: { process: valueMappingsOverrideProcessor, shouldApply: always, defaultValue: [] },
  [FieldConfigProperty.Links]: { process: dataLinksOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Actions]: { process: identityOverrideProcessor, shouldApply: always },
  [FieldConfigProperty.Filterable]: { process: booleanOverrideProcessor, shouldApply: always },
};

export function standardFieldOptions(): FieldConfigPropertyItem[] {
  return Object.entries(options).map(
    ([id, option]) =>
      ({
        id,
        path: id,
        name: id,
        category: ['Standard options'],
        editor: noEditor,
        override: noEditor,
        settings: {},
        ...option,
      }) as FieldConfigPropertyItem
  );
}
