// Shares of categories over time: a layer for each over all columns, missing values hatched on top, a mark over each window that drifted.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { outcomeColor } from '../../parts/palette';
import { HeightScale, px } from '../scale/paths';
import { Stack } from '../shape/stack';
import { StackColumns } from '../shape/stackColumns';
import { layerColor } from './layerColors';
import { OutcomeMark } from './OutcomeMark';

export interface StackMarksProps {
  stack: Stack;
  columns: StackColumns;
  y: HeightScale;
}

// A mark is 9 px wide; columns narrower than this have a tick instead.
const leastForMark = 9;

export function StackMarks({ stack, columns, y }: StackMarksProps) {
  const theme = useTheme2();
  const [, top] = y.range();
  const hatch = `tideline-hatch-${theme.isDark ? 'dark' : 'light'}`;
  // From the bottom up: where each layer begins in each column.
  const starts = stack.columns.map(() => 0);
  const layers = stack.layers.map((layer) => {
    const path = layer.shares
      .map((share, c) => {
        const from = starts[c];
        starts[c] += share;
        return block(columns, c, y(from), y(starts[c]));
      })
      .join('');
    return path;
  });
  const missing = stack.columns
    .map((column, c) => block(columns, c, y(starts[c]), y(starts[c] + column.missing)))
    .join('');
  return (
    <g>
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={5} height={5} fill={theme.colors.background.secondary} />
          <line x1={0} y1={0} x2={0} y2={5} stroke={theme.colors.text.secondary} strokeWidth={1.5} />
        </pattern>
      </defs>
      {layers.map((path, i) => (
        <path
          key={stack.layers[i].name}
          d={path}
          fill={layerColor(theme, i, stack.layers[i].of > 1)}
          stroke={theme.colors.background.primary}
          strokeWidth={columns.width > 6 ? 1 : 0.4}
        />
      ))}
      <path d={missing} fill={`url(#${hatch})`} />
      {stack.columns.map((column, c) => {
        const outcome = column.drift?.outcome ?? 'fine';
        if (outcome === 'fine') {
          return null;
        }
        const middle = columns.left[c] + columns.width / 2;
        const color = outcomeColor(theme, outcome);
        return columns.width >= leastForMark ? (
          <g key={c} transform={`translate(${middle - 4.5} ${top - 13})`}>
            <OutcomeMark outcome={outcome} color={color} />
          </g>
        ) : (
          outcome === 'drifted' && (
            <line
              key={c}
              x1={middle}
              x2={middle}
              y1={top - 10}
              y2={top - 3}
              stroke={color}
              strokeWidth={Math.max(1, columns.width - 1)}
            />
          )
        );
      })}
    </g>
  );
}

function block({ left, width }: StackColumns, column: number, bottom: number, top: number): string {
  return bottom - top < 0.05 ? '' : `M${px(left[column])} ${px(bottom)}h${px(width)}V${px(top)}h${px(-width)}Z`;
}
