// The thresholds of a field's options as stretches of its values. The lowest step, which everything is in, is none.
import { Field, ThresholdsMode } from '@grafana/data';
import { isGrafanaDefault } from '../../parts/thresholds';

export interface Threshold {
  from: number;
  /** Where the next one begins; Infinity for the last. */
  to: number;
  /** As the field's options name it. */
  color: string;
}

/** `ends` are those of the axis, which thresholds in per cent are of unless the field has its own. */
export function thresholdsOf({ config }: Field, ends: [number, number]): Threshold[] {
  const { thresholds, min, max } = config;
  if (!thresholds || isGrafanaDefault(thresholds)) {
    return [];
  }
  const [low, high] = [min ?? ends[0], max ?? ends[1]];
  const valueOf = (step: number): number =>
    thresholds.mode === ThresholdsMode.Percentage ? low + (step / 100) * (high - low) : step;
  // JSON has no −∞: the lowest step comes as null.
  const steps = thresholds.steps.filter(({ value }) => value !== null && Number.isFinite(value));
  return steps
    .map(({ value, color }, i) => ({
      from: valueOf(value),
      to: steps[i + 1] ? valueOf(steps[i + 1].value) : Infinity,
      color,
    }))
    .filter(({ color }) => color !== 'transparent');
}
