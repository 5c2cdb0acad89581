// Annotations above the grid: flags for moments, bands for stretches of time, and their lines through the grid. The shape says the kind, the colour is the
// annotation's own.
import React, { useId } from 'react';
import { useTheme2 } from '@grafana/ui';
import { MarkCluster, MarkKind } from '../shape/annotations';
import { trackHeight } from './layout';
import { markColor } from './markColor';
import { HatchPattern } from './SvgCells';
import { View } from './view';

const bandHeight = trackHeight - 2;
/** A stretch is never drawn narrower than this, px. */
const narrowest = 3;

export const MarksLane = React.memo(function MarksLane({ view, active }: { view: View; active: number }) {
  const theme = useTheme2();
  const id = `marks-${useId().replace(/\W/g, '')}`;
  const { labelWidth, plotWidth, marksHeight, flagHeight, tracks } = view.layout;
  return (
    <svg
      width={plotWidth}
      height={marksHeight}
      aria-hidden
      style={{ display: 'block', overflow: 'visible', marginLeft: labelWidth }}
      data-testid="drift-heatmap-marks"
    >
      {view.clusters.map((cluster, i) => {
        const color = markColor(theme, cluster);
        const [left, right] = edges(view, cluster);
        const ring = i === active ? theme.colors.text.maxContrast : undefined;
        if (cluster.to === null) {
          return (
            <path key={i} d={flagPath(cluster.kind, left, flagHeight)} fill={color} stroke={ring} strokeWidth={1.5} />
          );
        }
        const y = flagHeight + tracks.indexOf(cluster.kind) * trackHeight;
        return (
          <g key={i}>
            {cluster.kind === 'excluded' && (
              <defs>
                <HatchPattern id={`${id}-${i}`} color={color} />
              </defs>
            )}
            <rect
              x={left}
              y={y}
              width={Math.max(narrowest, right - left)}
              height={bandHeight}
              rx={1.5}
              fill={cluster.kind === 'excluded' ? `url(#${id}-${i})` : color}
              fillOpacity={cluster.kind === 'other' ? 0.45 : 1}
              stroke={ring ?? (cluster.kind === 'drift' ? 'none' : color)}
              strokeWidth={ring ? 1.5 : 0.8}
            />
          </g>
        );
      })}
    </svg>
  );
});

// A version is a pennant, a new reference a square flag, every other moment a pointer downwards.
export function flagPath(kind: MarkKind, x: number, height: number): string {
  const foot = height - 1;
  const pole = `M${x - 0.75} ${foot}V1`;
  switch (kind) {
    case 'version':
      return `${pole}H${x + 8}L${x + 5.5} 4L${x + 8} 7H${x + 0.75}V${foot}Z`;
    case 'reference':
      return `${pole}H${x + 7}V7H${x + 0.75}V${foot}Z`;
    default:
      return `M${x - 4.5} ${foot - 8}H${x + 4.5}L${x} ${foot}Z`;
  }
}

function edges({ x, layout }: View, { from, to }: MarkCluster): [number, number] {
  const inside = (px: number): number => Math.max(0, Math.min(layout.plotWidth, px));
  return [inside(x(from)), inside(x(to ?? from))];
}

/** From the lane through the grid: a line at each moment, and at the ends of each stretch. Cells keep their colours, which say how severe they are. */
export const MarkLinesThrough = React.memo(function MarkLinesThrough({ view, active }: { view: View; active: number }) {
  const theme = useTheme2();
  const { plotWidth, marksHeight, flagHeight, bandHeight, bodyHeight } = view.layout;
  const height = marksHeight + bandHeight + bodyHeight;
  return (
    <svg width={plotWidth} height={height} aria-hidden style={overlay}>
      {view.clusters.map((cluster, i) => {
        const [left, right] = edges(view, cluster);
        const color = markColor(theme, cluster);
        const strong = i === active;
        if (cluster.to === null) {
          const line = `M${left} ${flagHeight - 1}V${height}`;
          return (
            <g key={i}>
              <path d={line} stroke={theme.colors.background.primary} strokeWidth={3} opacity={0.75} />
              <path d={line} stroke={color} strokeWidth={strong ? 2.5 : 1.25} />
            </g>
          );
        }
        const width = Math.max(narrowest, right - left);
        return (
          <g key={i}>
            {strong && (
              <rect x={left} y={marksHeight} width={width} height={height - marksHeight} fill={color} opacity={0.14} />
            )}
            <path
              d={`M${left} ${marksHeight}V${height}M${right} ${marksHeight}V${height}`}
              stroke={color}
              strokeWidth={strong ? 2 : 1}
              strokeDasharray="2 3"
              opacity={strong ? 1 : 0.8}
            />
          </g>
        );
      })}
    </svg>
  );
});

const overlay: React.CSSProperties = { position: 'absolute', left: 0, top: 0, pointerEvents: 'none' };
