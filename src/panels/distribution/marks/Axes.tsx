// The two axes of a plot: values below, shares at the left with faint lines across.
import React from 'react';
import { Field } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { formatField, formatNumber } from '../../parts/numbers';
import { HeightScale } from '../scale/paths';
import { significantDigits, tickDigits, ValueScale, valueTicks } from '../scale/valueScale';

export const axisFont = 11;

export interface ValueAxisProps {
  x: ValueScale;
  /** Where the axis is, and how far below it the labels begin, px. */
  y: number;
  gap?: number;
  field: Field;
}

export function ValueAxis({ x, y, gap = 0, field }: ValueAxisProps) {
  const theme = useTheme2();
  const [left, right] = x.range;
  return (
    <g>
      <line x1={left} x2={right} y1={y + 0.5} y2={y + 0.5} stroke={theme.colors.border.medium} />
      {fittingTicks(x, field).map(({ value, label }) => {
        const half = textWidth(label, axisFont) / 2;
        const at = Math.max(left + half - 3, Math.min(right - half + 3, x(value)));
        return (
          <g key={value}>
            <line
              x1={x(value)}
              x2={x(value)}
              y1={y + gap + 1}
              y2={y + gap + (label === '' ? 3 : 5)}
              stroke={theme.colors.border.strong}
            />
            {label !== '' && (
              <text x={at} y={y + gap + 16} fontSize={axisFont} textAnchor="middle" fill={theme.colors.text.secondary}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

interface LabelledTick {
  value: number;
  /** '' for a tick without one. */
  label: string;
}

// As many ticks as their labels, in the field's unit, leave room for: on a log axis labels are as near as their values.
function fittingTicks(x: ValueScale, field: Field): LabelledTick[] {
  const [left, right] = x.range;
  let fitting: LabelledTick[] = [];
  for (let most = Math.min(12, Math.max(2, Math.floor((right - left) / 50))); most >= 1; most--) {
    const format = tickFormat(x, field, most);
    fitting = valueTicks(x, most).map(({ value, labelled }) => ({ value, label: labelled ? format(value) : '' }));
    let end = -Infinity;
    const apart = fitting.every(({ value, label }) => {
      const half = label === '' ? 0 : textWidth(label, axisFont) / 2;
      const free = label === '' || x(value) - half >= end;
      end = label === '' ? end : x(value) + half + 10;
      return free;
    });
    if (apart) {
      return fitting;
    }
  }
  return fitting;
}

/** How ticks on a value axis are written: in the field's unit, else all with the same digits. */
export function tickFormat(x: ValueScale, field: Field, most: number): (value: number) => string {
  const digits = tickDigits(x, most);
  if (hasFormat(field)) {
    return (value) => formatField(field, value);
  }
  return digits === null || Math.max(...x.domain.map(Math.abs)) >= 1e7 || digits > 6
    ? (value) => formatNumber(value, Math.max(4, significantDigits(x, most) ?? 4))
    : (value) => evenly(value, digits);
}

// All ticks with the same number of digits: 0.0, 0.1 … 1.0.
function evenly(value: number, digits: number): string {
  return value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−');
}

function hasFormat(field: Field): boolean {
  return field.config.unit !== undefined || (field.config.decimals ?? null) !== null;
}

export interface HeightAxisProps {
  y: HeightScale;
  left: number;
  right: number;
  format: (value: number) => string;
  /** What heights are of, above the axis; '' for none. */
  title: string;
  /** Where it begins; bars that stand at the left of the plot have numbers there. */
  titleLeft?: number;
}

export function HeightAxis({ y, left, right, format, title, titleLeft = 2 }: HeightAxisProps) {
  const theme = useTheme2();
  const [, top] = y.range();
  return (
    <g>
      {title !== '' && (
        <text x={titleLeft} y={top - 10} fontSize={axisFont} fill={theme.colors.text.secondary}>
          {title}
        </text>
      )}
      {heightTicks(y).map((value) => (
        <g key={value}>
          {(value !== 0 || y.domain()[0] < 0) && (
            <line
              x1={left}
              x2={right}
              y1={Math.round(y(value)) + 0.5}
              y2={Math.round(y(value)) + 0.5}
              stroke={value === 0 ? theme.colors.border.strong : theme.colors.border.weak}
            />
          )}
          <text x={left - 6} y={y(value) + 3.5} fontSize={axisFont} textAnchor="end" fill={theme.colors.text.secondary}>
            {format(value)}
          </text>
        </g>
      ))}
    </g>
  );
}

export function heightTicks(y: HeightScale): number[] {
  const [bottom, top] = y.range();
  const wanted = Math.max(1, Math.min(5, Math.floor((bottom - top) / 34)));
  // One tick says nothing of the scale.
  return [wanted, wanted + 1, wanted + 2].map((count) => y.ticks(count)).find(({ length }) => length > 1) ?? y.ticks(4);
}
