// The two axes of a plot: values below, shares at the left with faint lines across.
import React from 'react';
import { Field } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { ScaleLinear } from 'd3-scale';
import { textWidth } from '../parts/fitText';
import { formatField } from '../parts/numbers';

export const axisFont = 11;

export function ValueAxis({ x, y, field }: { x: ScaleLinear<number, number>; y: number; field: Field }) {
  const theme = useTheme2();
  const [left, right] = x.range();
  const ticks = valueTicks(x, field);
  return (
    <g>
      <line x1={left} x2={right} y1={y + 0.5} y2={y + 0.5} stroke={theme.colors.border.medium} />
      {ticks.map(({ value, label }) => {
        const half = textWidth(label, axisFont) / 2;
        const at = Math.max(left + half - 10, Math.min(right - half + 3, x(value)));
        return (
          <g key={value}>
            <line x1={x(value)} x2={x(value)} y1={y + 1} y2={y + 5} stroke={theme.colors.border.strong} />
            <text x={at} y={y + 16} fontSize={axisFont} textAnchor="middle" fill={theme.colors.text.secondary}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

// As many ticks as their labels, in the field's unit, leave room for.
function valueTicks(x: ScaleLinear<number, number>, field: Field): Array<{ value: number; label: string }> {
  const [left, right] = x.range();
  for (let count = Math.min(10, Math.max(2, Math.floor((right - left) / 56))); count >= 1; count--) {
    const plain = x.tickFormat(count);
    const ticks = x
      .ticks(count)
      .map((value) => ({ value, label: hasFormat(field) ? formatField(field, value) : plain(value) }));
    const widest = ticks.reduce((width, { label }) => Math.max(width, textWidth(label, axisFont)), 0);
    if ((widest + 10) * ticks.length <= right - left || count === 1) {
      return ticks;
    }
  }
  return [];
}

function hasFormat(field: Field): boolean {
  return field.config.unit !== undefined || (field.config.decimals ?? null) !== null;
}

export function ShareAxis({
  y,
  left,
  right,
  format,
}: {
  y: ScaleLinear<number, number>;
  left: number;
  right: number;
  format: (value: number) => string;
}) {
  const theme = useTheme2();
  return (
    <g>
      {shareTicks(y).map((value) => (
        <g key={value}>
          {value !== 0 && (
            <line
              x1={left}
              x2={right}
              y1={Math.round(y(value)) + 0.5}
              y2={Math.round(y(value)) + 0.5}
              stroke={theme.colors.border.weak}
            />
          )}
          <text x={left - 6} y={y(value) + 3.5} fontSize={axisFont} textAnchor="end" fill={theme.colors.text.secondary}>
            {format(value)}
          </text>
        </g>
      ))}
    </g>
  );
}

export function shareTicks(y: ScaleLinear<number, number>): number[] {
  const [bottom, top] = y.range();
  return y.ticks(Math.max(1, Math.min(5, Math.floor((bottom - top) / 34))));
}
