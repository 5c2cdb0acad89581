// What a view over bins makes of a feature: how high it is, what its heights are, and how it is drawn. Each such view is a file beside this one and an entry
// in binViews.ts.
import React from 'react';
import { Field } from '@grafana/data';
import { NumericDistribution } from '../../../frames/samples';
import { PairColors } from '../../parts/palette';
import { Sides } from '../marks/sides';
import { HeightScale } from '../scale/paths';
import { ValueScale } from '../scale/valueScale';
import { CumulativePair } from '../shape/cumulative';
import { NumericShape } from '../shape/numeric';

export interface Canvas {
  x: ValueScale;
  y: HeightScale;
  colors: PairColors;
  shown: Sides;
}

export interface Picture {
  /** Lowest and highest of what is drawn, with a little room. */
  extent: [number, number];
  /** What heights are of, in words. */
  title: (field: Field) => string;
  format: (tick: number) => string;
  draw: (canvas: Canvas) => React.ReactNode;
  /** The samples' middles have a place in it. */
  centres: boolean;
  /** A band shows what noise explains. */
  band: boolean;
  /** Shares at or below the upper edge of a bin, where the view is of them. */
  cumulative: CumulativePair[] | null;
  /** Why nothing can be drawn although there are values; '' where something can. */
  refusal: string;
}

export type MakePicture = (shape: NumericShape, distribution: NumericDistribution, back: number) => Picture;

/** Room above the highest bar, as a factor. */
export const headroom = 1.06;
