// The field's thresholds on the value axis: a line with its value where each begins, and a tint from there to the next.
import React from 'react';
import { Field } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { formatField } from '../../parts/numbers';
import { ValueScale } from '../scale/valueScale';
import { Threshold } from '../shape/thresholds';

export interface ThresholdMarksProps {
  thresholds: Threshold[];
  field: Field;
  x: ValueScale;
  top: number;
  bottom: number;
}

const font = 10;

export function ThresholdMarks({ thresholds, field, x, top, bottom }: ThresholdMarksProps) {
  const theme = useTheme2();
  const [left, right] = x.range;
  const clamp = (value: number): number =>
    Math.max(left, Math.min(right, x(Math.max(x.domain[0], Math.min(x.domain[1], value)))));
  return (
    <g>
      {thresholds.map(({ from, to, color }) => {
        const [start, end] = [clamp(from), clamp(to)];
        const ink = theme.visualization.getColorByName(color);
        const inside = from > x.domain[0] && from < x.domain[1];
        const label = formatField(field, from);
        const onRight = start + 4 + textWidth(label, font) < right;
        return (
          <g key={from}>
            {end > start && (
              <rect x={start} y={top} width={end - start} height={bottom - top} fill={ink} fillOpacity={0.07} />
            )}
            {inside && (
              <>
                <line x1={start} x2={start} y1={top} y2={bottom} stroke={ink} strokeWidth={1.25} />
                <text
                  x={onRight ? start + 4 : start - 4}
                  y={top + 8}
                  fontSize={font}
                  textAnchor={onRight ? 'start' : 'end'}
                  fill={theme.colors.text.primary}
                  stroke={theme.colors.background.primary}
                  strokeWidth={3}
                  paintOrder="stroke"
                >
                  {`≥ ${label}`}
                </text>
              </>
            )}
          </g>
        );
      })}
    </g>
  );
}
