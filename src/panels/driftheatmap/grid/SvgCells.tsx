// Cells as SVG. Signs of one colour are joined to few paths.
import React, { useId, useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';
import type { CellsProps } from './cellsProps';
import { Look } from './looks';
import { paint, Painting, Pen } from './paint';
import { isFilled, signPath } from './signs';

// Narrower cells have sharp edges, or their neighbours' colours would mix between pixels, px.
const rounded = 4;

interface Box {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  look: Look;
}

interface Signs {
  color: string;
  filled: boolean;
  parts: string[];
}

interface Text {
  text: string;
  x: number;
  y: number;
  color: string;
}

export function SvgCells({ painting, width }: CellsProps) {
  const theme = useTheme2();
  const hatch = `hatch-${useId().replace(/\W/g, '')}`;
  const { bands, boxes, signs, texts } = useMemo(() => collect(painting), [painting]);
  const top = painting.first * painting.rowHeight;
  const height = (painting.last - painting.first) * painting.rowHeight;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 ${top} ${width} ${height}`}
      aria-hidden
      style={{ position: 'absolute', left: 0, top, display: 'block' }}
    >
      <defs>
        <HatchPattern id={hatch} color={theme.colors.text.disabled} />
      </defs>
      {bands.map(({ y, height: high }) => (
        <rect key={y} y={y} width={width} height={high} fill={theme.colors.background.secondary} />
      ))}
      {boxes.map(({ key, x, y, width: full, height: high, look }) => {
        const inset = look.stroke ? 0.5 : 0;
        return (
          <rect
            key={key}
            x={x + inset}
            y={y + inset}
            width={Math.max(0.5, full - 2 * inset)}
            height={Math.max(0.5, high - 2 * inset)}
            rx={full < rounded ? undefined : Math.min(2, full / 4)}
            shapeRendering={full < rounded ? 'crispEdges' : undefined}
            fill={look.fill === 'hatch' ? `url(#${hatch})` : (look.fill ?? 'none')}
            fillOpacity={look.opacity}
            stroke={look.stroke ?? undefined}
            strokeDasharray={look.dashed ? '2 2' : undefined}
          />
        );
      })}
      {signs.map(({ color, filled, parts }) => (
        <path
          key={`${color}${filled}`}
          d={parts.join('')}
          fill={filled ? color : 'none'}
          stroke={filled ? undefined : color}
          strokeWidth={1.4}
        />
      ))}
      {texts.map(({ text, x, y, color }) => (
        <text key={`${x} ${y}`} x={x} y={y} fontSize={11} textAnchor="middle" fill={color}>
          {text}
        </text>
      ))}
    </svg>
  );
}

interface Drawn {
  bands: Array<{ y: number; height: number }>;
  boxes: Box[];
  signs: Signs[];
  texts: Text[];
}

function collect(painting: Painting): Drawn {
  const bands: Drawn['bands'] = [];
  const boxes: Box[] = [];
  const texts: Text[] = [];
  const signs = new Map<string, Signs>();
  const pen: Pen = {
    band: (y, height) => bands.push({ y, height }),
    box: (x, y, width, height, look, line, cell) =>
      boxes.push({ key: `${painting.lines[line].key} ${cell}`, x, y, width, height, look }),
    sign: (sign, x, y, radius, color) => {
      const filled = isFilled(sign);
      const of = signs.get(`${color} ${filled}`) ?? { color, filled, parts: [] };
      of.parts.push(signPath(sign, x, y, radius));
      signs.set(`${color} ${filled}`, of);
    },
    text: (text, x, y, color) => texts.push({ text, x, y, color }),
  };
  paint(pen, painting);
  return { bands, boxes, signs: [...signs.values()], texts };
}

export function HatchPattern({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={1.1} height={5} fill={color} opacity={0.75} />
    </pattern>
  );
}
