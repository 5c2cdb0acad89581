// A categorical feature: bars for each category or the change of each, most changed first, missing values below a line.
import React, { useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { CategoricalDistribution } from '../../../frames/samples';
import { textWidth } from '../../parts/fitText';
import { t } from '../../parts/text';
import { categoryConditions, exceptConditions } from '../actions/conditions';
import { usePlotActions } from '../actions/usePlotActions';
import { PairCard } from '../cards/PairCard';
import { useCursor } from '../interaction/useCursor';
import { CategoryOrder } from '../options';
import { shapeCategories } from '../shape/categories';
import { CategoryRow, categoryRows } from '../shape/categoryRows';
import { pairOfCategories } from '../shape/categoryPair';
import { readOut } from '../shape/targets';
import { partText } from '../words/partText';
import { CategoryDrawing, changeWidth } from './CategoryDrawing';
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
  const offersFor = usePlotActions(distribution, back);
  const offers = offersFor({
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
      behind={{
        height: Math.max(height, bottom + axisHeight),
        marks: (
          <>
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
          </>
        ),
      }}
    >
      <svg width={width} height={Math.max(height, bottom + axisHeight)} aria-hidden style={{ display: 'block' }}>
        <CategoryDrawing
          rows={rows}
          view={refused ? 'bars' : view}
          rowHeight={rowHeight}
          divider={divider}
          left={left}
          right={right}
          width={width}
          bottom={bottom}
          fontSize={fontSize}
          showShares={showShares}
          colors={colors}
          shown={shown}
        />
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
