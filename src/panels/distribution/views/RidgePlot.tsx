// Ridgeline: a curve for each window, the reference on top, the newest at the bottom. Arrow keys or a press choose the window that everything else shows.
import React, { useMemo } from 'react';
import { Field, TimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { NumericDistribution } from '../../../frames/samples';
import { textWidth } from '../../parts/fitText';
import { formatShare } from '../../parts/numbers';
import { t } from '../../parts/text';
import { outcomeWord } from '../../parts/verdict';
import { usePlotActions } from '../actions/usePlotActions';
import { WindowCard } from '../cards/WindowCard';
import { useCursor } from '../interaction/useCursor';
import { ValueAxis } from '../marks/Axes';
import { valueScale } from '../scale/valueScale';
import { Ridge, RidgeShape } from '../shape/ridges';
import { ridgeRows } from '../shape/ridgeRows';
import { sampleName } from '../words/sampleName';
import { axisHeight } from './layout';
import { PlotMessage } from './PlotMessage';
import { PlotProps } from './plotProps';
import { PlotSurface } from './PlotSurface';
import { columnGap, columnWidth, isLabelled, RidgePicture, sideColumns } from './RidgePicture';

export interface RidgePlotProps extends PlotProps {
  distribution: NumericDistribution;
  ridges: RidgeShape;
  timeZone: TimeZone;
  onChoose: (back: number) => void;
}

const top = 18;
const scrollbar = 12;
// Rows may be narrower than anybody could see chosen.
const leastHighlight = 8;

export function RidgePlot(props: RidgePlotProps) {
  const { distribution, ridges, back, colors, label, timeZone, width, height, onChoose } = props;
  const theme = useTheme2();
  const field: Field = distribution.valueField;
  const first = ridges.reference ? 1 : 0;
  const all = useMemo(() => [...(ridges.reference ? [ridges.reference] : []), ...ridges.windows], [ridges]);
  const count = all.length;
  const names = useMemo(
    () => all.map(({ sample }, i) => sampleName(sample, i < first, timeZone, i - first + 1, count - first)),
    [all, first, count, timeZone]
  );
  const room = height - axisHeight;
  const rows = useMemo(() => ridgeRows(count - first, first === 1, top, room), [count, first, room]);
  const scrolls = rows.height > room + 4;
  const labelRight = Math.min(Math.max(...names.map((name) => textWidth(name, 11)), 30) + 22, width * 0.3);
  const sides = useMemo(() => sideColumns(all).length, [all]);
  const right = width - sides * (columnWidth + columnGap) - (scrolls ? scrollbar : 4);
  const x = useMemo(
    () => valueScale(ridges.transform, [ridges.from, ridges.to], [labelRight + 6, Math.max(labelRight + 40, right)]),
    [ridges, labelRight, right]
  );
  const chosen = count - 1 - back;
  const cursor = useCursor({
    count,
    range: [-1, -1],
    along: 'vertical',
    locate: (_, py, scrolled) => {
      const at = py + scrolled;
      return py > room || at < top - 6 || at > rows.height + 4 ? -1 : rows.base.findIndex((base) => at <= base + 2);
    },
    placeOf: (place) => ({ x: labelRight + 40, y: rows.base[place] ?? 0 }),
    // The reference cannot be chosen, only read.
    onPick: (place) => place >= first && onChoose(count - 1 - place),
  });
  const { state } = cursor;
  const chosenBase = rows.base[chosen] ?? 0;

  const offersFor = usePlotActions(distribution, back);
  const offers = offersFor({ conditions: null, except: null, copied: '', row: undefined });
  const hovered = all[state.active];
  const spoken = hovered ? readOutOf(hovered, names[state.active]) : '';
  const card = hovered && (
    <WindowCard
      name={names[state.active]}
      sample={hovered.sample}
      drift={hovered.drift}
      reference={distribution.reference}
      field={field}
      missing={hovered.missing}
      beyond={hovered.beyond}
    />
  );
  const empty = all.every(({ curve }) => curve.length === 0);
  const highlight = (row: number, fill: string): React.ReactNode => {
    const size = Math.max(rows.step, leastHighlight);
    return <rect x={0} y={rows.base[row] - size + 2} width={x.range[1]} height={size} rx={2} fill={fill} />;
  };
  return (
    <PlotSurface
      cursor={cursor}
      label={label}
      width={width}
      height={height}
      scrolls={scrolls}
      inView={{ from: chosenBase - rows.rise, to: chosenBase + axisHeight + 8 }}
      readOut={spoken}
      card={card}
      menu={
        state.menu && hovered ? { label: spoken, content: card, offers: state.active >= first ? offers : [] } : null
      }
      behind={{
        height: Math.max(room, rows.height + 2),
        marks: !empty && (
          <>
            {chosen >= 0 && highlight(chosen, theme.colors.action.selected)}
            {hovered && state.active !== chosen && highlight(state.active, theme.colors.action.hover)}
          </>
        ),
      }}
    >
      <svg
        width={scrolls ? width - scrollbar : width}
        height={Math.max(room, rows.height + 2)}
        aria-hidden
        style={{ display: 'block' }}
      >
        {empty ? (
          <PlotMessage text={t('plot.no-values', 'No row has a value')} left={0} right={width} middle={height / 2} />
        ) : (
          <>
            <RidgePicture
              ridges={all}
              names={names}
              first={first}
              rows={rows}
              x={x}
              labelRight={labelRight}
              top={top}
              colors={colors}
            />
            {chosen >= first && !isLabelled(chosen, count, first, rows) && (
              <text
                x={labelRight - 14}
                y={chosenBase - 1}
                fontSize={11}
                fontWeight={600}
                textAnchor="end"
                fill={theme.colors.text.primary}
                stroke={theme.colors.background.primary}
                strokeWidth={4}
                paintOrder="stroke"
              >
                {names[chosen]}
              </text>
            )}
          </>
        )}
      </svg>
      {!empty && (
        // The axis stays in view while ridges scroll.
        <svg
          width={scrolls ? width - scrollbar : width}
          height={axisHeight}
          aria-hidden
          style={{ display: 'block', position: 'sticky', bottom: 0, background: theme.colors.background.primary }}
        >
          <ValueAxis x={x} y={0} field={field} />
        </svg>
      )}
    </PlotSurface>
  );
}

function readOutOf({ drift, missing }: Ridge, name: string): string {
  return [
    name,
    drift ? outcomeWord(drift.outcome) : '',
    t('read.missing', 'missing {{share}}', { share: formatShare(missing) }),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
