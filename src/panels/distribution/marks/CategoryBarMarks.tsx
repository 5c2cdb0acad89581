// A pair of bars for each category, the reference above the current sample.
import React from 'react';
import { PairColors } from '../../parts/palette';
import { HeightScale } from '../scale/paths';
import { CategoryRow } from '../shape/categoryRows';
import { Sides } from './sides';

export interface CategoryBarMarksProps {
  rows: CategoryRow[];
  /** Shares to px. */
  x: HeightScale;
  middle: (row: number) => number;
  thickness: number;
  colors: PairColors;
  shown: Sides;
}

export function CategoryBarMarks({ rows, x, middle, thickness, colors, shown }: CategoryBarMarksProps) {
  const left = x(0);
  const length = ({ count, share }: { count: number; share: number }): number =>
    Math.max(count > 0 ? 1 : 0, x(share) - left);
  return (
    <g>
      {rows.map(
        (row, i) =>
          // The bar of all others would be the longest and say the least: it has numbers only.
          row.key !== 'others' && (
            <g key={row.key}>
              {row.reference && shown.reference && (
                <rect
                  x={left + 0.5}
                  y={middle(i) - thickness - 0.5}
                  width={length(row.reference)}
                  height={thickness}
                  fill={colors.referenceFill}
                  stroke={row.reference.count > 0 ? colors.reference : 'none'}
                />
              )}
              {row.current && shown.current && (
                <rect x={left} y={middle(i) + 1} width={length(row.current)} height={thickness} fill={colors.current} />
              )}
            </g>
          )
      )}
    </g>
  );
}
