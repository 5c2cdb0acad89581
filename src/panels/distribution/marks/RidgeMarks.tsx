// A curve for each window over its base line, the reference's on top and once more, thin, behind every other; drifted ones by colour and by a mark at their
// label. Each hides what it rises into. A window without a value has its base line alone.
import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { Outcome } from '../../../frames/drift';
import { outcomeColor, PairColors } from '../../parts/palette';
import { px } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { Point } from '../shape/curves';
import { OutcomeMark } from './OutcomeMark';

export interface RidgeMark {
  label: string;
  curve: Point[];
  outcome: Outcome | null;
  isReference: boolean;
  /** px */
  base: number;
  showsLabel: boolean;
  centre: number | null;
}

export interface RidgeMarksProps {
  ridges: RidgeMark[];
  rise: number;
  /** From one base line to the next, px. */
  step: number;
  x: ValueScale;
  /** Right end of the labels, px. */
  labelRight: number;
  colors: PairColors;
}

const font = 11;
// A mark is 9 px high; in narrower rows drifted ones have a tick instead.
const leastForMark = 9;

export function RidgeMarks({ ridges, rise, step, x, labelRight, colors }: RidgeMarksProps) {
  const theme = useTheme2();
  const [left, right] = x.range;
  const reference = ridges.find(({ isReference }) => isReference);
  return (
    <g>
      {ridges.map((ridge, i) => {
        const { base, outcome, isReference } = ridge;
        const drifted = outcome === 'drifted';
        const ink = isReference ? colors.reference : drifted ? colors.current : theme.colors.text.secondary;
        return (
          <g key={i}>
            <path d={areaOf(ridge.curve, base, rise, x)} fill={theme.colors.background.primary} />
            {!isReference && reference && ridge.curve.length > 0 && (
              <path
                d={lineOf(reference.curve, base, rise, x)}
                fill="none"
                stroke={colors.reference}
                strokeOpacity={0.75}
                strokeWidth={1}
              />
            )}
            <path
              d={areaOf(ridge.curve, base, rise, x)}
              fill={isReference ? colors.reference : ink}
              fillOpacity={isReference ? 0.22 : drifted ? 0.55 : 0.2}
            />
            <path
              d={lineOf(ridge.curve, base, rise, x)}
              fill="none"
              stroke={ink}
              strokeWidth={isReference ? 1.75 : 1.1}
            />
            <line x1={left} x2={right} y1={base + 0.5} y2={base + 0.5} stroke={theme.colors.border.weak} />
            {ridge.centre !== null && ridge.centre > x.domain[0] && ridge.centre < x.domain[1] && (
              <line
                x1={x(ridge.centre)}
                x2={x(ridge.centre)}
                y1={base - 4}
                y2={base + 1}
                stroke={ink}
                strokeWidth={1.5}
              />
            )}
            {ridge.showsLabel && (
              <text
                x={labelRight - 14}
                y={base - 1}
                fontSize={font}
                textAnchor="end"
                fill={isReference ? theme.colors.text.primary : theme.colors.text.secondary}
              >
                {ridge.label}
              </text>
            )}
            {outcome &&
              outcome !== 'fine' &&
              (step >= leastForMark ? (
                <g transform={`translate(${labelRight - 9} ${base - 8})`}>
                  <OutcomeMark outcome={outcome} color={outcomeColor(theme, outcome)} />
                </g>
              ) : (
                drifted && (
                  <rect
                    x={labelRight - 8}
                    y={base - step + 1}
                    width={7}
                    height={step - 0.5}
                    fill={outcomeColor(theme, outcome)}
                  />
                )
              ))}
          </g>
        );
      })}
    </g>
  );
}

function lineOf(curve: Point[], base: number, rise: number, x: ValueScale): string {
  return curve.map((point, i) => `${i === 0 ? 'M' : 'L'}${px(x(point.x))} ${px(base - point.y * rise)}`).join('');
}

function areaOf(curve: Point[], base: number, rise: number, x: ValueScale): string {
  return curve.length === 0
    ? ''
    : `${lineOf(curve, base, rise, x)}L${px(x(curve[curve.length - 1].x))} ${px(base)}L${px(x(curve[0].x))} ${px(base)}Z`;
}
