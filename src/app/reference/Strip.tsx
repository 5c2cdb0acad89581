// Windows of one feature as a row of cells, coloured as the heatmap colours them; drifted ones are taller, so that colour is not the only sign.
import { css } from '@emotion/css';
import { useTheme2 } from '@grafana/ui';
import React from 'react';
import { driftLine } from '../../frames/drift';
import { severityScale } from '../../panels/parts/palette';

interface Props {
  severities: Array<number | null>;
  windows: number[];
  timeZone: string;
}

const cell = 9;
const gap = 1;
const height = 16;
/** Of a cell that has not drifted. */
const low = 8;

export function Strip({ severities }: Props) {
  const theme = useTheme2();
  const color = severityScale(theme);
  return (
    // What it shows is said in words beside it.
    <svg className={frame} width={severities.length * (cell + gap)} height={height} aria-hidden>
      {severities.map((severity, i) => {
        const tall = severity !== null && severity >= driftLine;
        return (
          <rect
            key={i}
            x={i * (cell + gap)}
            y={tall ? 0 : height - low}
            width={cell}
            height={tall ? height : low}
            fill={severity === null ? 'none' : color(severity)}
            stroke={theme.colors.border.medium}
            strokeWidth={severity === null ? 1 : 0.5}
            strokeDasharray={severity === null ? '2 2' : undefined}
          />
        );
      })}
    </svg>
  );
}

const frame = css({ display: 'inline-block', verticalAlign: 'bottom', marginRight: 8, overflow: 'visible' });
