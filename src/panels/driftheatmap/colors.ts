// Which colour a cell has. Tideline's severity scale is used until someone sets thresholds or a colour scheme on the field; then theirs is.
import { DataFrame, Field, FieldColorModeId, GrafanaTheme2, ThresholdsConfig, ThresholdsMode } from '@grafana/data';
import { driftLine, SourcedDrift } from '../../frames/drift';
import { severityScale } from '../parts/palette';

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
  const steps = field?.config.thresholds?.steps;
  return steps !== undefined && steps.length > 0 && !sameSteps(steps, ownThresholds.steps) && !isGrafanaDefault(steps);
}

export type CellColor = (drift: SourcedDrift) => string;

export function cellColor(theme: GrafanaTheme2): CellColor {
  const scale = severityScale(theme);
  const custom = new Map<Field, boolean>();
  return (drift) => {
    const field = drift.origin.frame.fields[drift.origin.valueField];
    const severity = drift.severity ?? 0;
    let own = custom.get(field);
    if (own === undefined) {
      own = Boolean(field.display) && hasOwnColors(field);
      custom.set(field, own);
    }
    return (own ? field.display?.(severity).color : undefined) ?? scale(severity);
  };
}

/** The value from which a series counts as drifted: severity 1, or the first threshold above the base where somebody set some. */
export function lineOf(frames: DataFrame[]): number {
  for (const field of frames.flatMap((frame) => frame.fields)) {
    const thresholds = field.config.thresholds;
    if (hasOwnColors(field) && thresholds?.mode === ThresholdsMode.Absolute) {
      const line = thresholds.steps.find((step) => Number.isFinite(step.value))?.value;
      if (line !== undefined) {
        return line;
      }
    }
  }
  return driftLine;
}

type Steps = ThresholdsConfig['steps'];

// JSON turns -Infinity into null, so bases are not compared.
function sameSteps(a: Steps, b: Steps): boolean {
  return (
    a.length === b.length && a.every((step, i) => step.color === b[i].color && (i === 0 || step.value === b[i].value))
  );
}

function isGrafanaDefault(steps: Steps): boolean {
  return steps.length === 2 && steps[0].color === 'green' && steps[1].color === 'red' && steps[1].value === 80;
}
