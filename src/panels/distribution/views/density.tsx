// Density: the histogram smoothed. What has too few bins to smooth, a constant say, is drawn as its histogram.
import React from 'react';
import { DensityMarks } from '../marks/DensityMarks';
import { formatShareTick, heightTitle } from '../scale/heightScale';
import { density as densityOf, Point } from '../shape/curves';
import { curveUnit, valuedShare } from '../shape/heights';
import { histogram } from './histogram';
import { headroom, MakePicture } from './picture';

export const density: MakePicture = (shape, distribution, back) => {
  const unit = curveUnit(shape);
  // Densities are of rows with a value, per unit of the axis; drawn are shares of all rows, as in the other views.
  const curve = (side: 'reference' | 'current'): Point[] | null => {
    const factor = unit.per * valuedShare(shape, side);
    return densityOf(shape, side)?.map(({ x, y }) => ({ x, y: y * factor })) ?? null;
  };
  const [reference, current] = [curve('reference'), curve('current')];
  if (!reference && !current) {
    return histogram(shape, distribution, back);
  }
  const highest = Math.max(0, ...(reference ?? []).map(({ y }) => y), ...(current ?? []).map(({ y }) => y));
  return {
    extent: [0, highest * headroom],
    title: (field) => heightTitle(unit, field),
    format: formatShareTick,
    centres: true,
    band: false,
    cumulative: null,
    refusal: '',
    draw: ({ x, y, colors, shown }) => (
      <DensityMarks
        reference={shown.reference ? reference : null}
        current={shown.current ? current : null}
        x={x}
        y={y}
        colors={colors}
      />
    ),
  };
};
