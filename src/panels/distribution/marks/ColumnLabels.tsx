// Names of columns below them: the reference's, the chosen one's in full, and as many others as have room.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { StackColumns } from '../shape/stackColumns';
import { axisFont } from './Axes';

export interface ColumnLabelsProps {
  names: string[];
  columns: StackColumns;
  y: number;
  chosen: number;
  hasReference: boolean;
  right: number;
}

export function ColumnLabels({ names, columns, y, chosen, hasReference, right }: ColumnLabelsProps) {
  const theme = useTheme2();
  const first = hasReference ? 1 : 0;
  const taken: Array<[number, number]> = [];
  const labels = [chosen, ...(hasReference ? [0] : []), names.length - 1, ...names.keys()]
    .filter((i, at, all) => i >= 0 && all.indexOf(i) === at)
    .flatMap((i) => {
      const half = textWidth(names[i], axisFont) / 2;
      const middle = columns.left[i] + columns.width / 2;
      const at = Math.max(half, Math.min(right + 20 - half, middle));
      const free = taken.every(([from, to]) => at + half < from || at - half > to);
      if (!free) {
        return [];
      }
      taken.push([at - half - 8, at + half + 8]);
      return [{ i, at }];
    });
  return (
    <g fontSize={axisFont} textAnchor="middle">
      {labels.map(({ i, at }) => (
        <text
          key={i}
          x={at}
          y={y + 16}
          fontWeight={i === chosen ? 600 : 400}
          fill={i === chosen || i < first ? theme.colors.text.primary : theme.colors.text.secondary}
        >
          {names[i]}
        </text>
      ))}
    </g>
  );
}
