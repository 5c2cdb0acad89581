// Thresholds that nobody set: Grafana gives every panel the same two, and hands them on when another visualization is chosen.
import { ThresholdsConfig, ThresholdsMode } from '@grafana/data';

export function isGrafanaDefault({ mode, steps }: ThresholdsConfig): boolean {
  return (
    mode !== ThresholdsMode.Percentage &&
    steps.length === 2 &&
    steps[0].color === 'green' &&
    steps[1].color === 'red' &&
    steps[1].value === 80
  );
}
