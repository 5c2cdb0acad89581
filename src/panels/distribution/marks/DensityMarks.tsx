// Smoothed densities of the two samples.
import React from 'react';
import { PairColors } from '../../parts/palette';
import { HeightScale, linePath } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { Point } from '../shape/curves';

export interface DensityMarksProps {
  /** Null where a sample is not drawn. */
  reference: Point[] | null;
  current: Point[] | null;
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
}

export function DensityMarks({ reference, current, x, y, colors }: DensityMarksProps) {
  const area = (curve: Point[]): string =>
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
