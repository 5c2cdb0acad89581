// A categorical feature: a pair of bars for each category, most changed first, with both shares and their difference; missing values below a line.
import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { CategoricalDistribution } from '../../frames/distribution';
import { fitText, textWidth } from '../parts/fitText';
import { formatPoints, formatShare } from '../parts/numbers';
import { PairColors } from '../parts/palette';
import { t } from '../parts/text';
import { Tooltip } from '../parts/Tooltip';
import { visuallyHidden } from '../parts/visuallyHidden';
import { axisFont } from './Axes';
import { CategoryBar, changeOf, Pair, shapeCategories } from './data';
import { DistributionOptions } from './options';
import { PairCard } from './PairCard';

export interface CategoryBarsProps {
  distribution: CategoricalDistribution;
  back: number;
  options: DistributionOptions;
  colors: PairColors;
  label: string;
  width: number;
  height: number;
}

interface Row extends Pair {
  key: string;
  name: string;
  title: string;
  isNew: boolean;
  quiet: boolean;
}

const leastRow = 20;
const mostRow = 46;
const axisHeight = 18;
const divider = 8;

export function CategoryBars({ distribution, back, options, colors, label, width, height }: CategoryBarsProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [active, setActive] = useState<{ index: number; x: number; y: number; byKeys: boolean } | null>(null);
  const room = height - axisHeight - divider;
  const most = Math.max(
    1,
    Math.min(options.maxCategories > 0 ? options.maxCategories : Infinity, Math.floor(room / leastRow) - 1)
  );
  const plot = useMemo(
    () => shapeCategories(distribution, { order: options.categoryOrder, most, back }),
    [distribution, options.categoryOrder, most, back]
  );
  const rows: Row[] = [
    ...plot.bars.map((bar) => ({
      ...bar,
      key: bar.of > 1 ? 'others' : `category ${bar.name}`,
      name: nameOf(bar),
      title: nameOf(bar),
      quiet: bar.of > 1,
    })),
    {
      ...plot.missing,
      key: 'missing',
      name: t('side.missing', 'missing'),
      title: t('side.missing-title', 'missing values'),
      isNew: false,
      quiet: true,
    },
  ];
  const rowHeight = Math.max(leastRow, Math.min(mostRow, Math.floor(room / rows.length)));
  const top = (index: number): number => index * rowHeight + (index === rows.length - 1 ? divider : 0);

  const fontSize = width < 360 ? 11 : 12;
  const badge = t('category.new', 'new');
  const nameWidth =
    Math.max(...rows.map((row) => textWidth(row.name, fontSize) + (row.isNew ? textWidth(badge, 10) + 14 : 0))) + 10;
  const left = Math.ceil(Math.min(nameWidth, width * 0.36));
  const showShares = width >= 380;
  const changeWidth = 58;
  const right = Math.max(left + 30, width - changeWidth - (showShares ? 104 : 0));
  // The bar of all others would be the longest and say the least: it has numbers only.
  const highest = Math.max(
    0.01,
    ...rows.filter((row) => row.key !== 'others').flatMap((row) => [row.reference?.share ?? 0, row.current?.share ?? 0])
  );
  const x = scaleLinear().domain([0, highest]).range([left, right]);
  const bar = Math.max(4, Math.min(14, (rowHeight - 6) / 2));
  const bottom = top(rows.length - 1) + rowHeight;
  const widest = rows.reduce((most, row) => Math.max(most, Math.abs(changeOf(row))), 0);

  const select = (index: number, x: number, y: number, byKeys: boolean): void =>
    setActive(index < 0 || index >= rows.length ? null : { index, x, y, byKeys });
  const row = active ? rows[active.index] : undefined;

  return (
    <div
      className={styles.plot}
      style={{ width, height }}
      role="group"
      aria-label={label}
      tabIndex={0}
      onBlur={() => setActive(null)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          setActive(null);
        }
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0) {
          event.preventDefault();
          const index = active ? Math.max(0, Math.min(rows.length - 1, active.index + step)) : 0;
          const box = event.currentTarget.getBoundingClientRect();
          select(index, box.left + left, box.top + top(index) + rowHeight / 2, true);
        }
      }}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const at = event.clientY - box.top;
        select(
          at >= bottom ? -1 : rows.findIndex((_, i) => at < top(i) + rowHeight),
          event.clientX,
          event.clientY,
          false
        );
      }}
      onPointerLeave={() => setActive(null)}
    >
      <svg width={width} height={Math.max(height, bottom + axisHeight)} aria-hidden style={{ display: 'block' }}>
        {x.ticks(Math.max(2, Math.floor((right - left) / 80))).map((tick) => (
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
              y={bottom + 13}
              fontSize={axisFont}
              textAnchor="middle"
              fill={theme.colors.text.secondary}
            >
              {formatShare(tick)}
            </text>
          </g>
        ))}
        {rows.map((entry, i) => {
          const middle = top(i) + rowHeight / 2;
          const change = changeOf(entry);
          const strong = Math.abs(change) >= 0.01 && Math.abs(change) >= widest * 0.25;
          const name = fitText(entry.name, left - 10 - (entry.isNew ? textWidth(badge, 10) + 14 : 0), fontSize);
          return (
            <g key={entry.key}>
              {i === rows.length - 1 && (
                <line
                  x1={0}
                  x2={width}
                  y1={top(i) - divider / 2 + 0.5}
                  y2={top(i) - divider / 2 + 0.5}
                  stroke={theme.colors.border.weak}
                />
              )}
              {active?.index === i && (
                <rect x={0} y={top(i)} width={width} height={rowHeight} rx={2} fill={theme.colors.action.hover} />
              )}
              <text
                x={left - 8}
                y={middle + 4}
                fontSize={fontSize}
                textAnchor="end"
                fill={entry.quiet ? theme.colors.text.secondary : theme.colors.text.primary}
              >
                {name}
              </text>
              {entry.isNew && (
                <Badge
                  text={badge}
                  right={left - 14 - textWidth(name, fontSize)}
                  middle={middle}
                  color={colors.current}
                />
              )}
              {entry.key === 'others' && !showShares && (
                <text
                  x={left + 6}
                  y={middle + 4}
                  fontSize={axisFont}
                  fill={theme.colors.text.secondary}
                  className={styles.number}
                >
                  {sharesText(entry)}
                </text>
              )}
              {entry.key !== 'others' && entry.reference && (
                <rect
                  x={left + 0.5}
                  y={middle - bar - 0.5}
                  width={Math.max(entry.reference.count > 0 ? 1 : 0, x(entry.reference.share) - left)}
                  height={bar}
                  fill={colors.referenceFill}
                  stroke={entry.reference.count > 0 ? colors.reference : 'none'}
                />
              )}
              {entry.key !== 'others' && entry.current && (
                <rect
                  x={left}
                  y={middle + 1}
                  width={Math.max(entry.current.count > 0 ? 1 : 0, x(entry.current.share) - left)}
                  height={bar}
                  fill={colors.current}
                />
              )}
              {showShares && (
                <text
                  x={width - changeWidth}
                  y={middle + 4}
                  fontSize={axisFont}
                  textAnchor="end"
                  fill={theme.colors.text.secondary}
                  className={styles.number}
                >
                  {sharesText(entry)}
                </text>
              )}
              {entry.reference && entry.current && (
                <text
                  x={width - 2}
                  y={middle + 4}
                  fontSize={axisFont}
                  textAnchor="end"
                  fontWeight={strong ? 600 : 400}
                  fill={strong ? theme.colors.text.primary : theme.colors.text.secondary}
                  className={styles.number}
                >
                  {formatPoints(change)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <div aria-live="polite" className={visuallyHidden}>
        {active?.byKeys && row ? `${row.title}, ${sharesText(row)}` : ''}
      </div>
      {active && row && (
        <Tooltip x={active.x} y={active.y}>
          <PairCard title={row.title} pair={row} colors={colors} />
        </Tooltip>
      )}
    </div>
  );
}

function nameOf(bar: CategoryBar): string {
  return bar.name === '' ? t('segment.empty', '(empty)') : bar.name;
}

function sharesText({ reference, current }: Pair): string {
  if (reference && current) {
    return `${formatShare(reference.share)} → ${formatShare(current.share)}`;
  }
  return formatShare((reference ?? current)?.share ?? null);
}

function Badge({ text, right, middle, color }: { text: string; right: number; middle: number; color: string }) {
  const width = textWidth(text, 10) + 8;
  return (
    <g>
      <rect
        x={right - width}
        y={middle - 7}
        width={width}
        height={14}
        rx={3}
        fill="none"
        stroke={color}
        opacity={0.8}
      />
      <text x={right - width / 2} y={middle + 3.5} fontSize={10} textAnchor="middle" fill={color}>
        {text}
      </text>
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  plot: css({
    position: 'relative',
    overflow: 'hidden auto',
    borderRadius: 2,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }),
  number: css({ fontVariantNumeric: 'tabular-nums' }),
});
