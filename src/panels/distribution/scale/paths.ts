// SVG paths over bins and points.
import { ScaleLinear } from 'd3-scale';
import { Bin } from '../../../statistics/binned';
import { ValueScale } from './valueScale';

export type HeightScale = ScaleLinear<number, number>;

/** A staircase over the bins, from the base line and back to it. */
export function stepPath(bins: Bin[], heights: number[], x: ValueScale, y: HeightScale): string {
  if (bins.length === 0) {
    return '';
  }
  const base = y(0);
  const parts = [`M${px(x(bins[0].from))} ${px(base)}`];
  bins.forEach((bin, i) => {
    // Bins may have gaps between them: the stair goes down and up again.
    if (i > 0 && bin.from > bins[i - 1].to) {
      parts.push(`V${px(base)}H${px(x(bin.from))}`);
    }
    parts.push(`V${px(y(heights[i]))}H${px(x(bin.to))}`);
  });
  parts.push(`V${px(base)}`);
  return parts.join('');
}

/** A staircase of one level per bin and back along another: the area between the two. */
export function stepBand(bins: Bin[], low: number[], high: number[], x: ValueScale, y: HeightScale): string {
  if (bins.length === 0) {
    return '';
  }
  const there = bins.map((bin, i) => `V${px(y(high[i]))}H${px(x(bin.to))}`).join('');
  const back = [...bins.keys()]
    .reverse()
    .map((i) => `V${px(y(low[i]))}H${px(x(bins[i].from))}`)
    .join('');
  return `M${px(x(bins[0].from))} ${px(y(0))}${there}${back}Z`;
}

export function linePath(points: Array<{ x: number; y: number }>, x: ValueScale, y: HeightScale): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${px(x(point.x))} ${px(y(point.y))}`).join('');
}

export function bandPath(band: Array<{ x: number; low: number; high: number }>, x: ValueScale, y: HeightScale): string {
  if (band.length === 0) {
    return '';
  }
  const there = band.map(({ x: at, high }) => `${px(x(at))} ${px(y(high))}`).join('L');
  const back = [...band]
    .reverse()
    .map(({ x: at, low }) => `${px(x(at))} ${px(y(low))}`)
    .join('L');
  return `M${there}L${back}Z`;
}

export function px(value: number): string {
  return value.toFixed(1);
}
