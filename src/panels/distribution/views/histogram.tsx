// Histogram: shares of rows per bin, the current sample over the reference.
import React from 'react';
import { HistogramMarks } from '../marks/HistogramMarks';
import { SpikeMarks } from '../marks/SpikeMarks';
import { formatShareTick, heightTitle } from '../scale/heightScale';
import { earlierHeights, heights, heightUnit } from '../shape/heights';
import { findSpikes } from '../shape/spikes';
import { headroom, MakePicture } from './picture';

export const histogram: MakePicture = (shape) => {
  const unit = heightUnit(shape);
  const [reference, current] = [heights(shape, unit, 'reference'), heights(shape, unit, 'current')];
  const earlier = earlierHeights(shape, unit);
  const spikes = findSpikes([reference, current]);
  const highest = Math.max(0, ...reference, ...current, ...earlier.flat());
  const { bins, pairs } = shape;
  return {
    extent: [0, spikes.ceiling ?? highest * headroom],
    title: (field) => heightTitle(unit, field),
    format: formatShareTick,
    centres: true,
    band: false,
    cumulative: null,
    refusal: '',
    draw: ({ x, y, colors, shown }) => (
      <>
        <HistogramMarks
          bins={bins}
          reference={pairs[0]?.reference && shown.reference ? reference : null}
          current={pairs[0]?.current && shown.current ? current : null}
          earlier={shown.current ? earlier : []}
          x={x}
          y={y}
          colors={colors}
        />
        <SpikeMarks bins={bins} pairs={pairs} spikes={spikes.bins} x={x} top={y.range()[1]} />
      </>
    ),
  };
};
