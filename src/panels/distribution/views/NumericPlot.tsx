// A numeric feature over its bins: one of the views, bars at the side for what has no place on the axis, and what is pointed at or selected.
import React, { useMemo } from 'react';
import { scaleLinear } from 'd3-scale';
import { useTheme2 } from '@grafana/ui';
import { NumericDistribution } from '../../../frames/samples';
import { formatField } from '../../parts/numbers';
import { t } from '../../parts/text';
import { rangeConditions, rangeCopy } from '../actions/conditions';
import { usePlotActions } from '../actions/usePlotActions';
import { PairCard } from '../cards/PairCard';
import { useCursor } from '../interaction/useCursor';
import { heightTicks } from '../marks/Axes';
import { valueScale } from '../scale/valueScale';
import { NumericShape } from '../shape/numeric';
import { readOut, selectionOf, targetsOf } from '../shape/targets';
import { binNotes, plotNote } from '../words/notes';
import { numericPartText } from '../words/partText';
import { Layout, layoutOf, sideAt, sideMiddle } from './layout';
import { NumericDrawing } from './NumericDrawing';
import { Picture } from './picture';
import { PlotSurface } from './PlotSurface';
import { PlotProps } from './plotProps';
import { SelectionMarks } from '../marks/SelectionMarks';

export interface NumericPlotProps extends PlotProps {
  distribution: NumericDistribution;
  shape: NumericShape;
  picture: Picture;
  /** Ends of the height axis, where several plots share them. */
  extent: [number, number];
  /** Ends of the value axis likewise. */
  domain: [number, number];
}

export function NumericPlot(props: NumericPlotProps) {
  const { distribution, shape, picture, extent, domain, colors, shown, back, contribution, width, height } = props;
  const theme = useTheme2();
  const field = distribution.valueField;
  const empty = shape.bins.length === 0 || picture.refusal !== '';
  const { layout, x, y } = useMemo(() => {
    const scale = scaleLinear()
      .domain(extent[1] > extent[0] ? extent : [0, 1])
      .clamp(true);
    const labels = heightTicks(scale.copy().range([height, 0])).map(picture.format);
    const placed = layoutOf({ width, height, side: shape.side, labels, strip: contribution !== null && !empty });
    return {
      layout: placed,
      x: valueScale(shape.transform, domain, [placed.plotLeft, placed.plotRight]),
      y: scale.range([placed.bottom, placed.top]),
    };
  }, [extent, domain, width, height, shape, picture, contribution, empty]);
  const format = useMemo(() => (value: number) => formatField(field, value), [field]);
  const targets = useMemo(() => targetsOf(shape, format), [shape, format]);
  const bins = shape.bins.length;

  const cursor = useCursor({
    count: targets.list.length,
    range: targets.range,
    along: 'horizontal',
    locate: (px) => {
      if (px < layout.plotLeft || px > layout.plotRight) {
        return sideAt(layout, px, bins);
      }
      const value = x.invert(px);
      const bin = shape.bins.findIndex(({ from, to }) => value >= from && value <= to);
      return bin < 0 ? -1 : targets.firstBin + bin;
    },
    placeOf: (place) => {
      const bin = targets.list[place]?.bin;
      return { x: bin ? x((bin.from + bin.to) / 2) : sideMiddle(layout, place, bins), y: height / 3 };
    },
  });
  const { state } = cursor;
  const target = targets.list[state.active];
  const selected = state.selected.map((place) => targets.list[place]).filter(Boolean);
  const selection = selected.length > 0 ? selectionOf(selected, shape, format) : null;
  // While a stretch grows, what is said is of all of it.
  const several = selected.length > 1 ? selection : null;
  const bin = target?.bin ?? null;

  const row = distribution.frameRows && bin ? rowOf(distribution, bin) : undefined;
  const offersFor = usePlotActions(distribution, back);
  const offers = offersFor({
    conditions: selection && rangeConditions(distribution.feature, selection),
    except: null,
    copied: selection ? rangeCopy(selection) : '',
    row,
  });

  return (
    <PlotSurface
      cursor={cursor}
      label={props.label}
      width={width}
      height={height}
      readOut={several ? readOut(several) : target ? readOut(target) : ''}
      card={
        several ? (
          <PairCard title={several.title} pair={several.pair} colors={colors} />
        ) : (
          target && (
            <PairCard
              title={target.title}
              pair={target.pair}
              colors={colors}
              cumulative={bin ? picture.cumulative?.[state.active - targets.firstBin] : undefined}
              part={numericPartText(contribution, bin, format)}
              notes={bin ? binNotes(distribution, shape) : []}
            />
          )
        )
      }
      menu={
        selection && {
          label: t('menu.label', 'Rows of {{feature}}: {{what}}', {
            feature: distribution.feature,
            what: selection.title,
          }),
          content: <PairCard title={selection.title} pair={selection.pair} colors={colors} />,
          offers,
        }
      }
      behind={{
        height,
        marks: (
          <SelectionMarks
            places={state.selected.length > 0 ? state.selected : state.active >= 0 ? [state.active] : []}
            strong={state.selected.length > 0}
            box={(place) => boxOf(place, targets.list[place]?.bin ?? null, layout, x, bins)}
            top={layout.top}
            bottom={layout.bottom}
          />
        ),
      }}
    >
      <svg width={width} height={height} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
        <NumericDrawing {...{ distribution, shape, picture, layout, x, y, colors, shown, back, contribution, empty }} />
        {!empty && (
          <text
            x={layout.plotRight}
            y={layout.top - 10}
            fontSize={11}
            textAnchor="end"
            fill={theme.colors.text.secondary}
          >
            {layout.titled ? plotNote(shape) : ''}
          </text>
        )}
      </svg>
    </PlotSurface>
  );
}

// The frame's row that a bin begins in.
function rowOf(
  { bins, frameRows }: NumericDistribution,
  { from, to }: { from: number; to: number }
): number | undefined {
  const middle = (from + to) / 2;
  const first = bins.findIndex((bin) => middle <= bin.to);
  return frameRows?.[Math.max(0, first)];
}

function boxOf(
  place: number,
  bin: { from: number; to: number } | null,
  layout: Layout,
  x: (value: number) => number,
  bins: number
): [number, number] {
  if (bin) {
    return [x(bin.from), x(bin.to)];
  }
  const middle = sideMiddle(layout, place, bins);
  return [middle - layout.slot / 2 + 3, middle + layout.slot / 2 - 3];
}
