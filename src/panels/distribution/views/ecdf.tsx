// Cumulative shares: how many rows lie at or below a value. The band is where an unchanged window stays, the bracket the Kolmogorov–Smirnov distance.
import React from 'react';
import { t } from '../../parts/text';
import { EcdfMarks } from '../marks/EcdfMarks';
import { formatShareTick } from '../scale/heightScale';
import { cumulativePairs, widestGap } from '../shape/cumulative';
import { ecdf as curvesOf } from '../shape/curves';
import { MakePicture } from './picture';

export const ecdf: MakePicture = (shape, distribution, back) => {
  const { reference, current, band } = curvesOf(distribution, shape, back);
  const cumulative = cumulativePairs(shape);
  const gap = widestGap(shape, cumulative);
  return {
    extent: [0, 1],
    title: () => t('axis.cumulative', 'share of rows with a value, up to here'),
    format: formatShareTick,
    centres: false,
    band: band.length > 0,
    cumulative,
    refusal: '',
    draw: ({ x, y, colors, shown }) => (
      <EcdfMarks
        reference={shown.reference ? reference : null}
        current={shown.current ? current : null}
        band={shown.reference ? band : []}
        gap={gap}
        x={x}
        y={y}
        colors={colors}
      />
    ),
  };
};
