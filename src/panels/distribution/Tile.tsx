// One feature in one segment: header above, plot below in what height is left.
import React, { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { TimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { CategoricalDistribution, Distribution, NumericDistribution } from '../../frames/samples';
import { t } from '../parts/text';
import { Detail, Header } from './Header';
import { Sides } from './marks/sides';
import { DistributionOptions } from './options';
import { seriesColors } from './seriesColors';
import { axisFor } from './shape/axis';
import { categoryContribution, numericContribution } from './shape/contributions';
import { isBeyondReach } from './shape/reach';
import { shapeRidges } from './shape/ridges';
import { chosenSample } from './shape/windows';
import { CategoryPlot } from './views/CategoryPlot';
import { categoryViewOf, numericViewOf } from './views/choose';
import { NumericPlot } from './views/NumericPlot';
import { planOf, SharedAxes } from './views/plan';
import { PlotMessage } from './views/PlotMessage';
import { PlotProps } from './views/plotProps';
import { QqPlot } from './views/QqPlot';
import { RidgePlot } from './views/RidgePlot';
import { StackPlot } from './views/StackPlot';
import { pictureLabel } from './words/pictureLabel';
import { wordsOf } from './words/sentence';

export interface TileProps {
  distribution: Distribution;
  back: number;
  options: DistributionOptions;
  shared: SharedAxes | null;
  shown: Sides;
  timeZone: TimeZone;
  width: number;
  height: number;
  /** Room at the right of the header for controls, px. */
  reserve: number;
  onChoose: (back: number) => void;
}

export function Tile(props: TileProps) {
  const { distribution, back, options, shown, width, height, reserve } = props;
  const theme = useTheme2();
  const header = useRef<HTMLDivElement>(null);
  const [headerHeight, setHeaderHeight] = useState(30);
  useLayoutEffect(() => {
    const measured = header.current?.offsetHeight ?? 0;
    if (measured !== headerHeight) {
      setHeaderHeight(measured);
    }
  }, [headerHeight, distribution, back, width, height, options.showVerdict]);
  const detail: Detail = height < 150 ? 'line' : height < 240 || width < 380 ? 'change' : 'all';
  const current = chosenSample(distribution, back);
  const contribution = useMemo(
    () =>
      !options.showContribution
        ? null
        : distribution.kind === 'numeric'
          ? numericContribution(distribution, current)
          : categoryContribution(distribution, current),
    [options.showContribution, distribution, current]
  );
  const colors = useMemo(() => seriesColors(theme, distribution), [theme, distribution]);
  const words = useMemo(() => wordsOf(distribution, back), [distribution, back]);
  const plot: PlotProps = {
    back,
    colors,
    shown,
    contribution,
    label: useMemo(() => pictureLabel(distribution, back, words), [distribution, back, words]),
    width,
    height: Math.max(40, height - (options.showVerdict ? headerHeight : 0)),
  };
  return (
    <div style={{ width, height, overflow: 'hidden' }} data-testid="distribution">
      {options.showVerdict && (
        <Header ref={header} distribution={distribution} words={words} back={back} detail={detail} reserve={reserve} />
      )}
      {distribution.kind === 'numeric' && isBeyondReach(distribution) ? (
        <BeyondReach {...plot} />
      ) : distribution.kind === 'numeric' ? (
        <NumericTile {...props} plot={plot} distribution={distribution} />
      ) : (
        <CategoryTile {...props} plot={plot} distribution={distribution} />
      )}
    </div>
  );
}

function BeyondReach({ label, width, height }: PlotProps) {
  const text = t('plot.beyond-reach', 'Values beyond ±1e+300 are too large to draw');
  return (
    <svg role="img" aria-label={`${label}. ${text}`} width={width} height={height} style={{ display: 'block' }}>
      <PlotMessage text={text} left={0} right={width} middle={height / 2} />
    </svg>
  );
}

type NumericTileProps = Omit<TileProps, 'distribution'> & { distribution: NumericDistribution; plot: PlotProps };

function NumericTile({ distribution, options, shared, timeZone, onChoose, plot }: NumericTileProps) {
  const { scale, bins, binCount, binWidth, cutTails } = options;
  const view = numericViewOf(distribution, options.view);
  const { back, width } = plot;
  const plan = useMemo(
    () =>
      view === 'ridgeline'
        ? null
        : planOf(
            distribution,
            { scale, bins, binCount, binWidth, cutTails },
            view === 'qq' ? 'histogram' : view,
            width,
            back,
            shared
          ),
    [distribution, scale, bins, binCount, binWidth, cutTails, view, width, back, shared]
  );
  const ridges = useMemo(
    () => (view === 'ridgeline' ? shapeRidges(distribution, axisFor(distribution, scale), cutTails) : null),
    [view, distribution, scale, cutTails]
  );
  if (ridges) {
    return <RidgePlot {...plot} distribution={distribution} ridges={ridges} timeZone={timeZone} onChoose={onChoose} />;
  }
  if (plan && view === 'qq') {
    return <QqPlot {...plot} distribution={distribution} shape={plan.shape} domain={plan.domain} />;
  }
  return plan && <NumericPlot {...plot} {...plan} distribution={distribution} />;
}

type CategoryTileProps = Omit<TileProps, 'distribution'> & { distribution: CategoricalDistribution; plot: PlotProps };

function CategoryTile({ distribution, options, timeZone, onChoose, plot }: CategoryTileProps) {
  const view = categoryViewOf(distribution, options.categoryView);
  const most = options.maxCategories;
  return view === 'stacked' ? (
    <StackPlot {...plot} distribution={distribution} most={most} timeZone={timeZone} onChoose={onChoose} />
  ) : (
    <CategoryPlot {...plot} distribution={distribution} view={view} order={options.categoryOrder} most={most} />
  );
}
