// Difference: current minus reference in each bin, against the band of what noise explains.
import React from 'react';
import { t } from '../../parts/text';
import { DifferenceMarks } from '../marks/DifferenceMarks';
import { formatPointsTick, heightTitle } from '../scale/heightScale';
import { differences, heightUnit } from '../shape/heights';
import { headroom, MakePicture } from './picture';

// A plot of no difference at all still has a scale: this share of the band, or this much at least.
const leastReach = 0.25;
const nothing = 1e-4;

export const difference: MakePicture = (shape) => {
  const unit = heightUnit(shape);
  const list = differences(shape, unit);
  const compared = shape.pairs.some(({ reference, current }) => reference !== null && current !== null);
  const lowest = Math.min(0, ...list.map(({ change, noise }) => Math.min(change, -noise)));
  const highest = Math.max(0, ...list.map(({ change, noise }) => Math.max(change, noise)));
  const least = leastReach * Math.max(nothing, -lowest, highest);
  return {
    extent: [Math.min(lowest, -least) * headroom, Math.max(highest, least) * headroom],
    title: (field) =>
      unit.per === null
        ? t('axis.difference', 'change, percentage points of rows')
        : t('axis.difference-per', 'change in percentage points: {{unit}}', { unit: heightTitle(unit, field) }),
    format: formatPointsTick,
    centres: false,
    band: list.some(({ noise }) => noise > 0),
    cumulative: null,
    refusal: !compared
      ? t('plot.one-sample', 'There is one sample only: nothing to compare it with')
      : Math.min(shape.valued.reference, shape.valued.current) > 0
        ? ''
        : t('plot.side-without-values', 'One of the two samples has no value: nothing to compare'),
    draw: ({ x, y, colors }) => <DifferenceMarks bins={shape.bins} differences={list} x={x} y={y} colors={colors} />,
  };
};
