import {
  createTheme,
  Field,
  FieldColorModeId,
  FieldType,
  getDisplayProcessor,
  ThresholdsMode,
  toDataFrame,
} from '@grafana/data';
import { DriftSeries } from '../../../frames/driftSeries';
import { severityScale } from '../../parts/palette';
import { colorScale, hasOwnColors, lineOfField, ownThresholds, valueScale } from './colors';

const theme = createTheme();
const absolute = (...steps: Array<[number, string]>) => ({
  mode: ThresholdsMode.Absolute,
  steps: steps.map(([value, color]) => ({ value, color })),
});
const field = (config: Field['config']): Field => ({ name: 'severity', type: FieldType.number, config, values: [2] });

function seriesOf(config: Field['config'], of: Partial<DriftSeries> = {}): DriftSeries {
  const frame = toDataFrame({ fields: [field(config)] });
  frame.fields[0].display = getDisplayProcessor({ field: frame.fields[0], theme });
  return { frame, valueField: 0, measure: 'severity', line: 1, ...of } as DriftSeries;
}

const luminance = (color: string): number => {
  const [r, g, b] = color.startsWith('#')
    ? [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
    : color.match(/\d+/g)!.map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

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

test('the line follows the first threshold that somebody set', () => {
  expect(lineOfField(field({ thresholds: absolute([-Infinity, 'green'], [0.7, 'red']) }))).toBe(0.7);
  expect(lineOfField(field({ thresholds: ownThresholds }))).toBeUndefined();
  expect(lineOfField(field({}))).toBeUndefined();
});

describe('cells take the field’s colour once it has one', () => {
  test('thresholds, exactly at their steps', () => {
    const series = seriesOf({
      color: { mode: 'thresholds' },
      thresholds: absolute([-Infinity, '#00ff00'], [0.5, '#ffff00'], [1, '#ff0000']),
    });
    const { color, kind } = colorScale(theme, [0, 10], series);
    expect(kind).toBe('field');
    expect([0, 0.4999999, 0.5, 0.9999999, 1, 9].map((value) => color(series, value))).toEqual([
      '#00ff00',
      '#00ff00',
      '#ffff00',
      '#ffff00',
      '#ff0000',
      '#ff0000',
    ]);
  });

  test('thresholds in per cent of the field’s range', () => {
    const series = seriesOf({
      min: 0,
      max: 200,
      color: { mode: 'thresholds' },
      thresholds: {
        mode: ThresholdsMode.Percentage,
        steps: [
          { value: -Infinity, color: '#00ff00' },
          { value: 50, color: '#ff0000' },
        ],
      },
    });
    const { color } = colorScale(theme, [0, 200], series);
    expect([99.9, 100].map((value) => color(series, value))).toEqual(['#00ff00', '#ff0000']);
  });

  test('a scheme, as Grafana has it', () => {
    const series = seriesOf({ min: 0, max: 10, color: { mode: FieldColorModeId.ContinuousBlYlRd } });
    const { color } = colorScale(theme, [0, 10], series);
    const display = series.frame.fields[0].display!;
    expect([0, 5, 10].map((value) => color(series, value))).toEqual([0, 5, 10].map((value) => display(value).color));
  });

  test('not before', () => {
    const series = seriesOf({ thresholds: ownThresholds });
    const { color, kind } = colorScale(theme, [0, 10], series);
    expect(kind).toBe('severity');
    // The table of colours is fine enough that nobody sees its steps.
    for (const severity of [0, 0.3, 0.99, 1, 2, 5, 10, 40]) {
      expect(Math.abs(luminance(color(series, severity)) - luminance(severityScale(theme)(severity)))).toBeLessThan(4);
    }
  });
});

test('the line is a step between calm and warm', () => {
  const series = seriesOf({});
  const { color } = colorScale(theme, null, series);
  const [r, , b] = color(series, 0.9999).match(/\d+/g)!.map(Number);
  expect(b).toBeGreaterThan(r);
  const [warm, , cold] = color(series, 1).match(/\d+/g)!.map(Number);
  expect(warm).toBeGreaterThan(cold);
});

test('values without a line have a scale from the least to the greatest, values with one are coloured by how far beyond', () => {
  const plain = seriesOf({}, { measure: 'value', line: null });
  const lined = seriesOf({}, { measure: 'value', line: 50 });
  const { color, kind } = colorScale(theme, [20, 80], plain);
  expect(kind).toBe('value');
  expect(color(plain, 20)).toBe(valueScale(theme, [20, 80])(20));
  expect(color(plain, 80)).not.toBe(color(plain, 20));
  expect(color(lined, 50)).toBe(color(seriesOf({}), 1));
  expect(valueScale(theme, [7, 7])(7)).toMatch(/rgb/);
});

test.each(['dark', 'light'] as const)(
  'lightness changes in one direction with severity, within the calm and the warm colours: %s',
  (mode) => {
    const scale = severityScale(createTheme({ colors: { mode } }));
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

test.each(['dark', 'light'] as const)('the scale of values changes its lightness in one direction: %s', (mode) => {
  const scale = valueScale(createTheme({ colors: { mode } }), [0, 1]);
  const lights = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => luminance(scale(value)));
  const direction = mode === 'dark' ? 1 : -1;
  lights.slice(1).forEach((light, i) => expect(Math.sign(light - lights[i])).toBe(direction));
});
