// What fails in silence when it is missing: a field's standard options, and transformations.
import {
  applyFieldOverrides,
  createTheme,
  FieldType,
  FieldMatcherID,
  formattedValueToString,
  PanelPlugin,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
  type FieldConfigSource,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';
import { standardEditors } from './editors';
import { standardFieldOptions } from './fieldOptions';
import { transformers } from './transformers';

beforeAll(() => {
  standardEditorsRegistry.setInit(standardEditors);
  standardFieldConfigEditorRegistry.setInit(standardFieldOptions);
  standardTransformersRegistry.setInit(transformers);
});

const theme = createTheme();
const frame = () =>
  toDataFrame({
    fields: [
      { name: 'feature', type: FieldType.string, values: ['a', 'b'] },
      { name: 'psi', type: FieldType.number, values: [0.3, 0.05] },
    ],
  });

/** What a panel with no options of its own shows for a value of `psi`. */
function shown(fieldConfig: FieldConfigSource, value: number | null) {
  const plugin = new PanelPlugin(() => null).useFieldConfig();
  const [result] = applyFieldOverrides({
    data: [frame()],
    fieldConfig,
    fieldConfigRegistry: plugin.fieldConfigRegistry,
    theme,
    replaceVariables: (text) => text,
  });
  const field = result.fields[1];
  const display = field.display!(value);
  return { text: formattedValueToString(display), color: display.color, name: field.config.displayName };
}

const thresholds = {
  mode: 'absolute' as never,
  steps: [
    { value: -Infinity, color: 'green' },
    { value: 0.2, color: 'red' },
  ],
};

test('unit, decimals and thresholds of a field', () => {
  const config: FieldConfigSource = {
    defaults: { unit: 'percentunit', decimals: 1, thresholds, color: { mode: 'thresholds' } },
    overrides: [],
  };
  expect(shown(config, 0.3)).toMatchObject({ text: '30.0%', color: theme.visualization.getColorByName('red') });
  expect(shown(config, 0.05)).toMatchObject({ text: '5.0%', color: theme.visualization.getColorByName('green') });
});

test('overrides of one field', () => {
  const config: FieldConfigSource = {
    defaults: { unit: 'percentunit' },
    overrides: [
      {
        matcher: { id: FieldMatcherID.byName, options: 'psi' },
        properties: [
          { id: 'unit', value: 'short' },
          { id: 'decimals', value: 3 },
          { id: 'displayName', value: 'stability' },
        ],
      },
    ],
  };
  expect(shown(config, 0.3)).toMatchObject({ text: '0.300', name: 'stability' });
});

test('value mappings and a text for nothing', () => {
  const mappings = [{ type: 'value' as never, options: { '1': { text: 'drifted' } } }];
  expect(shown({ defaults: { mappings, noValue: 'none' }, overrides: [] }, 1).text).toBe('drifted');
  expect(shown({ defaults: { mappings, noValue: 'none' }, overrides: [] }, null).text).toBe('none');
});

test('an option of every kind may be declared', () => {
  const plugin = new PanelPlugin(() => null).setPanelOptions((builder) => {
    const item = { name: 'x' };
    builder
      .addTextInput({ ...item, path: 'text' })
      .addNumberInput({ ...item, path: 'number' })
      .addSliderInput({ ...item, path: 'slider' })
      .addBooleanSwitch({ ...item, path: 'boolean' })
      .addSelect({ ...item, path: 'select', settings: { options: [] } })
      .addMultiSelect({ ...item, path: 'multiSelect', settings: { options: [] } })
      .addRadio({ ...item, path: 'radio', settings: { options: [] } })
      .addColorPicker({ ...item, path: 'color' })
      .addStringArray({ ...item, path: 'strings' })
      .addTimeZonePicker({ ...item, path: 'zone' })
      .addUnitPicker({ ...item, path: 'unit' })
      .addFieldNamePicker({ ...item, path: 'field' })
      .addDashboardPicker({ ...item, path: 'dashboard' });
  });
  expect(() => plugin.getPanelOptionsSupplier()).not.toThrow();
});

test('every transformation of @grafana/data is there once', () => {
  const ids = transformers().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual([...new Set(Object.values(standardTransformers).map(({ id }) => id))].sort());
});

test('a frame is transformed', async () => {
  const transformed = await firstValueFrom(
    transformDataFrame(
      [
        { id: 'sortBy', options: { sort: [{ field: 'psi' }] } },
        { id: 'limit', options: { limitField: 1 } },
      ],
      [frame()]
    )
  );
  expect(transformed[0].fields.map(({ values }) => [...values])).toEqual([['b'], [0.05]]);
});
