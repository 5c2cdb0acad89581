// Quantiles of the current sample against those of the reference: on the diagonal where the two agree, in the band where noise explains them.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { PairColors } from '../../parts/palette';
import { px } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { Band, QqPoint } from '../shape/curves';

export interface QqMarksProps {
  points: QqPoint[];
  band: Band[];
  x: ValueScale;
  y: ValueScale;
  colors: PairColors;
}

export function QqMarks({ points, band, x, y, colors }: QqMarksProps) {
  const theme = useTheme2();
  const [from, to] = x.domain;
  const edge = (list: Band[], of: (one: Band) => number): string =>
    list.map((one) => `${px(x(one.x))} ${px(y(of(one)))}`).join('L');
  return (
    <g>
      {band.length > 0 && (
        <path
          d={`M${edge(band, ({ high }) => high)}L${edge([...band].reverse(), ({ low }) => low)}Z`}
          fill={colors.referenceFill}
        />
      )}
      <line
        x1={x(from)}
        y1={y(from)}
        x2={x(to)}
        y2={y(to)}
        stroke={colors.reference}
        strokeWidth={1.5}
        strokeDasharray="4 3"
      />
      {points.map(({ p, reference, current }) => (
        <circle
          key={p}
          cx={x(reference)}
          cy={y(current)}
          r={isQuartile(p) ? 4.5 : 2.5}
          fill={colors.current}
          fillOpacity={isQuartile(p) ? 1 : 0.65}
          stroke={isQuartile(p) ? theme.colors.background.primary : 'none'}
        />
      ))}
    </g>
  );
}

function isQuartile(p: number): boolean {
  return p === 0.25 || p === 0.5 || p === 0.75;
}
