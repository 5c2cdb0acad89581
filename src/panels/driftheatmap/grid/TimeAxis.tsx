// Round times below the grid, in the dashboard's zone.
import React from 'react';
import { TimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { t } from '../../parts/text';
import { timeTicks } from './timeTicks';
import { View } from './view';

const fontSize = 11;

interface TimeAxisProps {
  view: View;
  /** The log has stopped. */
  silent: boolean;
  timeZone: TimeZone;
}

export const TimeAxis = React.memo(function TimeAxis({ view, silent, timeZone }: TimeAxisProps) {
  const theme = useTheme2();
  const { from, to, x, heatmap, layout } = view;
  const width = layout.plotWidth;
  const restFrom = x(heatmap.to);
  const rest = silent ? t('axis.silence', 'no data') : t('axis.no-window', 'no window');
  return (
    <svg width={width} height={layout.axisHeight} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
      {timeTicks(from, to, width, timeZone, heatmap.step).map(({ time, label }) => {
        const at = x(time);
        const half = textWidth(label, fontSize) / 2;
        // A tick names what begins at it: its label stands under the first window, and never leaves the plot.
        const middle = Math.max(half, Math.min(width - half, at + Math.min(x(from + heatmap.step), 2 * half) / 2));
        return (
          <g key={time}>
            <line x1={at} x2={at} y1={1} y2={5} stroke={theme.colors.border.strong} />
            <text x={middle} y={17} fontSize={fontSize} textAnchor="middle" fill={theme.colors.text.secondary}>
              {label}
            </text>
          </g>
        );
      })}
      {width - restFrom > textWidth(rest, fontSize) + 12 && to > heatmap.to && (
        <text
          x={(restFrom + width) / 2}
          y={-8}
          fontSize={fontSize}
          textAnchor="middle"
          fill={theme.colors.text.secondary}
        >
          {rest}
        </text>
      )}
    </svg>
  );
});
