// What stands beside the bars of categories: names at the left, new ones with a badge; at the right both shares, the change, and its part of the distance.
import React from 'react';
import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { fitText, textWidth } from '../../parts/fitText';
import { formatShare, formatShares } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { CategoryRow } from '../shape/categoryRows';
import { isBeyondNoise, Pair } from '../shape/pairs';
import { axisFont } from './Axes';

export interface CategoryLabelsProps {
  rows: CategoryRow[];
  middle: (row: number) => number;
  fontSize: number;
  /** Right end of the names, and of the numbers, px. */
  left: number;
  right: number;
  changeWidth: number;
  showShares: boolean;
  /** The bar of all others is not drawn: its shares stand in its place where they do not stand at the right. */
  othersAsText: boolean;
  colors: PairColors;
}

export function CategoryLabels(props: CategoryLabelsProps) {
  const { rows, middle, fontSize, left, right, changeWidth, showShares, othersAsText, colors } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const badge = t('category.new', 'new');
  return (
    <g>
      {rows.map((row, i) => {
        const badgeRoom = row.isNew ? textWidth(badge, 10) + 14 : 0;
        const name = fitText(row.name, left - 10 - badgeRoom, fontSize);
        const strong = isBeyondNoise(row) ?? false;
        return (
          <g key={row.key}>
            <text
              x={left - 8}
              y={middle(i) + 4}
              fontSize={fontSize}
              textAnchor="end"
              fill={row.quiet ? theme.colors.text.secondary : theme.colors.text.primary}
            >
              {name}
            </text>
            {row.isNew && (
              <Badge
                text={badge}
                right={left - 14 - textWidth(name, fontSize)}
                middle={middle(i)}
                color={colors.current}
              />
            )}
            {(showShares || (othersAsText && row.key === 'others')) && (
              <text
                x={showShares ? right - changeWidth : left + 6}
                y={middle(i) + 4}
                fontSize={axisFont}
                textAnchor={showShares ? 'end' : 'start'}
                fill={theme.colors.text.secondary}
                className={styles.number}
              >
                {sharesText(row)}
              </text>
            )}
            {row.reference && row.current && (
              <text
                x={right - 2}
                y={middle(i) + 4}
                fontSize={axisFont}
                textAnchor="end"
                fontWeight={strong ? 600 : 400}
                fill={strong ? theme.colors.text.primary : theme.colors.text.secondary}
                className={styles.number}
              >
                {formatShares(row.reference.share, row.current.share).change}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

export function sharesText({ reference, current }: Pair): string {
  if (reference && current) {
    const { before, after } = formatShares(reference.share, current.share);
    return `${before} → ${after}`;
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

const getStyles = () => ({
  number: css({ fontVariantNumeric: 'tabular-nums' }),
});
