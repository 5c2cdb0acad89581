// The value axis upright, at the left of a plot of values against values.
import React from 'react';
import { Field } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { ValueScale, valueTicks } from '../scale/valueScale';
import { axisFont, tickFormat } from './Axes';

export interface VerticalValueAxisProps {
  y: ValueScale;
  left: number;
  right: number;
  field: Field;
  title: string;
}

// Between labels, px.
const spacing = 40;

export function VerticalValueAxis({ y, left, right, field, title }: VerticalValueAxisProps) {
  const theme = useTheme2();
  const [bottom, top] = y.range;
  const most = Math.max(2, Math.floor((bottom - top) / spacing));
  const ticks = valueTicks(y, most).filter(({ labelled }) => labelled);
  const format = tickFormat(y, field, most);
  return (
    <g>
      {title !== '' && (
        <text x={2} y={top - 10} fontSize={axisFont} fill={theme.colors.text.secondary}>
          {title}
        </text>
      )}
      {ticks.map(({ value }) => (
        <g key={value}>
          <line
            x1={left}
            x2={right}
            y1={Math.round(y(value)) + 0.5}
            y2={Math.round(y(value)) + 0.5}
            stroke={theme.colors.border.weak}
          />
          <text x={left - 6} y={y(value) + 3.5} fontSize={axisFont} textAnchor="end" fill={theme.colors.text.secondary}>
            {format(value)}
          </text>
        </g>
      ))}
    </g>
  );
}
