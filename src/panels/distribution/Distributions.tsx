// All distributions of an answer: one large, or small multiples in a grid, with one legend and one choice of window for all.
import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Distribution, NumericDistribution } from '../../frames/samples';
import { t } from '../parts/text';
import { windowOffers } from './actions/offers';
import { usePanelActions } from './actions/context';
import { Legend, legendLine } from './Legend';
import { bothSides, Sides } from './marks/sides';
import { DistributionOptions } from './options';
import { seriesColors } from './seriesColors';
import { gridOf, placesInView } from './shape/grid';
import { tilesOf } from './shape/order';
import { isBeyondReach } from './shape/reach';
import { chosenSample, newestWithRows } from './shape/windows';
import { Tile } from './Tile';
import { numericViewOf } from './views/choose';
import { SharedAxes, sharedAxes } from './views/plan';
import { pickerWidth, WindowPicker } from './WindowPicker';
import { legendItems, legendWidth } from './words/legend';
import { sampleName } from './words/sampleName';

export interface DistributionsProps {
  distributions: Distribution[];
  options: DistributionOptions;
  width: number;
  height: number;
  timeZone: TimeZone;
}

// Below these heights there is no room for a legend, for two lines of it, for the choice of a window, px.
const leastForLegend = 150;
const leastForTwoLines = 260;
const leastForPicker = 110;
const pickerHeight = 26;

export function Distributions({ distributions, options, width, height, timeZone }: DistributionsProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { sourceOf } = usePanelActions();
  const [wanted, setBack] = useState<number | null>(null);
  const [shown, setShown] = useState<Sides>(bothSides);
  const [scrolled, setScrolled] = useState(0);
  const windows = distributions.reduce((most, distribution) => Math.max(most, distribution.currents.length), 0);
  // A refresh may bring fewer windows than were stepped back.
  const back = Math.max(0, Math.min(wanted ?? newestWithRows(distributions), windows - 1));
  const tiles = useMemo(() => tilesOf(distributions, options.tileOrder), [distributions, options.tileOrder]);
  const sample = chosenSample(tiles[0].distribution, back);

  const items = useMemo(
    () => (options.showLegend ? legendItems(distributions, options, back, timeZone, width) : []),
    [distributions, options, back, timeZone, width]
  );
  const lines = height >= leastForTwoLines && legendWidth(items) > width ? 2 : 1;
  const legend = options.showLegend && height >= leastForLegend ? lines * legendLine + 2 : 0;
  const offers = windowOffers(
    sourceOf(tiles[0].distribution.frame),
    sample?.from != null && sample.to != null ? { from: sample.from, to: sample.to } : null
  );
  const choice = {
    count: windows,
    name: sample ? sampleName(sample, false, timeZone, windows - back, windows) : t('window.none', 'no window'),
    offers,
  };
  const picker = (windows > 1 || offers.length > 0) && height >= leastForPicker;
  // Without a header in the way the picker needs a line of its own.
  const above = picker && windows > 1 && (!options.showVerdict || tiles.length > 1) ? pickerHeight : 0;
  const room = height - legend - above;
  const grid = gridOf(tiles.length, width, room);
  const shared = useSharedAxes(distributions, options, grid.tileWidth, back);
  return (
    <div className={styles.frame} style={{ width, height, paddingTop: above }}>
      {picker && <WindowPicker {...choice} back={back} onChange={setBack} />}
      <div
        className={styles.view}
        style={{ height: room, overflowY: grid.scrolls ? 'auto' : 'hidden' }}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      >
        <div style={{ position: 'relative', height: grid.height }}>
          {placesInView(grid, tiles.length, scrolled, room).map(({ index, left, top }) => {
            const { key, distribution } = tiles[index];
            return (
              <div key={key} style={{ position: 'absolute', left, top }}>
                <Tile
                  distribution={distribution}
                  back={back}
                  options={options}
                  shared={shared.get(distribution) ?? null}
                  shown={shown}
                  timeZone={timeZone}
                  width={grid.tileWidth}
                  height={grid.tileHeight}
                  reserve={picker && above === 0 && index === 0 ? pickerWidth(choice) : 0}
                  onChoose={setBack}
                />
              </div>
            );
          })}
        </div>
      </div>
      {legend > 0 && (
        <Legend
          items={items}
          colors={seriesColors(theme, distributions[0])}
          shown={shown}
          onToggle={(side) => setShown(toggled(shown, side))}
          height={legend}
        />
      )}
    </div>
  );
}

// One of the two is always shown: hiding the last one shows the other again.
function toggled(shown: Sides, side: keyof Sides): Sides {
  const next = { ...shown, [side]: !shown[side] };
  return next.reference || next.current ? next : { reference: side !== 'reference', current: side !== 'current' };
}

/** Axes that segments of one feature have in common. */
function useSharedAxes(
  distributions: Distribution[],
  options: DistributionOptions,
  width: number,
  back: number
): Map<Distribution, SharedAxes> {
  const { sharedAxes: wanted, view: chosen, scale, bins, binCount, binWidth, cutTails } = options;
  return useMemo(() => {
    const axes = new Map<Distribution, SharedAxes>();
    const numeric = distributions.filter(
      (one): one is NumericDistribution => one.kind === 'numeric' && !isBeyondReach(one)
    );
    if (!wanted || numeric.length < 2) {
      return axes;
    }
    for (const feature of new Set(numeric.map((one) => one.feature))) {
      const segments = numeric.filter((one) => one.feature === feature);
      const view = numericViewOf(segments[0], chosen);
      const alike = segments.every((one) => numericViewOf(one, chosen) === view);
      if (segments.length > 1 && alike && view !== 'ridgeline') {
        const how = { scale, bins, binCount, binWidth, cutTails };
        const found = sharedAxes(segments, how, view === 'qq' ? 'histogram' : view, width, back);
        segments.forEach((one) => found && axes.set(one, found));
      }
    }
    return axes;
  }, [distributions, wanted, chosen, scale, bins, binCount, binWidth, cutTails, width, back]);
}

const getStyles = () => ({
  frame: css({ position: 'relative', overflow: 'hidden' }),
  view: css({ overflowX: 'hidden', scrollbarWidth: 'thin' }),
});
