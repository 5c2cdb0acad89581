// Overlaid histograms: the current sample filled, the reference outlined over it, earlier windows as faint outlines.
import React from 'react';
import { ScaleLinear } from 'd3-scale';
import { PairColors } from '../parts/palette';
import { NumericPlot } from './data';
import { stepPath } from './paths';

export interface MarksProps {
  plot: NumericPlot;
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  colors: PairColors;
}

/** Heights of one sample's bars: shares, or shares per unit of x. */
export function heights(plot: NumericPlot, side: 'reference' | 'current'): number[] {
  return plot.pairs.map((pair, i) => perUnit(plot, i, pair[side]?.share ?? 0));
}

function perUnit(plot: NumericPlot, i: number, share: number): number {
  const { from, to } = plot.bins[i];
  return plot.perUnit ? share / (to - from) : share;
}

export function highestBar(plot: NumericPlot): number {
  const earlier = plot.earlier.flatMap((shares) => shares.map((share, i) => perUnit(plot, i, share)));
  return Math.max(0, ...heights(plot, 'reference'), ...heights(plot, 'current'), ...earlier);
}

export function HistogramMarks({ plot, x, y, colors }: MarksProps) {
  const { bins, pairs, earlier } = plot;
  return (
    <g>
      {pairs[0]?.reference && <path d={stepPath(bins, heights(plot, 'reference'), x, y)} fill={colors.referenceFill} />}
      {pairs[0]?.current && <path d={stepPath(bins, heights(plot, 'current'), x, y)} fill={colors.currentFill} />}
      {earlier.map((shares, i) => (
        <path
          key={i}
          d={stepPath(
            bins,
            shares.map((share, b) => perUnit(plot, b, share)),
            x,
            y
          )}
          fill="none"
          stroke={colors.current}
          strokeOpacity={0.12 + (0.28 * (i + 1)) / earlier.length}
        />
      ))}
      {pairs[0]?.reference && (
        <path
          d={stepPath(bins, heights(plot, 'reference'), x, y)}
          fill="none"
          stroke={colors.reference}
          strokeWidth={1.75}
          strokeLinejoin="round"
        />
      )}
    </g>
  );
}
