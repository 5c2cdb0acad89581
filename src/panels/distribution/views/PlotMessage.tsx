// Why there is nothing in a plot, in its middle. Long texts are broken.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';

const font = 12;

export function PlotMessage({
  text,
  left,
  right,
  middle,
}: {
  text: string;
  left: number;
  right: number;
  middle: number;
}) {
  const theme = useTheme2();
  const lines = broken(text, right - left - 16);
  return (
    <text textAnchor="middle" fontSize={font} fill={theme.colors.text.secondary}>
      {lines.map((line, i) => (
        <tspan key={i} x={(left + right) / 2} y={middle + (i - (lines.length - 1) / 2) * 16}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function broken(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    const longer = last === undefined ? word : `${last} ${word}`;
    return last === undefined || textWidth(longer, font) > width ? [...lines, word] : [...lines.slice(0, -1), longer];
  }, []);
}
