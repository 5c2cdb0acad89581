// SVG paths over bins and points.
import { ScaleLinear } from 'd3-scale';
import { Bin } from '../../statistics/binned';

type Scale = ScaleLinear<number, number>;

/** A staircase over the bins, from the base line and back to it. */
export function stepPath(bins: Bin[], heights: number[], x: Scale, y: Scale): string {
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

export function linePath(points: Array<{ x: number; y: number }>, x: Scale, y: Scale): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${px(x(point.x))} ${px(y(point.y))}`).join('');
}

function px(value: number): string {
  return value.toFixed(1);
}
