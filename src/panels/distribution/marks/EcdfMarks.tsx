// Cumulative shares of the two samples, and where they are furthest apart.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { ScaleLinear } from 'd3-scale';
import { textWidth } from '../parts/fitText';
import { formatPoints } from '../parts/numbers';
import { PairColors } from '../parts/palette';
import { t } from '../parts/text';
import { NumericPlot } from './data';
import { linePath } from './paths';

export interface EcdfPoint {
  x: number;
  y: number;
}

/** Share of the rows with a value at or below each edge of the bins; null where there is no sample. */
export function ecdf(plot: NumericPlot, side: 'reference' | 'current'): EcdfPoint[] | null {
  const total = plot.valued[side];
  if (plot.bins.length === 0 || !plot.pairs[0][side] || total <= 0) {
    return null;
  }
  let running = plot.below[side];
  const points = [{ x: plot.bins[0].from, y: running / total }];
  plot.bins.forEach((bin, i) => {
    running += plot.pairs[i][side]!.count;
    points.push({ x: bin.to, y: Math.min(1, running / total) });
  });
  return points;
}

export interface EcdfMarksProps {
  plot: NumericPlot;
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  colors: PairColors;
}

export function EcdfMarks({ plot, x, y, colors }: EcdfMarksProps) {
  const reference = ecdf(plot, 'reference');
  const current = ecdf(plot, 'current');
  return (
    <g>
      {reference && (
        <path
          d={linePath(reference, x, y)}
          fill="none"
          stroke={colors.reference}
          strokeWidth={2}
          strokeLinejoin="round"
        />
      )}
      {current && (
        <path d={linePath(current, x, y)} fill="none" stroke={colors.current} strokeWidth={2} strokeLinejoin="round" />
      )}
      {reference && current && <GapMark reference={reference} current={current} x={x} y={y} />}
    </g>
  );
}

interface GapProps {
  reference: EcdfPoint[];
  current: EcdfPoint[];
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

function GapMark({ reference, current, x, y }: GapProps) {
  const theme = useTheme2();
  const gap = (i: number): number => Math.abs(reference[i].y - current[i].y);
  const widest = reference.reduce((best, _, i) => (gap(i) > gap(best) ? i : best), 0);
  const [high, low] = [
    y(Math.max(reference[widest].y, current[widest].y)),
    y(Math.min(reference[widest].y, current[widest].y)),
  ];
  if (low - high < 4) {
    return null;
  }
  const at = x(reference[widest].x);
  const label = t('ecdf.gap', 'gap {{gap}}', { gap: formatPoints(gap(widest)).replace('+', '') });
  const [left, right] = x.range();
  const onRight = at + 10 + textWidth(label, 11) < right;
  const ink = theme.colors.text.primary;
  return (
    <g>
      <path
        d={`M${at - 4} ${high}h8M${at} ${high}V${low}M${at - 4} ${low}h8`}
        stroke={ink}
        strokeWidth={1.5}
        fill="none"
      />
      <text
        x={onRight ? at + 8 : Math.max(left, at - 8)}
        y={(high + low) / 2 + 4}
        fontSize={11}
        fontWeight={500}
        textAnchor={onRight ? 'start' : 'end'}
        fill={ink}
        stroke={theme.colors.background.primary}
        strokeWidth={5}
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  );
}
