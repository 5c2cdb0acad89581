// A strip along the axis that shows where the distance comes from: the area of each bar is its part of the whole. It hangs from the axis, so that it is not
// taken for rows.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { ValueScale } from '../scale/valueScale';
import { Contribution } from '../shape/contributions';

export interface ContributionStripProps {
  contribution: Contribution;
  x: ValueScale;
  /** Upper edge, px. */
  top: number;
  height: number;
  /** The distance is no drift: where it comes from is mostly chance. */
  quiet: boolean;
}

export function ContributionStrip({
  contribution: { segments, additive },
  x,
  top,
  height,
  quiet,
}: ContributionStripProps) {
  const theme = useTheme2();
  const [from, to] = x.domain;
  const bars = segments
    .map((segment) => {
      const [left, right] = [x(Math.max(from, segment.from)), x(Math.min(to, segment.to))];
      return { left, width: right - left, share: segment.share };
    })
    .filter(({ width }) => width > 0);
  const density = ({ share, width }: { share: number; width: number }): number => (additive ? share / width : share);
  const highest = Math.max(1e-12, ...bars.map(density));
  const path = bars
    .map(
      (bar) =>
        `M${bar.left.toFixed(1)} ${top}h${bar.width.toFixed(1)}v${((density(bar) / highest) * height).toFixed(1)}h${(-bar.width).toFixed(1)}Z`
    )
    .join('');
  return (
    <g>
      <rect
        x={x.range[0]}
        y={top}
        width={x.range[1] - x.range[0]}
        height={height}
        fill={theme.colors.background.secondary}
      />
      <path d={path} fill={theme.colors.text.secondary} fillOpacity={quiet ? 0.35 : 0.85} />
    </g>
  );
}
