// The severities of a row as bars in a line of the table.
import React, { useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { outcomeColor } from '../../parts/palette';
import { Columns } from '../shape/columns';
import { HeatRow } from '../shape/rows';
import { SparkSize, sparkOf } from './spark';

export interface SparklineProps {
  row: HeatRow;
  columns: Columns;
  extent: { from: number; to: number };
  size: SparkSize;
}

export const Sparkline = React.memo(function Sparkline({ row, columns, extent, size }: SparklineProps) {
  const theme = useTheme2();
  const { calm, drifted, line } = useMemo(() => sparkOf(row, columns, extent, size), [row, columns, extent, size]);
  return (
    <svg width={size.width} height={size.height} aria-hidden style={{ display: 'block' }}>
      <path d={calm} fill={theme.colors.text.disabled} opacity={0.7} />
      <path d={drifted} fill={outcomeColor(theme, 'drifted')} />
      {line !== null && (
        <path d={`M0 ${line}H${size.width}`} stroke={theme.colors.text.secondary} strokeDasharray="2 2" />
      )}
    </svg>
  );
});
