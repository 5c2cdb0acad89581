// Cumulative shares of the two samples, what noise explains around the reference, and where the two are furthest apart.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { formatPoints } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { bandPath, HeightScale, linePath } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { Band, Point } from '../shape/curves';

export interface EcdfMarksProps {
  reference: Point[] | null;
  current: Point[] | null;
  band: Band[];
  /** Where the curves are furthest apart; null where nothing is compared. */
  gap: { x: number; reference: number; current: number } | null;
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
}

export function EcdfMarks({ reference, current, band, gap, x, y, colors }: EcdfMarksProps) {
  return (
    <g>
      <path d={bandPath(band, x, y)} fill={colors.referenceFill} />
      {reference && (
        <path
          d={linePath(toEnds(reference, x), x, y)}
          fill="none"
          stroke={colors.reference}
          strokeWidth={2}
          strokeLinejoin="round"
        />
      )}
      {current && (
        <path
          d={linePath(toEnds(current, x), x, y)}
          fill="none"
          stroke={colors.current}
          strokeWidth={2}
          strokeLinejoin="round"
        />
      )}
      {reference && current && gap && <GapMark gap={gap} x={x} y={y} />}
    </g>
  );
}

// Beyond its bins a curve goes straight on.
function toEnds(curve: Point[], { domain }: ValueScale): Point[] {
  return [{ x: domain[0], y: curve[0].y }, ...curve, { x: domain[1], y: curve[curve.length - 1].y }];
}

function GapMark({
  gap,
  x,
  y,
}: {
  gap: { x: number; reference: number; current: number };
  x: ValueScale;
  y: HeightScale;
}) {
  const theme = useTheme2();
  const [high, low] = [y(Math.max(gap.reference, gap.current)), y(Math.min(gap.reference, gap.current))];
  if (low - high < 4) {
    return null;
  }
  const at = x(gap.x);
  const size = formatPoints(Math.abs(gap.reference - gap.current)).replace('+', '');
  const label = t('ecdf.gap', 'gap {{gap}}', { gap: size });
  const [left, right] = x.range;
  const onRight = at + 10 + textWidth(label, 11) < right;
  const ink = theme.colors.text.primary;
  return (
    <g>
      <path
        d={`M${at - 4} ${high}h8M${at} ${high}V${low}M${at - 4} ${low}h8`}
        stroke={ink}
        strokeWidth={1.5}
        fill="none"
      />
      <text
        x={onRight ? at + 8 : Math.max(left, at - 8)}
        y={(high + low) / 2 + 4}
        fontSize={11}
        fontWeight={500}
        textAnchor={onRight ? 'start' : 'end'}
        fill={ink}
        stroke={theme.colors.background.primary}
        strokeWidth={5}
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  );
}
