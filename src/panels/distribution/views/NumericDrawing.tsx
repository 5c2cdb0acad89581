// What stands over the bins of a numeric feature: axes, thresholds, the view's own marks, means, the strip, and bars at the side. It does not change while
// somebody points at it.
import React from 'react';
import { NumericDistribution } from '../../../frames/samples';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { HeightAxis, ValueAxis } from '../marks/Axes';
import { ContributionStrip } from '../marks/ContributionStrip';
import { CentreLine } from '../marks/CentreLine';
import { SideBars } from '../marks/SideBars';
import { Sides } from '../marks/sides';
import { ThresholdMarks } from '../marks/ThresholdMarks';
import { HeightScale } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { centreOf, centreOn } from '../shape/centre';
import { Contribution } from '../shape/contributions';
import { NumericShape } from '../shape/numeric';
import { thresholdsOf } from '../shape/thresholds';
import { chosenSample, driftOf } from '../shape/windows';
import { Layout, stripHeight } from './layout';
import { Picture } from './picture';
import { PlotMessage } from './PlotMessage';

export interface NumericDrawingProps {
  distribution: NumericDistribution;
  shape: NumericShape;
  picture: Picture;
  layout: Layout;
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
  shown: Sides;
  back: number;
  contribution: Contribution | null;
  /** Nothing can be drawn over the axis. */
  empty: boolean;
}

export const NumericDrawing = React.memo(function NumericDrawing(props: NumericDrawingProps) {
  const { distribution, shape, picture, layout, x, y, colors, shown, back, contribution, empty } = props;
  const { top, bottom, left, plotLeft, plotRight, slot, strip } = layout;
  const field = distribution.valueField;
  const centre = centreOn(shape.transform.kind);
  const sides = { slot, top: top - (layout.titled ? 16 : 0), bottom, gap: strip, colors, shown };
  return (
    <g>
      {!empty && (
        <>
          <HeightAxis
            y={y}
            left={left}
            right={plotRight}
            format={picture.format}
            title={layout.titled ? picture.title(field) : ''}
            titleLeft={layout.before.length > 0 ? plotLeft : undefined}
          />
          <ThresholdMarks thresholds={thresholdsOf(field, x.domain)} field={field} x={x} top={top} bottom={bottom} />
          {picture.draw({ x, y, colors, shown })}
          {picture.centres && (
            <>
              {shown.reference && (
                <CentreLine
                  value={centreOf(distribution.reference, centre)}
                  x={x}
                  y={[top, bottom]}
                  color={colors.reference}
                />
              )}
              {shown.current && (
                <CentreLine
                  value={centreOf(chosenSample(distribution, back), centre)}
                  x={x}
                  y={[top, bottom]}
                  color={colors.current}
                />
              )}
            </>
          )}
          {contribution && (
            <ContributionStrip
              contribution={contribution}
              x={x}
              top={bottom + 1}
              height={stripHeight}
              quiet={(driftOf(distribution, back)?.outcome ?? 'drifted') !== 'drifted'}
            />
          )}
          <ValueAxis x={x} y={bottom} gap={strip} field={field} />
        </>
      )}
      {empty && (
        <PlotMessage
          text={emptyText(distribution, shape, picture)}
          left={plotLeft}
          right={plotRight}
          middle={(top + bottom) / 2}
        />
      )}
      <SideBars bars={layout.before} left={layout.beforeLeft} {...sides} />
      <SideBars bars={layout.after} left={layout.afterLeft} {...sides} />
    </g>
  );
});

function emptyText(distribution: NumericDistribution, shape: NumericShape, { refusal }: Picture): string {
  if (distribution.bins.length === 0) {
    return t('plot.no-values', 'No row has a value');
  }
  return shape.bins.length === 0
    ? t('plot.none-between', 'No value lies between Min and Max of the field’s options')
    : refusal;
}
