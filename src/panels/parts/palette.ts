// Colours of Tideline's panels. Below the line calm blue-greys, above it warm colours; lightness changes steadily in one direction within each theme,
// so the scale also reads without seeing hue.
import { GrafanaTheme2 } from '@grafana/data';
import { scaleLinear } from 'd3-scale';
import { driftLine } from '../../frames/drift';

export const maxSeverity = 10;

const belowLine = { dark: ['#252a31', '#3f4e61'], light: ['#eff2f5', '#c0ccda'] };
const aboveLine = {
  dark: ['#a9540f', '#d9691a', '#ff8f33', '#ffc47a'],
  light: ['#f9b45f', '#ec7d2b', '#cc4a17', '#85200f'],
};
// Severities of the four warm stops: even steps on a log scale up to 10.
const warmStops = [1, 2.15, 4.64, 10];

export type SeverityScale = (severity: number) => string;

export function severityScale(theme: GrafanaTheme2): SeverityScale {
  const mode = theme.isDark ? 'dark' : 'light';
  const calm = scaleLinear<string>().domain([0, driftLine]).range(belowLine[mode]).clamp(true);
  const warm = scaleLinear<string>()
    .domain(warmStops.map((stop) => Math.log(stop)))
    .range(aboveLine[mode])
    .clamp(true);
  return (severity) => (severity < driftLine ? calm(severity) : warm(Math.log(severity)));
}

export interface PairColors {
  reference: string;
  referenceFill: string;
  current: string;
  currentFill: string;
}

/** Reference and current: a grey-blue outline against an orange fill, apart for every kind of colour vision. */
export function pairColors(theme: GrafanaTheme2): PairColors {
  return theme.isDark
    ? { reference: '#a3b8d1', referenceFill: '#a3b8d12e', current: '#ff9830', currentFill: '#ff983099' }
    : { reference: '#47617f', referenceFill: '#47617f24', current: '#e0670c', currentFill: '#f28c2899' };
}

export function outcomeColor(theme: GrafanaTheme2, outcome: string): string {
  switch (outcome) {
    case 'drifted':
      return theme.isDark ? '#ff9830' : '#b8480b';
    case 'error':
      return theme.colors.error.text;
    default:
      return theme.colors.text.secondary;
  }
}
