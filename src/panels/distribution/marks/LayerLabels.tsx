// The names of layers beside the last column, each near its layer, with its colour: the legend of shares over time.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { fitText } from '../../parts/fitText';
import { t } from '../../parts/text';
import { HeightScale } from '../scale/paths';
import { Stack } from '../shape/stack';
import { spreadLabels } from '../shape/stackColumns';
import { categoryName } from '../words/categoryName';
import { axisFont } from './Axes';
import { layerColor } from './layerColors';

export interface LayerLabelsProps {
  stack: Stack;
  y: HeightScale;
  left: number;
  width: number;
}

interface Entry {
  name: string;
  /** Null for missing values, which are hatched. */
  color: string | null;
  middle: number;
  share: number;
}

const lineHeight = 15;

export function LayerLabels({ stack, y, left, width }: LayerLabelsProps) {
  const theme = useTheme2();
  const [bottom, top] = y.range();
  const last = stack.columns.length - 1;
  // From the top down: missing values, then the layers from the last to the first.
  let upTo = stack.layers.reduce((sum, layer) => sum + layer.shares[last], 0);
  const missing = stack.columns[last].missing;
  const entries: Entry[] = [
    { name: t('side.missing', 'missing'), color: null, middle: y(upTo + missing / 2), share: Infinity },
  ];
  [...stack.layers.keys()].reverse().forEach((i) => {
    const layer = stack.layers[i];
    const share = layer.shares[last];
    entries.push({
      name: categoryName(layer.name),
      color: layerColor(theme, i, layer.of > 1),
      middle: y(upTo - share / 2),
      share,
    });
    upTo -= share;
  });
  const fits = Math.max(1, Math.floor((bottom - top) / lineHeight));
  // The smallest layers go first; missing values are always named.
  const least = entries.map(({ share }) => share).sort((a, b) => b - a)[Math.min(fits, entries.length) - 1];
  const shown = entries.filter(({ share }) => share >= least).slice(0, fits);
  const places = spreadLabels(
    shown.map(({ middle }) => middle),
    lineHeight,
    top,
    bottom
  );
  return (
    <g>
      {shown.map(({ name, color }, i) => (
        <g key={name}>
          <rect
            x={left}
            y={places[i] - 5}
            width={10}
            height={10}
            rx={2}
            fill={color ?? `url(#tideline-hatch-${theme.isDark ? 'dark' : 'light'})`}
          />
          <text x={left + 15} y={places[i] + 4} fontSize={axisFont} fill={theme.colors.text.primary}>
            {fitText(name, width - 18, axisFont)}
          </text>
        </g>
      ))}
    </g>
  );
}
