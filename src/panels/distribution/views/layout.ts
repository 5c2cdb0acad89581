// Where the parts of a numeric plot are, px: heights at the left, bars beside the axis on both sides, the axis and its strip below.
import { textWidth } from '../../parts/fitText';
import { SideBar } from '../shape/sideBars';

export interface Layout {
  top: number;
  bottom: number;
  /** Ends of the labels of heights, and of the value axis. */
  left: number;
  plotLeft: number;
  plotRight: number;
  slot: number;
  before: SideBar[];
  after: SideBar[];
  /** Left edges of the bars before and after the plot. */
  beforeLeft: number;
  afterLeft: number;
  /** Room between the axis and its labels, for the strip; 0 without one. */
  strip: number;
  titled: boolean;
}

export const axisHeight = 22;
export const stripHeight = 8;
const axisFont = 11;
// Between the plot and the bars beside it.
const sideGap = 12;
// In narrow plots the bars beside them are narrow too, or there would be more of them than of the plot.
const narrow = 420;
// In less than this there is no room for words above the axis.
const leastForTitle = 130;

export interface LayoutOf {
  width: number;
  height: number;
  side: SideBar[];
  /** Labels of heights, to make room for the widest. */
  labels: string[];
  strip: boolean;
}

export function layoutOf({ width, height, side, labels, strip }: LayoutOf): Layout {
  const titled = height >= leastForTitle;
  const slot = width < narrow ? 35 : 46;
  const before = side.filter(({ key }) => key === 'below');
  const after = side.filter(({ key }) => key !== 'below');
  const left = Math.ceil(Math.max(...labels.map((label) => textWidth(label, axisFont)), 12)) + 8;
  const plotLeft = left + (before.length > 0 ? slot + 6 : 0);
  const plotRight = Math.max(plotLeft + 20, width - after.length * slot - sideGap);
  const under = strip ? stripHeight + 2 : 0;
  const top = titled ? 22 : 6;
  return {
    top,
    bottom: Math.max(top + 10, height - axisHeight - under),
    left,
    plotLeft,
    plotRight,
    slot,
    before,
    after,
    beforeLeft: left,
    afterLeft: plotRight + sideGap,
    strip: under,
    titled,
  };
}

/** The position of the bar under x among all that stand beside the plot, below ones first, with the bins between; −1 for none. */
export function sideAt(layout: Layout, x: number, bins: number): number {
  const { before, after, left, plotLeft, afterLeft, slot } = layout;
  if (x < plotLeft) {
    return before.length > 0 && x > left ? 0 : -1;
  }
  const at = Math.floor((x - afterLeft) / slot);
  return at >= 0 && at < after.length ? before.length + bins + at : -1;
}

/** The middle of the n-th bar beside the plot. */
export function sideMiddle(layout: Layout, place: number, bins: number): number {
  const { before, beforeLeft, afterLeft, slot } = layout;
  return place < before.length ? beforeLeft + slot / 2 : afterLeft + slot * (place - before.length - bins + 0.5);
}
