// Marks a sample's middle on the value axis; nothing where it is unknown or outside the plot.
import React from 'react';
import { ValueScale } from '../scale/valueScale';

export function CentreLine({
  value,
  x,
  y,
  color,
}: {
  value: number | null;
  x: ValueScale;
  y: [number, number];
  color: string;
}) {
  const [from, to] = x.domain;
  if (value === null || value < from || value > to) {
    return null;
  }
  const at = x(value);
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={y[0] + 6}
        y2={y[1]}
        stroke={color}
        strokeWidth={1.25}
        strokeDasharray="3 3"
        opacity={0.9}
      />
      <path d={`M${at - 4} ${y[0]}h8l-4 6Z`} fill={color} />
    </g>
  );
}
