// Quantiles of the current sample against those of the reference: on the diagonal where the two agree.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { ScaleLinear } from 'd3-scale';
import { quantile } from '../../statistics/binned';
import { PairColors } from '../parts/palette';
import { NumericPlot } from './data';

export interface QqPoint {
  p: number;
  reference: number;
  current: number;
}

const percentiles = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

export function qqPoints(plot: NumericPlot): QqPoint[] {
  const counts = (side: 'reference' | 'current'): number[] => plot.pairs.map((pair) => pair[side]?.count ?? 0);
  const [ofReference, ofCurrent] = [counts('reference'), counts('current')];
  return percentiles.flatMap((p) => {
    const [reference, current] = [quantile(plot.bins, ofReference, p), quantile(plot.bins, ofCurrent, p)];
    return reference === null || current === null ? [] : [{ p, reference, current }];
  });
}

export interface QqMarksProps {
  points: QqPoint[];
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  colors: PairColors;
}

export function QqMarks({ points, x, y, colors }: QqMarksProps) {
  const theme = useTheme2();
  const [from, to] = x.domain();
  return (
    <g>
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
