// The scale at the left of a numeric plot, which depends on what is drawn.
import { ScaleLinear, scaleLinear } from 'd3-scale';
import { formatNumber } from '../parts/numbers';
import { NumericPlot } from './data';
import { View } from './options';

/** `domain` is that of x; `highest` the highest bar or curve. Its range is still to be set. */
export function yScale(view: View, plot: NumericPlot, domain: number[], highest: number): ScaleLinear<number, number> {
  switch (view) {
    case 'ecdf':
      return scaleLinear().domain([0, 1]);
    case 'qq':
      return scaleLinear().domain(domain);
    case 'histogram':
      return scaleLinear().domain([0, highest > 0 ? highest : plot.perUnit ? 1 : 0.01]);
    case 'density':
      return scaleLinear().domain([0, highest > 0 ? highest : 1]);
  }
}

// Shares as per cent; densities are plain numbers whose size depends on the unit of x.
export function yFormat(
  view: View,
  plot: NumericPlot,
  y: ScaleLinear<number, number>,
  value: (value: number) => string
): (tick: number) => string {
  if (view === 'qq') {
    return value;
  }
  if (view === 'ecdf' || (view === 'histogram' && !plot.perUnit)) {
    return (tick) => `${formatNumber(tick * 100)} %`;
  }
  const [, highest] = y.domain();
  return (tick) => (highest < 1e-3 ? formatNumber(tick, 2) : formatNumber(tick));
}
