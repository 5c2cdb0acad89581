import React from 'react';
import { TimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { ScaleLinear } from 'd3-scale';
import { textWidth } from '../parts/fitText';
import { timeTicks } from './timeTicks';

export interface TimeAxisProps {
  x: ScaleLinear<number, number>;
  width: number;
  height: number;
  timeZone: TimeZone;
  /** Length of the shortest window, ms: no tick is finer. */
  finest: number;
}

export const TimeAxis = React.memo(function TimeAxis({ x, width, height, timeZone, finest }: TimeAxisProps) {
  const theme = useTheme2();
  const [from, to] = x.domain();
  const fontSize = 11;
  return (
    <svg width={width} height={height} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
      {timeTicks(from, to, width, timeZone, finest).map(({ time, label }) => {
        const at = x(time);
        const half = textWidth(label, fontSize) / 2;
        // A tick names what begins at it: its label stands under the first window, and never leaves the plot.
        const middle = Math.max(half, Math.min(width - half, at + Math.min(x(from + finest), 2 * half) / 2));
        return (
          <g key={time}>
            <line x1={at} x2={at} y1={1} y2={5} stroke={theme.colors.border.strong} />
            <text x={middle} y={17} fontSize={fontSize} textAnchor="middle" fill={theme.colors.text.secondary}>
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
});
