// Colours of the two samples: the fields' own where someone fixed one, else Tideline's pair.
import { colorManipulator, Field, FieldColorModeId, GrafanaTheme2 } from '@grafana/data';
import { Distribution } from '../../frames/samples';
import { PairColors, pairColors } from '../parts/palette';

export function seriesColors(theme: GrafanaTheme2, distribution: Distribution): PairColors {
  const own = pairColors(theme);
  const current = fixedColor(theme, distribution.currents[distribution.currents.length - 1]?.field ?? null);
  const fixed = fixedColor(theme, distribution.reference?.field ?? null);
  // One colour fixed for all fields would make the two samples one: it is the current's.
  const reference = fixed === current ? null : fixed;
  return {
    reference: reference ?? own.reference,
    referenceFill: reference ? colorManipulator.alpha(reference, 0.16) : own.referenceFill,
    current: current ?? own.current,
    currentFill: current ? colorManipulator.alpha(current, 0.6) : own.currentFill,
  };
}

function fixedColor(theme: GrafanaTheme2, field: Field | null): string | null {
  const color = field?.config.color;
  return color?.mode === FieldColorModeId.Fixed && color.fixedColor
    ? theme.visualization.getColorByName(color.fixedColor)
    : null;
}
