// Cells on a canvas that holds the visible lines and some beyond them, so that scrolling seldom draws anew.
import React, { useLayoutEffect, useRef } from 'react';
import { GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { CellsProps } from './cellsProps';
import { paint, Painting, Pen } from './paint';
import { addSign, isFilled } from './signs';

/** Cells narrower than this have no room for an edge, px. */
const edged = 3;

export function CanvasCells({ painting, width }: CellsProps) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const top = painting.first * painting.rowHeight;
  const height = (painting.last - painting.first) * painting.rowHeight;
  useLayoutEffect(() => {
    const ratio = window.devicePixelRatio || 1;
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) {
      return;
    }
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, -top * ratio);
    draw(context, painting, theme, { width, ratio });
  }, [painting, width, height, top, theme]);
  return <canvas ref={canvas} aria-hidden style={{ position: 'absolute', left: 0, top, width, height }} />;
}

function draw(
  context: CanvasRenderingContext2D,
  painting: Painting,
  theme: GrafanaTheme2,
  { width, ratio }: { width: number; ratio: number }
): void {
  const hatch = hatchFill(context, theme.colors.text.disabled);
  const signs = new Map<string, { color: string; filled: boolean; path: Path2D }>();
  const snap = (px: number): number => Math.round(px * ratio) / ratio;
  const pen: Pen = {
    band: (y, height) => {
      context.fillStyle = theme.colors.background.secondary;
      context.fillRect(0, y, width, height);
    },
    box: (x, y, full, height, look) => {
      const left = snap(x);
      const wide = Math.max(1 / ratio, snap(x + full) - left);
      if (look.fill) {
        context.globalAlpha = look.opacity;
        context.fillStyle = look.fill === 'hatch' ? hatch : look.fill;
        context.fillRect(left, y, wide, height);
        context.globalAlpha = 1;
      }
      if (look.stroke && wide >= edged) {
        context.strokeStyle = look.stroke;
        context.setLineDash(look.dashed ? [2, 2] : []);
        context.strokeRect(left + 0.5, y + 0.5, wide - 1, height - 1);
      }
    },
    sign: (sign, x, y, radius, color) => {
      const filled = isFilled(sign);
      let of = signs.get(`${color} ${filled}`);
      if (!of) {
        of = { color, filled, path: new Path2D() };
        signs.set(`${color} ${filled}`, of);
      }
      addSign(of.path, sign, x, y, radius);
    },
    text: (text, x, y, color) => {
      context.fillStyle = color;
      context.fillText(text, x, y);
    },
  };
  context.font = `11px ${theme.typography.fontFamily}`;
  context.textAlign = 'center';
  paint(pen, painting);
  context.setLineDash([]);
  context.lineWidth = 1.4;
  for (const { color, filled, path } of signs.values()) {
    if (filled) {
      context.fillStyle = color;
      context.fill(path);
    } else {
      context.strokeStyle = color;
      context.stroke(path);
    }
  }
}

function hatchFill(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const pen = tile.getContext('2d');
  if (!pen) {
    return color;
  }
  pen.strokeStyle = color;
  pen.globalAlpha = 0.75;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
