// One feature in one segment: header above, plot below in what height is left.
import React, { useLayoutEffect, useRef, useState } from 'react';
import { useTheme2 } from '@grafana/ui';
import { Distribution } from '../../frames/distribution';
import { outcomeWord } from '../parts/verdict';
import { CategoryBars } from './CategoryBars';
import { chosenSample } from './data';
import { Detail, Header } from './Header';
import { NumericPlot } from './NumericPlot';
import { DistributionOptions } from './options';
import { wordsOf } from './sentence';
import { seriesColors } from './seriesColors';

export interface TileProps {
  distribution: Distribution;
  back: number;
  options: DistributionOptions;
  width: number;
  height: number;
  reserve: number;
}

export function Tile({ distribution, back, options, width, height, reserve }: TileProps) {
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
  const plot = {
    back,
    options,
    colors: seriesColors(theme, distribution),
    label: labelOf(distribution, back),
    width,
    height: Math.max(40, height - (options.showVerdict ? headerHeight : 0)),
  };
  return (
    <div style={{ width, height, overflow: 'hidden' }} data-testid="distribution">
      {options.showVerdict && (
        <Header ref={header} distribution={distribution} back={back} detail={detail} reserve={reserve} />
      )}
      {distribution.kind === 'numeric' ? (
        <NumericPlot {...plot} distribution={distribution} current={current} />
      ) : (
        <CategoryBars {...plot} distribution={distribution} />
      )}
    </div>
  );
}

// The picture in words, for those who do not see it.
function labelOf(distribution: Distribution, back: number): string {
  const drift = chosenSample(distribution, back)?.drift;
  const { change, judgement } = wordsOf(distribution, back);
  return [
    distribution.feature,
    ...Object.values(distribution.segment),
    drift ? outcomeWord(drift.outcome) : '',
    change,
    ...judgement,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
