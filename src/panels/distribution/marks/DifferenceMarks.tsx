// Current minus reference, bin by bin, from a line at 0. What noise explains is a band around it; a bar that leaves the band is solid with an edge, one that
// stays in it is hollow.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { Bin } from '../../../statistics/binned';
import { PairColors } from '../../parts/palette';
import { HeightScale, stepBand, stepPath } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';

export interface DifferenceMarksProps {
  bins: Bin[];
  differences: Array<{ change: number; noise: number }>;
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
}

export function DifferenceMarks({ bins, differences, x, y, colors }: DifferenceMarksProps) {
  const theme = useTheme2();
  const zero = y(0);
  const noise = differences.map((difference) => difference.noise);
  const low = noise.map((half) => -half);
  return (
    <g>
      <path d={stepBand(bins, low, noise, x, y)} fill={theme.colors.text.secondary} fillOpacity={0.16} />
      {bins.map((bin, i) => {
        const { change } = differences[i];
        const [left, right] = [x(bin.from), x(bin.to)];
        const [top, bottom] = change > 0 ? [y(change), zero] : [zero, y(change)];
        const beyond = Math.abs(change) > noise[i];
        const color = change > 0 ? colors.current : colors.reference;
        const gap = right - left > 3 ? 0.5 : 0;
        return (
          <rect
            key={i}
            x={left + gap}
            y={top}
            width={Math.max(0.5, right - left - 2 * gap)}
            height={Math.max(0, bottom - top)}
            fill={color}
            fillOpacity={beyond ? 0.9 : 0.12}
            stroke={color}
            strokeWidth={beyond ? 1 : 0.75}
            strokeOpacity={beyond ? 1 : 0.55}
          />
        );
      })}
      {/* Once more over the bars, which would hide how far they leave it. */}
      {noise.some((half) => half > 0) && (
        <path
          d={`${stepPath(bins, noise, x, y)}${stepPath(bins, low, x, y)}`}
          fill="none"
          stroke={theme.colors.text.primary}
          strokeOpacity={0.45}
          strokeDasharray="2 2"
        />
      )}
    </g>
  );
}
