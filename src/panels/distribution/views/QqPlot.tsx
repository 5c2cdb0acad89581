// Q–Q: each percentile of the current sample against the reference's, on the reference's axis both ways.
import React, { useMemo } from 'react';
import { NumericDistribution } from '../../../frames/samples';
import { formatField, formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { usePlotActions } from '../actions/usePlotActions';
import { useCursor } from '../interaction/useCursor';
import { tickFormat, ValueAxis } from '../marks/Axes';
import { QqMarks } from '../marks/QqMarks';
import { SideBars } from '../marks/SideBars';
import { VerticalValueAxis } from '../marks/VerticalValueAxis';
import { valueScale, valueTicks } from '../scale/valueScale';
import { qq } from '../shape/curves';
import { NumericShape } from '../shape/numeric';
import { readOut, targetsOf } from '../shape/targets';
import { PairCard } from '../cards/PairCard';
import { QuantileCard } from '../cards/QuantileCard';
import { layoutOf, sideAt, sideMiddle } from './layout';
import { PlotMessage } from './PlotMessage';
import { PlotProps } from './plotProps';
import { PlotSurface } from './PlotSurface';

export interface QqPlotProps extends PlotProps {
  distribution: NumericDistribution;
  shape: NumericShape;
  domain: [number, number];
}

// Points further from the pointer than this are not meant, px.
const reach = 28;

export function QqPlot({ distribution, shape, domain, back, colors, shown, label, width, height }: QqPlotProps) {
  const field = distribution.valueField;
  const format = useMemo(() => (value: number) => formatField(field, value), [field]);
  const { points, band } = useMemo(() => qq(distribution, shape, back), [distribution, shape, back]);
  const { layout, x, y } = useMemo(() => {
    const upright = valueScale(shape.transform, domain, [height, 0]);
    const most = Math.max(2, Math.floor(height / 40));
    const labels = valueTicks(upright, most).map(({ value }) => tickFormat(upright, field, most)(value));
    const placed = layoutOf({ width, height, side: shape.side, labels, strip: false });
    return {
      layout: placed,
      x: valueScale(shape.transform, domain, [placed.plotLeft, placed.plotRight]),
      y: valueScale(shape.transform, domain, [placed.bottom, placed.top]),
    };
  }, [shape, domain, field, width, height]);
  const sides = targetsOf({ ...shape, bins: [] }, format).list;
  const before = layout.before.length;
  const cursor = useCursor({
    count: points.length + sides.length,
    range: [-1, -1],
    along: 'horizontal',
    locate: (px, py) => {
      if (px < layout.plotLeft || px > layout.plotRight) {
        return sideAt(layout, px, points.length);
      }
      const distance = points.map((point) => Math.hypot(x(point.reference) - px, y(point.current) - py));
      const nearest = distance.reduce((best, one, i) => (one < distance[best] ? i : best), 0);
      return points.length > 0 && distance[nearest] <= reach ? before + nearest : -1;
    },
    placeOf: (place) => {
      const point = points[place - before];
      return point
        ? { x: x(point.reference), y: y(point.current) }
        : { x: sideMiddle(layout, place, points.length), y: height / 3 };
    },
  });
  const { state } = cursor;
  const point = points[state.active - before];
  const side = state.active < before ? sides[state.active] : sides[state.active - points.length];
  const offersFor = usePlotActions(distribution, back);
  const offers = offersFor({ conditions: null, except: null, copied: '', row: undefined });
  const compared = distribution.reference !== null && distribution.currents.length > 0;
  const drawing = useMemo(() => {
    const bars = {
      slot: layout.slot,
      top: layout.top - (layout.titled ? 16 : 0),
      bottom: layout.bottom,
      colors,
      shown,
    };
    return (
      <g>
        {points.length > 0 && (
          <>
            <VerticalValueAxis
              y={y}
              left={layout.left}
              right={layout.plotRight}
              field={field}
              title={layout.titled ? t('axis.qq', 'current percentiles, against the reference’s') : ''}
            />
            <QqMarks points={points} band={band} x={x} y={y} colors={colors} />
            <ValueAxis x={x} y={layout.bottom} field={field} />
          </>
        )}
        {points.length === 0 && (
          <PlotMessage
            text={
              compared
                ? t('plot.no-values', 'No row has a value')
                : t('plot.one-sample', 'There is one sample only: nothing to compare it with')
            }
            left={layout.plotLeft}
            right={layout.plotRight}
            middle={(layout.top + layout.bottom) / 2}
          />
        )}
        <SideBars bars={layout.before} left={layout.beforeLeft} {...bars} />
        <SideBars bars={layout.after} left={layout.afterLeft} {...bars} />
      </g>
    );
  }, [points, band, layout, x, y, field, colors, shown, compared]);
  const spoken = point
    ? t('read.quantile', '{{p}} of rows are up to {{now}}, was {{before}}', {
        p: formatShare(point.p),
        now: format(point.current),
        before: format(point.reference),
      })
    : side
      ? readOut(side)
      : '';
  return (
    <PlotSurface
      cursor={cursor}
      label={label}
      width={width}
      height={height}
      readOut={spoken}
      card={
        point ? (
          <QuantileCard point={point} sd={distribution.reference?.sd ?? null} format={format} colors={colors} />
        ) : (
          side && <PairCard title={side.title} pair={side.pair} colors={colors} />
        )
      }
      menu={state.menu ? { label: spoken, content: spoken, offers } : null}
    >
      <svg width={width} height={height} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
        {drawing}
        {point && (
          <circle
            cx={x(point.reference)}
            cy={y(point.current)}
            r={6}
            fill="none"
            stroke={colors.current}
            strokeWidth={2}
          />
        )}
      </svg>
    </PlotSurface>
  );
}
