// Which colour a value has. Tideline's severity scale is used until someone sets thresholds or a colour scheme on the field; then theirs is. Values that are
// no severities have a scale of lightness from the least to the greatest.
import { Field, FieldColorModeId, GrafanaTheme2, ThresholdsConfig, ThresholdsMode } from '@grafana/data';
import { scaleLinear } from 'd3-scale';
import { driftLine } from '../../../frames/drift';
import { DriftSeries } from '../../../frames/driftSeries';
import { maxSeverity, severityScale } from '../../parts/palette';
import { isGrafanaDefault } from '../../parts/thresholds';
import { shareOf, valueAt } from '../shape/span';

/** The panel's own thresholds, as offered in the editor: a base, and the line at severity 1. */
export const ownThresholds: ThresholdsConfig = {
  mode: ThresholdsMode.Absolute,
  steps: [
    { value: -Infinity, color: 'super-light-blue' },
    { value: driftLine, color: 'orange' },
  ],
};

/** True when the field carries thresholds or a scheme that is neither the panel's nor Grafana's default. */
export function hasOwnColors(field: Field | undefined): boolean {
  const mode = field?.config.color?.mode;
  if (mode !== undefined && mode !== FieldColorModeId.Thresholds) {
    return true;
  }
  return hasOwnThresholds(field);
}

function hasOwnThresholds(field: Field | undefined): boolean {
  const thresholds = field?.config.thresholds;
  return (
    thresholds !== undefined &&
    thresholds.steps.length > 0 &&
    !sameSteps(thresholds.steps, ownThresholds.steps) &&
    !isGrafanaDefault(thresholds)
  );
}

/** The value from which on a field's windows count as drifted: the first threshold above the base, where somebody set some; else undefined. */
export function lineOfField(field: Field): number | undefined {
  const thresholds = field.config.thresholds;
  return hasOwnThresholds(field) && thresholds?.mode === ThresholdsMode.Absolute
    ? thresholds.steps.find((step) => Number.isFinite(step.value))?.value
    : undefined;
}

type Steps = ThresholdsConfig['steps'];

// JSON turns -Infinity into null, so bases are not compared.
function sameSteps(a: Steps, b: Steps): boolean {
  return (
    a.length === b.length && a.every((step, i) => step.color === b[i].color && (i === 0 || step.value === b[i].value))
  );
}

export type CellColor = (series: DriftSeries, value: number) => string;

export interface ColorScale {
  /** Colour of a value, by the field's options where it has some. */
  color: CellColor;
  /** What the legend explains. */
  kind: 'severity' | 'value' | 'field';
}

/** `range` is of all values: the ends of the scale of values that are no severities. */
export function colorScale(theme: GrafanaTheme2, range: [number, number] | null, series: DriftSeries): ColorScale {
  const severity = steppedSeverities(theme);
  const value = valueScale(theme, range);
  const byField = new Map<Field, (value: number) => string>();
  const scaleOf = ({ frame, valueField, measure, line }: DriftSeries): ((value: number) => string) => {
    const field = frame.fields[valueField];
    if (field.display && hasOwnColors(field)) {
      return fieldColors(field, theme, range);
    }
    // What has a line of its own is coloured by how far beyond it a value is.
    return measure === 'severity' ? severity : line === null || line <= 0 ? value : (x) => severity(x / line);
  };
  const color: CellColor = (one, x) => {
    const field = one.frame.fields[one.valueField];
    let scale = byField.get(field);
    if (!scale) {
      scale = scaleOf(one);
      byField.set(field, scale);
    }
    return scale(x);
  };
  const field = series.frame.fields[series.valueField];
  const kind =
    field.display && hasOwnColors(field)
      ? 'field'
      : series.measure === 'severity' || series.line !== null
        ? 'severity'
        : 'value';
  return { color, kind };
}

// A picture of a million windows asks for a colour as often as it has cells: colours are looked up in a table, fine enough that no step is seen.
const calmSteps = 48;
const warmSteps = 144;

function steppedSeverities(theme: GrafanaTheme2): (severity: number) => string {
  const scale = severityScale(theme);
  const calm = Array.from({ length: calmSteps }, (_, i) => scale((i + 0.5) / calmSteps));
  const warm = Array.from({ length: warmSteps }, (_, i) => scale(maxSeverity ** ((i + 0.5) / warmSteps)));
  return (severity) =>
    severity < driftLine
      ? calm[Math.max(0, Math.floor(severity * calmSteps))]
      : warm[Math.min(warmSteps - 1, Math.floor((Math.log(severity) / Math.log(maxSeverity)) * warmSteps))];
}

const valueStops = {
  dark: ['#222b36', '#2b5270', '#4a8fb0', '#a9dde2'],
  light: ['#e9f1f5', '#a3cadb', '#4886a8', '#163a57'],
};

/** From the least to the greatest value, by lightness in one direction. */
export function valueScale(theme: GrafanaTheme2, range: [number, number] | null): (value: number) => string {
  const share = shareOf(range ?? [0, 1]);
  const stops = valueStops[theme.isDark ? 'dark' : 'light'];
  const scale = scaleLinear<string>()
    .domain(stops.map((_, i) => i / (stops.length - 1)))
    .range(stops)
    .clamp(true);
  const steps = Array.from({ length: calmSteps }, (_, i) => scale((i + 0.5) / calmSteps));
  return (value) => steps[Math.max(0, Math.min(calmSteps - 1, Math.floor(share(value) * calmSteps)))];
}

// Grafana's display processor knows every scheme and mapping, and formats a text each time it is asked: schemes are asked once for each of so many parts
// of the range. Thresholds and mappings must be exact, and are remembered value by value.
const schemeSteps = 256;
const rememberedValues = 20_000;

function fieldColors(field: Field, theme: GrafanaTheme2, range: [number, number] | null): (value: number) => string {
  const shown = (value: number): string => field.display!(value).color ?? theme.colors.text.secondary;
  const { color, thresholds, mappings } = field.config;
  const byThreshold = color?.mode === undefined || color.mode === FieldColorModeId.Thresholds;
  if (byThreshold && thresholds?.mode === ThresholdsMode.Absolute && !mappings?.length) {
    const steps = thresholds.steps.map((step) => ({
      from: Number.isFinite(step.value) ? step.value : -Infinity,
      color: theme.visualization.getColorByName(step.color),
    }));
    return (value) => steps.reduce((reached, step) => (value >= step.from ? step : reached), steps[0]).color;
  }
  const ends = range ?? [0, 1];
  const share = shareOf(ends);
  const exact = byThreshold || Boolean(mappings?.length) || !(ends[1] > ends[0]);
  const known = new Map<number, string>();
  return (value) => {
    const place = exact ? value : Math.round(share(value) * schemeSteps);
    let found = known.get(place);
    if (found === undefined) {
      found = shown(exact ? value : valueAt(ends, place / schemeSteps));
      if (known.size < rememberedValues) {
        known.set(place, found);
      }
    }
    return found;
  };
}
