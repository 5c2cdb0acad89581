import {
  createTheme,
  Field,
  FieldColorModeId,
  FieldType,
  getDisplayProcessor,
  ThresholdsMode,
  toDataFrame,
} from '@grafana/data';
import { SourcedDrift } from '../../frames/drift';
import { severityScale } from '../parts/palette';
import { cellColor, hasOwnColors, lineOf, ownThresholds } from './colors';

const absolute = (...steps: Array<[number, string]>) => ({
  mode: ThresholdsMode.Absolute,
  steps: steps.map(([value, color]) => ({ value, color })),
});
const field = (config: Field['config']): Field => ({ name: 'severity', type: FieldType.number, config, values: [2] });

test('the panel’s and Grafana’s defaults are nobody’s choice', () => {
  expect(hasOwnColors(field({}))).toBe(false);
  expect(hasOwnColors(field({ color: { mode: 'thresholds' }, thresholds: ownThresholds }))).toBe(false);
  expect(hasOwnColors(field({ thresholds: JSON.parse(JSON.stringify(ownThresholds)) }))).toBe(false);
  expect(hasOwnColors(field({ thresholds: absolute([-Infinity, 'green'], [80, 'red']) }))).toBe(false);
});

test('other thresholds and schemes are', () => {
  expect(hasOwnColors(field({ thresholds: absolute([-Infinity, 'green'], [1, 'red']) }))).toBe(true);
  expect(hasOwnColors(field({ color: { mode: FieldColorModeId.ContinuousBlYlRd } }))).toBe(true);
});

test('cells take the field’s colour once it has one', () => {
  const theme = createTheme();
  const chosen = field({ color: { mode: 'thresholds' }, thresholds: absolute([-Infinity, '#00ff00'], [1, '#ff0000']) });
  const draw = (config: Field): string => {
    const frame = toDataFrame({ fields: [config] });
    frame.fields[0].display = getDisplayProcessor({ field: frame.fields[0], theme });
    return cellColor(theme)({ severity: 2, origin: { frame, row: 0, valueField: 0 } } as SourcedDrift);
  };
  expect(draw(chosen)).toBe('#ff0000');
  expect(draw(field({ thresholds: ownThresholds }))).toBe(severityScale(theme)(2));
});

test('the line follows the first threshold that somebody set', () => {
  expect(lineOf([toDataFrame({ fields: [field({ thresholds: absolute([-Infinity, 'green'], [0.7, 'red']) })] })])).toBe(
    0.7
  );
  expect(lineOf([toDataFrame({ fields: [field({ thresholds: ownThresholds })] })])).toBe(1);
});

test.each(['dark', 'light'] as const)(
  'lightness changes in one direction with severity, within the calm and the warm colours: %s',
  (mode) => {
    const scale = severityScale(createTheme({ colors: { mode } }));
    const luminance = (color: string): number => {
      const [r, g, b] = color.match(/\d+/g)!.map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const direction = mode === 'dark' ? 1 : -1;
    for (const part of [
      [0, 0.3, 0.6, 0.99],
      [1, 1.5, 2, 3, 5, 8, 10],
    ]) {
      const lights = part.map((severity) => luminance(scale(severity)));
      lights.slice(1).forEach((light, i) => expect(Math.sign(light - lights[i])).toBe(direction));
    }
  }
);
