// Smoothed densities of the two samples.
import React from 'react';
import { ScaleLinear } from 'd3-scale';
import { DensityPoint, kernelDensity } from '../../statistics/density';
import { PairColors } from '../parts/palette';
import { NumericPlot } from './data';
import { linePath } from './paths';

const points = 160;

export interface Densities {
  reference: DensityPoint[] | null;
  current: DensityPoint[] | null;
}

export function densities(plot: NumericPlot): Densities {
  const of = (side: 'reference' | 'current'): DensityPoint[] | null =>
    plot.bins.length > 0 && plot.pairs[0][side] && plot.valued[side] > 0
      ? kernelDensity(
          plot.bins,
          plot.pairs.map((pair) => pair[side]!.count),
          points,
          plot.valued[side]
        )
      : null;
  return { reference: of('reference'), current: of('current') };
}

export function highestDensity({ reference, current }: Densities): number {
  return Math.max(0, ...(reference ?? []).map((point) => point.y), ...(current ?? []).map((point) => point.y));
}

export interface DensityMarksProps {
  densities: Densities;
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  colors: PairColors;
}

export function DensityMarks({ densities: { reference, current }, x, y, colors }: DensityMarksProps) {
  const area = (curve: DensityPoint[]): string =>
    `${linePath(curve, x, y)}L${x(curve[curve.length - 1].x)} ${y(0)}L${x(curve[0].x)} ${y(0)}Z`;
  return (
    <g>
      {reference && <path d={area(reference)} fill={colors.referenceFill} />}
      {current && <path d={area(current)} fill={colors.currentFill} />}
      {current && <path d={linePath(current, x, y)} fill="none" stroke={colors.current} strokeWidth={1.5} />}
      {reference && <path d={linePath(reference, x, y)} fill="none" stroke={colors.reference} strokeWidth={1.75} />}
    </g>
  );
}
