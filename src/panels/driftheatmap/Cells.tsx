// Draws cells: as SVG up to a size that browsers lay out quickly, on canvas above it. Both draw the same shapes.
import React, { useEffect, useId, useRef } from 'react';
import { useTheme2 } from '@grafana/ui';
import { Shapes } from './shapes';

export const svgCellLimit = 5000;

export interface CellsProps {
  shapes: Shapes;
  width: number;
  height: number;
}

export const Cells = React.memo(function Cells(props: CellsProps) {
  return props.shapes.cells.length <= svgCellLimit ? <SvgCells {...props} /> : <CanvasCells {...props} />;
});

function SvgCells({ shapes, width, height }: CellsProps) {
  const theme = useTheme2();
  const hatch = `hatch-${useId().replace(/\W/g, '')}`;
  return (
    <svg width={width} height={height} aria-hidden style={{ display: 'block' }}>
      <defs>
        <HatchPattern id={hatch} color={theme.colors.text.disabled} />
      </defs>
      {shapes.cells.map((cell) => (
        <rect
          key={cell.key}
          x={cell.stroke ? cell.x + 0.5 : cell.x}
          y={cell.stroke ? cell.y + 0.5 : cell.y}
          width={Math.max(0.5, cell.stroke ? cell.width - 1 : cell.width)}
          height={Math.max(0.5, cell.stroke ? cell.height - 1 : cell.height)}
          rx={Math.min(2, cell.width / 4)}
          fill={cell.fill === 'hatch' ? `url(#${hatch})` : cell.fill}
          fillOpacity={cell.opacity}
          stroke={cell.stroke ?? undefined}
          strokeDasharray={cell.dashed ? '2 2' : undefined}
        />
      ))}
      {shapes.marks.map((mark) => (
        <path
          key={`${mark.color}${mark.filled}`}
          d={mark.path}
          fill={mark.filled ? mark.color : 'none'}
          stroke={mark.filled ? undefined : mark.color}
          strokeWidth={1.4}
        />
      ))}
      {shapes.numbers.map((number) => (
        <text key={number.key} x={number.x} y={number.y} fontSize={11} textAnchor="middle" fill={number.color}>
          {number.text}
        </text>
      ))}
    </svg>
  );
}

export function HatchPattern({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={1.1} height={5} fill={color} opacity={0.75} />
    </pattern>
  );
}

function CanvasCells({ shapes, width, height }: CellsProps) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const ratio = window.devicePixelRatio || 1;
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) {
      return;
    }
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const hatch = hatchFill(context, theme.colors.text.disabled);
    for (const cell of shapes.cells) {
      context.globalAlpha = cell.opacity;
      if (cell.fill !== 'none') {
        context.fillStyle = cell.fill === 'hatch' ? hatch : cell.fill;
        context.fillRect(cell.x, cell.y, cell.width, cell.height);
      }
      context.globalAlpha = 1;
      if (cell.stroke && cell.width >= 3) {
        context.strokeStyle = cell.stroke;
        context.setLineDash(cell.dashed ? [2, 2] : []);
        context.strokeRect(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1);
      }
    }
    context.setLineDash([]);
    context.lineWidth = 1.4;
    for (const mark of shapes.marks) {
      const path = new Path2D(mark.path);
      if (mark.filled) {
        context.fillStyle = mark.color;
        context.fill(path);
      } else {
        context.strokeStyle = mark.color;
        context.stroke(path);
      }
    }
  }, [shapes, width, height, theme]);
  return <canvas ref={canvas} aria-hidden style={{ display: 'block', width, height }} />;
}

function hatchFill(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const draw = tile.getContext('2d');
  if (!draw) {
    return color;
  }
  draw.strokeStyle = color;
  draw.globalAlpha = 0.75;
  draw.beginPath();
  for (const shift of [-6, 0, 6]) {
    draw.moveTo(shift, 6);
    draw.lineTo(shift + 6, 0);
  }
  draw.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
