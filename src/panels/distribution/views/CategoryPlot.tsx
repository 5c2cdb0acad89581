// A categorical feature: bars for each category or the change of each, most changed first, missing values below a line.
import React, { useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { CategoricalDistribution } from '../../../frames/samples';
import { textWidth } from '../../parts/fitText';
import { formatNumber } from '../../parts/numbers';
import { t } from '../../parts/text';
import { categoryConditions, exceptConditions } from '../actions/conditions';
import { usePlotActions } from '../actions/usePlotActions';
import { PairCard } from '../cards/PairCard';
import { useCursor } from '../interaction/useCursor';
import { axisFont } from '../marks/Axes';
import { CategoryBarMarks } from '../marks/CategoryBarMarks';
import { CategoryChangeMarks } from '../marks/CategoryChangeMarks';
import { CategoryLabels } from '../marks/CategoryLabels';
import { CategoryOrder } from '../options';
import { formatPointsTick } from '../scale/heightScale';
import { shapeCategories } from '../shape/categories';
import { CategoryRow, categoryRows } from '../shape/categoryRows';
import { changeOf } from '../shape/pairs';
import { pairOfCategories } from '../shape/categoryPair';
import { readOut } from '../shape/targets';
import { partText } from '../words/partText';
import { PlotMessage } from './PlotMessage';
import { PlotProps } from './plotProps';
import { PlotSurface } from './PlotSurface';

export interface CategoryPlotProps extends PlotProps {
  distribution: CategoricalDistribution;
  view: 'bars' | 'difference';
  order: CategoryOrder;
  /** Categories at most; 0: as many as the height carries. */
  most: number;
}

const leastRow = 20;
const mostRow = 46;
const axisHeight = 18;
const divider = 8;
const changeWidth = 58;
const sharesWidth = 104;

export function CategoryPlot(props: CategoryPlotProps) {
  const { distribution, view, order, back, colors, shown, label, width, height } = props;
  const theme = useTheme2();
  const room = height - axisHeight - divider;
  const most = Math.max(1, Math.min(props.most > 0 ? props.most : Infinity, Math.floor(room / leastRow) - 1));
  const shape = useMemo(() => shapeCategories(distribution, { order, most, back }), [distribution, order, most, back]);
  const compared = distribution.reference !== null && distribution.currents.length > 0;
  const refused = view === 'difference' && !compared;
  // Missing values are shown in any case.
  const rows = useMemo(() => (refused ? categoryRows(shape).slice(-1) : categoryRows(shape)), [shape, refused]);
  const rowHeight = Math.max(leastRow, Math.min(mostRow, Math.floor(room / rows.length)));
  const top = (row: number): number => row * rowHeight + (row === rows.length - 1 ? divider : 0);
  const bottom = top(rows.length - 1) + rowHeight;

  const fontSize = width < 360 ? 11 : 12;
  const left = Math.ceil(Math.min(namesWidth(rows, fontSize), width * 0.36));
  const showShares = width >= 380;
  const right = Math.max(left + 30, width - changeWidth - (showShares ? sharesWidth : 0));

  const cursor = useCursor({
    count: rows.length,
    range: null,
    along: 'vertical',
    locate: (_, py, scrolled) =>
      py + scrolled >= bottom ? -1 : rows.findIndex((__, i) => py + scrolled < top(i) + rowHeight),
    placeOf: (place) => ({ x: left, y: top(place) + rowHeight / 2 }),
  });
  const { state } = cursor;
  const row = rows[state.active];
  const selected = state.selected.map((place) => rows[place]).filter(Boolean);
  // Others are many, and what they are is not known here.
  const names = selected.some(({ key }) => key === 'others')
    ? []
    : selected.map(({ at }) => (at.length === 0 ? null : distribution.categories[at[0]]));
  const single = selected.length === 1 && selected[0].at.length === 1 ? selected[0].at[0] : undefined;
  const offers = usePlotActions(
    distribution,
    back
  )({
    conditions: names.length > 0 ? categoryConditions(distribution.feature, names) : null,
    except: names.length > 0 ? exceptConditions(distribution.feature, names) : null,
    copied: names.length > 0 && !names.includes(null) ? names.join(', ') : '',
    row: single === undefined ? undefined : distribution.frameRows?.[single],
  });
  const title = selected.map((one) => one.title).join(', ');
  // While a selection grows, what is said is of all of it.
  const several =
    selected.length > 1
      ? pairOfCategories(
          distribution,
          back,
          selected.flatMap(({ at }) => at),
          selected.some(({ key }) => key === 'missing')
        )
      : null;
  const part = (one: CategoryRow): string =>
    one.share !== null && shape.contribution && props.contribution
      ? partText(shape.contribution.method, one.share, shape.contribution.additive)
      : '';

  const drawing = useMemo(() => {
    const middle = (index: number): number =>
      index * rowHeight + (index === rows.length - 1 ? divider : 0) + rowHeight / 2;
    const x = scaleLinear()
      .domain(extentOf(rows, refused ? 'bars' : view))
      .range([left, right]);
    const thickness = Math.max(4, Math.min(14, (rowHeight - 6) / 2));
    const marks = { rows, x, middle, colors };
    return (
      <g>
        {x.ticks(Math.max(2, Math.min(10, Math.floor((right - left) / 80)))).map((tick) => (
          <g key={tick}>
            <line
              x1={x(tick) + 0.5}
              x2={x(tick) + 0.5}
              y1={0}
              y2={bottom}
              stroke={tick === 0 ? theme.colors.border.medium : theme.colors.border.weak}
            />
            <text
              x={x(tick)}
              y={bottom + 14}
              fontSize={axisFont}
              textAnchor="middle"
              fill={theme.colors.text.secondary}
            >
              {view === 'difference' && !refused ? `${formatPointsTick(tick)} pp` : `${formatNumber(tick * 100)} %`}
            </text>
          </g>
        ))}
        {view === 'difference' && !refused ? (
          <CategoryChangeMarks {...marks} thickness={Math.min(16, thickness * 1.4)} />
        ) : (
          <CategoryBarMarks {...marks} thickness={thickness} shown={shown} />
        )}
        <CategoryLabels
          rows={rows}
          middle={middle}
          fontSize={fontSize}
          left={left}
          right={width}
          changeWidth={changeWidth}
          showShares={showShares}
          othersAsText={view === 'bars'}
          colors={colors}
        />
        <line
          x1={0}
          x2={width}
          y1={bottom - rowHeight - divider / 2}
          y2={bottom - rowHeight - divider / 2}
          stroke={theme.colors.border.weak}
        />
      </g>
    );
  }, [rows, view, refused, left, right, rowHeight, bottom, fontSize, showShares, colors, shown, width, theme]);
  return (
    <PlotSurface
      cursor={cursor}
      label={label}
      width={width}
      height={height}
      scrolls={bottom + axisHeight > height}
      readOut={several ? readOut({ title, pair: several }) : row ? readOut({ title: row.title, pair: row }) : ''}
      card={
        several ? (
          <PairCard title={title} pair={several} colors={colors} />
        ) : (
          row && <PairCard title={row.title} pair={row} colors={colors} part={part(row)} />
        )
      }
      menu={
        selected.length > 0
          ? {
              label: t('menu.label', 'Rows of {{feature}}: {{what}}', { feature: distribution.feature, what: title }),
              content: <PairCard title={title} pair={several ?? selected[0]} colors={colors} />,
              offers,
            }
          : null
      }
    >
      <svg width={width} height={Math.max(height, bottom + axisHeight)} aria-hidden style={{ display: 'block' }}>
        {rows.map(
          (one, i) =>
            (i === state.active || state.selected.includes(i)) && (
              <rect
                key={one.key}
                x={0.5}
                y={top(i) + 0.5}
                width={width - 1}
                height={rowHeight - 1}
                rx={2}
                fill={theme.colors.action.hover}
                stroke={state.selected.includes(i) ? theme.colors.primary.border : 'none'}
              />
            )
        )}
        {drawing}
        {refused && (
          <PlotMessage
            text={t('plot.one-sample', 'There is one sample only: nothing to compare it with')}
            left={0}
            right={width}
            middle={(bottom + height) / 2}
          />
        )}
      </svg>
    </PlotSurface>
  );
}

function namesWidth(rows: CategoryRow[], fontSize: number): number {
  const badge = textWidth(t('category.new', 'new'), 10) + 14;
  return Math.max(...rows.map((row) => textWidth(row.name, fontSize) + (row.isNew ? badge : 0))) + 10;
}

// A scale of at least a hundredth, so that nothing is blown up out of noise.
const leastExtent = 0.01;

function extentOf(rows: CategoryRow[], view: 'bars' | 'difference'): [number, number] {
  if (view === 'difference') {
    const [low, high] = [-1, 1].map((sign) =>
      Math.max(leastExtent / 4, ...rows.map((row) => Math.max(sign * changeOf(row), row.noise ?? 0)))
    );
    return [-low * 1.05, high * 1.05];
  }
  const shares = rows
    .filter(({ key }) => key !== 'others')
    .flatMap((row) => [row.reference?.share ?? 0, row.current?.share ?? 0]);
  return [0, Math.max(leastExtent, ...shares)];
}
