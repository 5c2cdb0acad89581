// What is pointed at or selected, behind the drawing: a tint, and an edge around a selection.
import React from 'react';
import { useTheme2 } from '@grafana/ui';

export interface SelectionMarksProps {
  places: readonly number[];
  /** Selected, not only pointed at. */
  strong: boolean;
  /** Left and right end of a place, px. */
  box: (place: number) => [number, number];
  top: number;
  bottom: number;
}

export function SelectionMarks({ places, strong, box, top, bottom }: SelectionMarksProps) {
  const theme = useTheme2();
  if (places.length === 0) {
    return null;
  }
  const ends = places.map(box);
  const left = Math.min(...ends.map(([from]) => from));
  const right = Math.max(...ends.map(([, to]) => to));
  return (
    <rect
      x={left}
      y={top}
      width={Math.max(1, right - left)}
      height={bottom - top}
      fill={theme.colors.action.selected}
      stroke={strong ? theme.colors.primary.border : 'none'}
      strokeWidth={1}
    />
  );
}
