// The drawing of categories: bars or changes over an axis of shares, names and numbers beside them. It does not change while somebody points at it.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { axisFont } from '../marks/Axes';
import { CategoryBarMarks } from '../marks/CategoryBarMarks';
import { CategoryChangeMarks } from '../marks/CategoryChangeMarks';
import { CategoryLabels } from '../marks/CategoryLabels';
import { Sides } from '../marks/sides';
import { formatPointsTick } from '../scale/heightScale';
import { CategoryRow } from '../shape/categoryRows';
import { changeOf } from '../shape/pairs';

export interface CategoryDrawingProps {
  rows: CategoryRow[];
  view: 'bars' | 'difference';
  rowHeight: number;
  /** Between the categories and missing values, px. */
  divider: number;
  /** Ends of the axis, px. */
  left: number;
  right: number;
  width: number;
  bottom: number;
  fontSize: number;
  showShares: boolean;
  colors: PairColors;
  shown: Sides;
}

/** Room for the change at the right of each row, px. */
export const changeWidth = 58;

export const CategoryDrawing = React.memo(function CategoryDrawing(props: CategoryDrawingProps) {
  const { rows, view, rowHeight, divider, left, right, width, bottom, fontSize, showShares, colors, shown } = props;
  const theme = useTheme2();
  const middle = (index: number): number =>
    index * rowHeight + (index === rows.length - 1 ? divider : 0) + rowHeight / 2;
  const x = scaleLinear().domain(extentOf(rows, view)).range([left, right]);
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
          <text x={x(tick)} y={bottom + 14} fontSize={axisFont} textAnchor="middle" fill={theme.colors.text.secondary}>
            {view === 'difference' ? `${formatPointsTick(tick)} pp` : `${formatNumber(tick * 100)} %`}
          </text>
        </g>
      ))}
      {view === 'difference' ? (
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
});

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
