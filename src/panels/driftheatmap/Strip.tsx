// Above the grid: per window, the share of features that drifted, and the band that shows which windows belong to the reference.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { ScaleLinear } from 'd3-scale';
import { textWidth } from '../parts/fitText';
import { severityScale } from '../parts/palette';
import { t } from '../parts/text';
import { HeatWindow } from './data';
import { Layout } from './layout';

export interface StripProps {
  windows: HeatWindow[];
  x: ScaleLinear<number, number>;
  layout: Layout;
  /** Start of the window under the pointer. */
  active: number | null;
}

export const Strip = React.memo(function Strip({ windows, x, layout, active }: StripProps) {
  const theme = useTheme2();
  const { stripHeight, bandHeight, plotWidth } = layout;
  const color = severityScale(theme)(2.5);
  const bars = stripHeight - 2;
  return (
    <svg
      width={plotWidth}
      height={stripHeight + bandHeight}
      aria-hidden
      style={{ display: 'block', overflow: 'visible' }}
    >
      {stripHeight > 0 && (
        <line x1={0} x2={plotWidth} y1={bars + 0.5} y2={bars + 0.5} stroke={theme.colors.border.weak} />
      )}
      {stripHeight > 0 &&
        windows.map((window) => {
          const full = Math.max(1, x(window.to) - x(window.from));
          const share = window.decided === 0 ? 0 : window.drifted / window.decided;
          const height = share === 0 ? 0 : Math.max(2, share * bars);
          const width = full - (full >= 4 ? 1 : 0);
          return (
            <React.Fragment key={window.from}>
              {window.from === active && (
                <rect x={x(window.from)} y={0} width={width} height={bars} fill={theme.colors.action.hover} />
              )}
              <rect
                x={x(window.from)}
                y={bars - height}
                width={width}
                height={height}
                fill={color}
                fillOpacity={window.partial ? 0.55 : 1}
              />
            </React.Fragment>
          );
        })}
      {referenceRuns(windows).map(([from, to]) => (
        <ReferenceBand key={from} left={x(from)} right={x(to)} y={stripHeight + 2} height={bandHeight - 4} />
      ))}
    </svg>
  );
});

// A bracket with the word in its middle where there is room.
function ReferenceBand({ left, right, y, height }: { left: number; right: number; y: number; height: number }) {
  const theme = useTheme2();
  const word = t('heatmap.reference', 'reference');
  const fontSize = 10;
  const named = right - left > textWidth(word, fontSize) + 26;
  const middle = (left + right) / 2;
  const half = named ? textWidth(word, fontSize) / 2 + 5 : 0;
  const base = y + height;
  const line = y + 4;
  const color = theme.colors.text.secondary;
  return (
    <g>
      <path
        d={`M${left + 0.5} ${base}V${line}H${named ? middle - half : right - 1.5}${named ? `M${middle + half} ${line}H${right - 1.5}` : ''}V${base}`}
        fill="none"
        stroke={color}
        opacity={0.7}
      />
      {named && (
        <text x={middle} y={line + 3.4} fontSize={fontSize} textAnchor="middle" fill={color}>
          {word}
        </text>
      )}
    </g>
  );
}

/** Runs of neighbouring windows that belong to the reference, as [from, to). */
export function referenceRuns(windows: HeatWindow[]): Array<[number, number]> {
  const runs: Array<[number, number]> = [];
  windows.forEach((window, i) => {
    if (!window.inReference) {
      return;
    }
    if (i > 0 && windows[i - 1].inReference) {
      runs[runs.length - 1][1] = window.to;
    } else {
      runs.push([window.from, window.to]);
    }
  });
  return runs;
}
