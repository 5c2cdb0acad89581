// Shares over time: a column for each window, the reference's first, the same categories in all. Arrow keys or a press choose the window.
import React, { useMemo } from 'react';
import { TimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { CategoricalDistribution } from '../../../frames/samples';
import { textWidth } from '../../parts/fitText';
import { formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { outcomeWord } from '../../parts/verdict';
import { usePlotActions } from '../actions/usePlotActions';
import { ColumnCard } from '../cards/ColumnCard';
import { useCursor } from '../interaction/useCursor';
import { axisFont, HeightAxis } from '../marks/Axes';
import { ColumnLabels } from '../marks/ColumnLabels';
import { LayerLabels } from '../marks/LayerLabels';
import { mostLayers } from '../marks/layerColors';
import { StackMarks } from '../marks/StackMarks';
import { formatShareTick } from '../scale/heightScale';
import { shapeStack } from '../shape/stack';
import { stackColumns } from '../shape/stackColumns';
import { categoryName } from '../words/categoryName';
import { sampleName } from '../words/sampleName';
import { axisHeight } from './layout';
import { PlotMessage } from './PlotMessage';
import { PlotProps } from './plotProps';
import { PlotSurface } from './PlotSurface';

export interface StackPlotProps extends PlotProps {
  distribution: CategoricalDistribution;
  /** Categories at most; 0: as many as can be told apart. */
  most: number;
  timeZone: TimeZone;
  onChoose: (back: number) => void;
}

const top = 18;
const labelGap = 10;

export function StackPlot({ distribution, back, label, timeZone, width, height, onChoose, ...rest }: StackPlotProps) {
  const theme = useTheme2();
  const most = Math.min(rest.most > 0 ? rest.most : mostLayers, mostLayers);
  const stack = useMemo(() => shapeStack(distribution, most), [distribution, most]);
  const first = distribution.reference ? 1 : 0;
  const count = stack.columns.length;
  const names = useMemo(
    () =>
      stack.columns.map(({ sample }, i) =>
        sampleName(sample, i < first, timeZone, i - first + 1, stack.columns.length - first)
      ),
    [stack, first, timeZone]
  );
  const left = textWidth('100 %', axisFont) + 10;
  const longest = Math.max(
    ...[...stack.layers.map(({ name }) => categoryName(name)), t('side.missing', 'missing')].map((name) =>
      textWidth(name, axisFont)
    )
  );
  const labelWidth = Math.ceil(Math.min(longest + 18, width * 0.32));
  const right = Math.max(left + 40, width - labelWidth - labelGap);
  const bottom = height - axisHeight;
  const columns = useMemo(() => stackColumns(count, first === 1, left, right), [count, first, left, right]);
  const y = useMemo(() => scaleLinear().domain([0, 1]).range([bottom, top]), [bottom]);
  const end = (columns.left[count - 1] ?? left) + columns.width;
  const chosen = count - 1 - back;
  const cursor = useCursor({
    count,
    range: [-1, -1],
    along: 'horizontal',
    locate: (px) => (px < left || px > end + 4 ? -1 : columns.left.findIndex((at) => px < at + columns.width + 1)),
    placeOf: (place) => ({ x: (columns.left[place] ?? left) + columns.width, y: height / 3 }),
    // The reference cannot be chosen, only read.
    onPick: (place) => place >= first && onChoose(count - 1 - place),
  });
  const { state } = cursor;
  const offersFor = usePlotActions(distribution, back);
  const offers = offersFor({ conditions: null, except: null, copied: '', row: undefined });
  const hovered = stack.columns[state.active];
  const spoken = hovered
    ? [
        names[state.active],
        hovered.drift ? outcomeWord(hovered.drift.outcome) : '',
        ...stack.layers.map((layer) => `${categoryName(layer.name)} ${formatShare(layer.shares[state.active])}`),
      ]
        .filter((part) => part !== '')
        .join(', ')
    : '';
  const card = hovered && (
    <ColumnCard name={names[state.active]} stack={stack} column={state.active} reference={first - 1} />
  );
  const empty = stack.columns.every(({ sample }) => sample.rows === 0);
  const drawing = useMemo(
    () => (
      <g>
        <HeightAxis y={y} left={left} right={end} format={formatShareTick} title="" />
        <StackMarks stack={stack} columns={columns} y={y} />
        <LayerLabels stack={stack} y={y} left={end + labelGap} width={labelWidth} />
      </g>
    ),
    [stack, columns, y, left, end, labelWidth]
  );
  return (
    <PlotSurface
      cursor={cursor}
      label={label}
      width={width}
      height={height}
      readOut={spoken}
      card={card}
      menu={
        state.menu && hovered ? { label: spoken, content: card, offers: state.active >= first ? offers : [] } : null
      }
    >
      <svg width={width} height={height} aria-hidden style={{ display: 'block' }}>
        {empty ? (
          <PlotMessage text={t('plot.no-rows', 'No rows in any window')} left={0} right={width} middle={height / 2} />
        ) : (
          <>
            {drawing}
            <ColumnLabels
              names={names}
              columns={columns}
              y={bottom}
              chosen={chosen}
              hasReference={first === 1}
              right={end}
            />
            {chosen >= first && (
              <rect
                x={columns.left[chosen] - 1}
                y={top - 1}
                width={columns.width + 2}
                height={bottom - top + 2}
                fill="none"
                stroke={theme.colors.text.primary}
                strokeWidth={1.5}
              />
            )}
            {hovered && state.active !== chosen && (
              <rect
                x={columns.left[state.active] - 1}
                y={top - 1}
                width={columns.width + 2}
                height={bottom - top + 2}
                fill="none"
                stroke={theme.colors.text.secondary}
                strokeDasharray="3 2"
              />
            )}
          </>
        )}
      </svg>
    </PlotSurface>
  );
}
