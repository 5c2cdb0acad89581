// Current minus reference of each category, to the left or right of a line at 0, with a bracket for what noise explains: a bar that leaves it is solid.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { PairColors } from '../../parts/palette';
import { HeightScale } from '../scale/paths';
import { CategoryRow } from '../shape/categoryRows';
import { changeOf, isBeyondNoise } from '../shape/pairs';

export interface CategoryChangeMarksProps {
  rows: CategoryRow[];
  /** Differences of shares to px. */
  x: HeightScale;
  middle: (row: number) => number;
  thickness: number;
  colors: PairColors;
}

export function CategoryChangeMarks({ rows, x, middle, thickness, colors }: CategoryChangeMarksProps) {
  const theme = useTheme2();
  const zero = x(0);
  return (
    <g>
      {rows.map((row, i) => {
        const change = changeOf(row);
        const beyond = isBeyondNoise(row) ?? true;
        const color = change > 0 ? colors.current : colors.reference;
        const [from, to] = change > 0 ? [zero, x(change)] : [x(change), zero];
        const half = row.noise ?? 0;
        return (
          <g key={row.key}>
            {half > 0 && (
              <rect
                x={x(-half)}
                y={middle(i) - thickness / 2 - 3}
                width={Math.max(1, x(half) - x(-half))}
                height={thickness + 6}
                fill={theme.colors.text.secondary}
                fillOpacity={0.16}
              />
            )}
            <rect
              x={from}
              y={middle(i) - thickness / 2}
              width={Math.max(change === 0 ? 0 : 1, to - from)}
              height={thickness}
              fill={color}
              fillOpacity={beyond ? 0.9 : 0.12}
              stroke={color}
              strokeOpacity={beyond ? 1 : 0.55}
            />
            {half > 0 && (
              <path
                d={`M${x(-half)} ${middle(i) - thickness / 2 - 3}v${thickness + 6}M${x(half)} ${middle(i) - thickness / 2 - 3}v${thickness + 6}`}
                stroke={theme.colors.text.primary}
                strokeOpacity={0.6}
              />
            )}
          </g>
        );
      })}
    </g>
  );
}
