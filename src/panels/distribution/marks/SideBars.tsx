// What has no place on the value axis: values beyond its ends, missing and new ones. Bars of their own on a scale from 0 to 100 %, so that a tenth of
// missing values is seen as a tenth.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { fitText, textWidth } from '../../parts/fitText';
import { formatNumber, formatShare } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { SideBar } from '../shape/sideBars';
import { Sides } from './sides';

export interface SideBarsProps {
  bars: SideBar[];
  /** Left edge of the first slot. */
  left: number;
  slot: number;
  top: number;
  bottom: number;
  /** How far below the bars their names begin, px. */
  gap?: number;
  colors: PairColors;
  shown: Sides;
}

export const numbersHeight = 26;

// Without its unit where there is no room for it.
function shortest({ label, edge, key }: SideBar, width: number, font: number): string {
  return edge === null || textWidth(label, font) <= width
    ? label
    : `${key === 'below' ? '<' : '>'} ${formatNumber(edge)}`;
}

export function SideBars({ bars, left, slot, top, bottom, gap = 0, colors, shown }: SideBarsProps) {
  const theme = useTheme2();
  const barTop = top + numbersHeight;
  const height = Math.max(4, bottom - barTop);
  const labelFont = slot < 40 ? 9 : 10;
  const barWidth = Math.min(11, Math.floor(slot / 3.6));
  return (
    <g fontSize={labelFont} textAnchor="middle">
      {bars.map((bar, i) => {
        const middle = left + slot * (i + 0.5);
        const rise = (share: number): number => (share === 0 ? 0 : Math.max(1, share * height));
        return (
          <g key={bar.key}>
            <rect
              x={middle - slot / 2 + 2}
              y={barTop}
              width={slot - 4}
              height={height}
              rx={2}
              fill={theme.colors.background.secondary}
            />
            {bar.reference && shown.reference && (
              <>
                <text x={middle} y={top + 9} fill={colors.reference}>
                  {formatShare(bar.reference.share)}
                </text>
                <rect
                  x={middle - barWidth - 0.5}
                  y={bottom - rise(bar.reference.share)}
                  width={barWidth}
                  height={rise(bar.reference.share)}
                  fill={colors.referenceFill}
                  stroke={bar.reference.share > 0 ? colors.reference : 'none'}
                />
              </>
            )}
            {bar.current && shown.current && (
              <>
                <text x={middle} y={top + 21} fill={colors.current}>
                  {formatShare(bar.current.share)}
                </text>
                <rect
                  x={middle + 1}
                  y={bottom - rise(bar.current.share)}
                  width={barWidth}
                  height={rise(bar.current.share)}
                  fill={colors.current}
                />
              </>
            )}
            <line
              x1={middle - slot / 2 + 3}
              x2={middle + slot / 2 - 3}
              y1={bottom + 0.5}
              y2={bottom + 0.5}
              stroke={theme.colors.border.medium}
            />
            <text x={middle} y={bottom + gap + 16} fontSize={labelFont} fill={theme.colors.text.secondary}>
              {fitText(shortest(bar, slot, labelFont), slot, labelFont)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
