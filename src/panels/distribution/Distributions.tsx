// All distributions of an answer: one large, or small multiples in a grid, with one legend and one choice of window for all.
import React, { useState } from 'react';
import { css } from '@emotion/css';
import { TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Distribution } from '../../frames/distribution';
import { seriesKey } from '../../frames/drift';
import { t } from '../parts/text';
import { formatWindowShort } from '../parts/windows';
import { chosenSample } from './data';
import { gridOf } from './grid';
import { Legend } from './Legend';
import { DistributionOptions } from './options';
import { seriesColors } from './seriesColors';
import { Tile } from './Tile';
import { pickerWidth, WindowPicker } from './WindowPicker';

export interface DistributionsProps {
  distributions: Distribution[];
  options: DistributionOptions;
  width: number;
  height: number;
  timeZone: TimeZone;
}

const legendHeight = 24;

export function Distributions({ distributions, options, width, height, timeZone }: DistributionsProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [wanted, setBack] = useState(0);
  const windows = distributions.reduce((most, distribution) => Math.max(most, distribution.currents.length), 0);
  // A refresh may bring fewer windows than were stepped back.
  const back = Math.max(0, Math.min(wanted, windows - 1));
  const legend = options.showLegend && height >= 150 ? legendHeight : 0;
  const picker = windows > 1 && height >= 110;
  // Without a header in the way the picker needs a line of its own.
  const above = picker && (!options.showVerdict || distributions.length > 1) ? 26 : 0;
  const grid = gridOf(distributions.length, width, height - legend - above);
  const shown = chosenSample(distributions[0], back);
  const numeric = distributions.some((distribution) => distribution.kind === 'numeric');
  const means =
    numeric &&
    (options.view === 'histogram' || options.view === 'density') &&
    width >= 420 &&
    distributions.some((d) => d.reference?.mean != null && d.kind === 'numeric' && d.bins.length > 0);
  return (
    <div className={styles.frame} style={{ width, height, paddingTop: above }}>
      {picker && (
        <WindowPicker
          back={back}
          count={windows}
          name={
            shown?.from != null
              ? formatWindowShort(shown.from, timeZone)
              : t('window.number', 'window {{number}} of {{windows}}', { number: windows - back, windows })
          }
          onChange={setBack}
        />
      )}
      <div
        className={styles.grid}
        style={{
          height: height - legend - above,
          gridTemplateColumns: `repeat(${grid.columns}, ${grid.tileWidth}px)`,
          gap: grid.gap,
          overflowY: grid.scrolls ? 'auto' : 'hidden',
        }}
      >
        {distributions.map((distribution) => (
          <Tile
            key={seriesKey(distribution.feature, distribution.segment)}
            distribution={distribution}
            back={back}
            options={options}
            width={grid.tileWidth}
            height={grid.tileHeight}
            reserve={picker && above === 0 ? pickerWidth : 0}
          />
        ))}
      </div>
      {legend > 0 && (
        <Legend
          distributions={distributions}
          back={back}
          colors={seriesColors(theme, distributions[0])}
          timeZone={timeZone}
          width={width}
          height={legend}
          means={means}
        />
      )}
    </div>
  );
}

const getStyles = () => ({
  frame: css({ position: 'relative', overflow: 'hidden' }),
  grid: css({ display: 'grid', alignContent: 'start', scrollbarWidth: 'thin' }),
});
