// Overlaid histograms: the current sample filled, the reference outlined over it, earlier windows as faint outlines.
import React from 'react';
import { Bin } from '../../../statistics/binned';
import { PairColors } from '../../parts/palette';
import { HeightScale, stepPath } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';

export interface HistogramMarksProps {
  bins: Bin[];
  /** Heights; null where a sample is not drawn. */
  reference: number[] | null;
  current: number[] | null;
  earlier: number[][];
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
}

export function HistogramMarks({ bins, reference, current, earlier, x, y, colors }: HistogramMarksProps) {
  return (
    <g>
      {reference && <path d={stepPath(bins, reference, x, y)} fill={colors.referenceFill} />}
      {current && <path d={stepPath(bins, current, x, y)} fill={colors.currentFill} />}
      {earlier.map((heights, i) => (
        <path
          key={i}
          d={stepPath(bins, heights, x, y)}
          fill="none"
          stroke={colors.current}
          strokeOpacity={0.12 + (0.28 * (i + 1)) / earlier.length}
        />
      ))}
      {reference && (
        <path
          d={stepPath(bins, reference, x, y)}
          fill="none"
          stroke={colors.reference}
          strokeWidth={1.75}
          strokeLinejoin="round"
        />
      )}
    </g>
  );
}
