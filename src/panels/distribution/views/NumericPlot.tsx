// A numeric feature: reference against current on one value axis, side bars for the rest, and a card for the bar under the pointer or cursor.
import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { CurrentSample, NumericDistribution } from '../../frames/distribution';
import { textWidth } from '../parts/fitText';
import { formatField } from '../parts/numbers';
import { PairColors } from '../parts/palette';
import { t } from '../parts/text';
import { Tooltip } from '../parts/Tooltip';
import { visuallyHidden } from '../parts/visuallyHidden';
import { axisFont, ShareAxis, shareTicks, ValueAxis } from './Axes';
import { NumericPlot as Plot, shapeNumeric } from './data';
import { densities, DensityMarks, highestDensity } from './DensityMarks';
import { ecdf, EcdfMarks } from './EcdfMarks';
import { heights, HistogramMarks, highestBar } from './HistogramMarks';
import { MeanLine } from './MeanLine';
import { DistributionOptions, View } from './options';
import { PairCard } from './PairCard';
import { QqMarks, qqPoints } from './QqMarks';
import { SideBars } from './SideBars';
import { SpikeMarks } from './SpikeMarks';
import { findSpikes } from './spikes';
import { readOut, Target, targetsOf } from './targets';
import { yFormat, yScale } from './yScale';

export interface NumericPlotProps {
  distribution: NumericDistribution;
  current: CurrentSample | null;
  back: number;
  options: DistributionOptions;
  colors: PairColors;
  label: string;
  width: number;
  height: number;
}

// A bar narrower than this cannot be pointed at.
const leastBarPx = 4;
// Room above the highest bar, as a factor.
const headroom = 1.06;
const axisHeight = 22;
const top = 6;
// Between the plot and the bars beside it.
const sideGap = 14;

export function NumericPlot({ distribution, current, back, options, colors, label, width, height }: NumericPlotProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [active, setActive] = useState<{ index: number; x: number; y: number; byKeys: boolean } | null>(null);
  const { view, maxBins, cutTails } = options;
  const most = Math.min(maxBins > 0 ? maxBins : Infinity, Math.max(8, Math.floor((width - 120) / leastBarPx)));
  const plot = useMemo(
    () => shapeNumeric(distribution, { maxBins: most, cutTails, back }),
    [distribution, most, cutTails, back]
  );
  const curves = useMemo(() => densities(plot), [plot]);
  const points = useMemo(() => qqPoints(plot), [plot]);
  const field = distribution.valueField;

  const bottom = Math.max(top + 10, height - axisHeight);
  const domain = plot.bins.length > 0 ? [plot.bins[0].from, plot.bins[plot.bins.length - 1].to] : [0, 1];
  const spikes = useMemo(() => findSpikes(plot, [heights(plot, 'reference'), heights(plot, 'current')]), [plot]);
  const highest =
    view === 'density' ? highestDensity(curves) * headroom : (spikes.ceiling ?? highestBar(plot) * headroom);
  const y = yScale(view, plot, domain, highest).range([bottom, top]).clamp(true);
  const format = yFormat(view, plot, y, (value) => formatField(field, value));
  const before = plot.side.filter((bar) => bar.key === 'below');
  const after = plot.side.filter((bar) => bar.key !== 'below');
  const slot = width < 420 ? 44 : 52;
  const left = Math.ceil(Math.max(...shareTicks(y).map((tick) => textWidth(format(tick), axisFont)), 12)) + 8;
  const plotLeft = left + (before.length > 0 ? slot + 6 : 0);
  const plotRight = Math.max(plotLeft + 20, width - after.length * slot - sideGap);
  const x = scaleLinear().domain(domain).range([plotLeft, plotRight]);

  // Everything that can be pointed at, from left to right.
  const targets = useMemo<Target[]>(() => targetsOf(plot, (value) => formatField(field, value)), [plot, field]);
  const locate = (event: React.PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - box.left;
    if (px < plotLeft) {
      return before.length > 0 && px > left ? 0 : -1;
    }
    if (px > plotRight) {
      const at = Math.floor((px - (plotRight + sideGap)) / slot);
      return at >= 0 && at < after.length ? before.length + plot.bins.length + at : -1;
    }
    const value = x.invert(px);
    const bin = plot.bins.findIndex(({ from, to }) => value >= from && value <= to);
    return bin < 0 ? -1 : before.length + bin;
  };
  const target = active ? targets[active.index] : undefined;

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      setActive(null);
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || targets.length === 0) {
      return;
    }
    event.preventDefault();
    const index = active
      ? Math.max(0, Math.min(targets.length - 1, active.index + step))
      : step > 0
        ? 0
        : targets.length - 1;
    const box = event.currentTarget.getBoundingClientRect();
    const bin = plot.bins[index - before.length];
    const at = bin
      ? x((bin.from + bin.to) / 2)
      : index < before.length
        ? left + slot / 2
        : plotRight + sideGap + slot * (index - before.length - plot.bins.length + 0.5);
    setActive({ index, x: box.left + at, y: box.top + height / 3, byKeys: true });
  };

  return (
    <div
      className={styles.plot}
      style={{ width, height }}
      role="group"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setActive(null)}
      onPointerMove={(event) => {
        const index = locate(event);
        setActive(index < 0 ? null : { index, x: event.clientX, y: event.clientY, byKeys: false });
      }}
      onPointerLeave={() => setActive(null)}
    >
      <svg width={width} height={height} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
        {plot.bins.length > 0 && (
          <ShareAxis y={y} left={plotLeft - (before.length > 0 ? slot + 6 : 0)} right={plotRight} format={format} />
        )}
        {target?.bin && view !== 'qq' && (
          <rect
            x={x(target.bin.from)}
            y={top}
            width={Math.max(1, x(target.bin.to) - x(target.bin.from))}
            height={bottom - top}
            fill={theme.colors.action.selected}
          />
        )}
        {plot.bins.length > 0 && view === 'histogram' && <HistogramMarks plot={plot} x={x} y={y} colors={colors} />}
        {view === 'histogram' && <SpikeMarks plot={plot} spikes={spikes.bins} x={x} top={top} />}
        {plot.bins.length > 0 && view === 'density' && <DensityMarks densities={curves} x={x} y={y} colors={colors} />}
        {plot.bins.length > 0 && view === 'ecdf' && <EcdfMarks plot={plot} x={x} y={y} colors={colors} />}
        {plot.bins.length > 0 && view === 'qq' && <QqMarks points={points} x={x} y={y} colors={colors} />}
        {plot.bins.length > 0 && (view === 'histogram' || view === 'density') && (
          <>
            <MeanLine value={distribution.reference?.mean ?? null} x={x} y={[top, bottom]} color={colors.reference} />
            <MeanLine value={current?.mean ?? null} x={x} y={[top, bottom]} color={colors.current} />
          </>
        )}
        {plot.bins.length === 0 && (
          <text
            x={(plotLeft + plotRight) / 2}
            y={(top + bottom) / 2}
            textAnchor="middle"
            fontSize={12}
            fill={theme.colors.text.secondary}
          >
            {t('plot.no-values', 'No values to draw')}
          </text>
        )}
        {plot.bins.length > 0 && <ValueAxis x={x} y={bottom} field={field} />}
        <SideBars
          bars={before}
          left={left}
          slot={slot}
          top={top}
          bottom={bottom}
          colors={colors}
          active={target?.side ?? null}
        />
        <SideBars
          bars={after}
          left={plotRight + sideGap}
          slot={slot}
          top={top}
          bottom={bottom}
          colors={colors}
          active={target?.side ?? null}
        />
      </svg>
      <div aria-live="polite" className={visuallyHidden}>
        {active?.byKeys && target ? readOut(target) : ''}
      </div>
      {active && target && (
        <Tooltip x={active.x} y={active.y}>
          <PairCardOf target={target} plot={plot} view={view} colors={colors} bin={active.index - before.length} />
        </Tooltip>
      )}
    </div>
  );
}

function PairCardOf({
  target,
  plot,
  view,
  colors,
  bin,
}: {
  target: Target;
  plot: Plot;
  view: View;
  colors: PairColors;
  bin: number;
}) {
  const cumulative =
    view === 'ecdf' && target.bin
      ? {
          reference: ecdf(plot, 'reference')?.[bin + 1]?.y ?? null,
          current: ecdf(plot, 'current')?.[bin + 1]?.y ?? null,
        }
      : undefined;
  return <PairCard title={target.title} pair={target.pair} colors={colors} cumulative={cumulative} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  plot: css({
    position: 'relative',
    borderRadius: 2,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }),
});
