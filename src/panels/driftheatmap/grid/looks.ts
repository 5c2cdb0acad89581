// How a cell looks by its state and severity: which fill, which edge, which sign in which colour. SVG and canvas draw the same looks.
import { colorManipulator, GrafanaTheme2 } from '@grafana/data';
import { scaleLinear } from 'd3-scale';
import { DriftSeries, outcomeCode, outcomeCodeIn, partialIn } from '../../../frames/driftSeries';
import { CellColor } from './colors';
import { Sign, signOf } from './signs';

export interface Look {
  /** 'hatch' for not enough data, null where there is nothing to colour. */
  fill: string | null;
  stroke: string | null;
  dashed: boolean;
  opacity: number;
  sign: Exclude<Sign, 'line'> | null;
  /** Colour of the sign and of a number in the cell. */
  ink: string;
}

export type LookOf = (series: DriftSeries, state: number, severity: number) => Look;

/** Looks are made once for each fill and state, since there are few of them and many cells. */
export function looks(theme: GrafanaTheme2, color: CellColor): LookOf {
  const byFill = new Map<string, Look[]>();
  return (series, state, severity) => {
    const outcome = outcomeCodeIn(state);
    const coloured = outcome === outcomeCode.drifted || outcome === outcomeCode.fine;
    const fill = coloured ? color(series, severity) : outcome === outcomeCode.not_enough ? 'hatch' : '';
    let byState = byFill.get(fill);
    if (!byState) {
      byState = [];
      byFill.set(fill, byState);
    }
    byState[state] ??= lookOf(theme, state, fill, coloured);
    return byState[state];
  };
}

function lookOf(theme: GrafanaTheme2, state: number, fill: string, coloured: boolean): Look {
  const outcome = outcomeCodeIn(state);
  const partial = partialIn(state);
  const failed = outcome === outcomeCode.error;
  const opacity = partial && coloured ? 0.62 : 1;
  return {
    fill: fill === '' ? null : fill,
    stroke: failed ? theme.colors.error.border : coloured && !partial ? null : theme.colors.border.medium,
    dashed: partial || outcome === outcomeCode.no_reference,
    opacity,
    sign: signOf(state),
    ink: coloured
      ? contrast(over(theme.colors.background.primary, fill, opacity))
      : failed
        ? theme.colors.error.text
        : theme.colors.text.disabled,
  };
}

/** What a fill that lets some of the ground through looks like. */
function over(ground: string, fill: string, opacity: number): string {
  return opacity === 1 ? fill : scaleLinear<string>().range([ground, fill])(opacity);
}

const white = '#ffffff';
const black = '#14171c';

/** Black or white, whichever reads better on a fill. Reckoned here: themes of Grafana write their answer in different ways. */
export function contrast(fill: string): string {
  const { getContrastRatio } = colorManipulator;
  return getContrastRatio(white, fill) >= getContrastRatio(black, fill) ? white : black;
}
