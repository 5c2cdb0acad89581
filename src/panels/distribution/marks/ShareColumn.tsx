// Shares beside the rows of a plot, a small bar each on a scale from 0 to 100 %.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { fitText } from '../../parts/fitText';
import { PairColors } from '../../parts/palette';

export interface ShareColumnProps {
  title: string;
  shares: number[];
  /** Lower edge of each row, and the height of its bar, px. */
  base: number[];
  height: number;
  left: number;
  width: number;
  top: number;
  /** Rows of the reference. */
  marked: (row: number) => boolean;
  colors: PairColors;
}

export function ShareColumn({ title, shares, base, height, left, width, top, marked, colors }: ShareColumnProps) {
  const theme = useTheme2();
  return (
    <g>
      <text x={left + width / 2} y={top - 8} fontSize={11} textAnchor="middle" fill={theme.colors.text.secondary}>
        {fitText(title, width + 8, 11)}
      </text>
      {shares.map((share, i) => (
        <g key={i}>
          <rect
            x={left}
            y={base[i] - height}
            width={width}
            height={height}
            rx={1}
            fill={theme.colors.background.secondary}
          />
          {share > 0 && (
            <rect
              x={left}
              y={base[i] - height}
              width={Math.max(1, share * width)}
              height={height}
              rx={1}
              fill={marked(i) ? colors.reference : colors.current}
            />
          )}
        </g>
      ))}
    </g>
  );
}
