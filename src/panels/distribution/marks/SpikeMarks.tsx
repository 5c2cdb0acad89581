// Where a bar was cut: a break across it, and the shares that it stands for.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { Bin } from '../../../statistics/binned';
import { textWidth } from '../../parts/fitText';
import { formatShare } from '../../parts/numbers';
import { ValueScale } from '../scale/valueScale';
import { Pair } from '../shape/pairs';

export interface SpikeMarksProps {
  bins: Bin[];
  pairs: Pair[];
  /** Positions of the bins that are cut. */
  spikes: number[];
  x: ValueScale;
  top: number;
}

export function SpikeMarks({ bins, pairs, spikes, x, top }: SpikeMarksProps) {
  const theme = useTheme2();
  const [, right] = x.range;
  return (
    <g>
      {spikes.map((bin, i) => {
        const [from, to] = [x(bins[bin].from), x(bins[bin].to)];
        const { reference, current } = pairs[bin];
        const text = [reference, current].flatMap((part) => (part ? formatShare(part.share) : [])).join(' → ');
        const onRight = to + 8 + textWidth(text, 11) < right;
        return (
          <g key={bin}>
            {[10, 15].map((y) => (
              <line
                key={y}
                x1={from - 3}
                x2={to + 3}
                y1={top + y + 3}
                y2={top + y - 3}
                stroke={theme.colors.background.primary}
                strokeWidth={2.5}
              />
            ))}
            <text
              x={onRight ? to + 7 : from - 7}
              y={top + 14 + i * 14}
              fontSize={11}
              textAnchor={onRight ? 'start' : 'end'}
              fill={theme.colors.text.primary}
              stroke={theme.colors.background.primary}
              strokeWidth={4}
              paintOrder="stroke"
            >
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
