// Above the grid: per window the share of features that drifted and the rows of the log, and the bracket over the windows of the reference.
import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { inReferenceIn } from '../../../frames/driftSeries';
import { fitText, textWidth } from '../../parts/fitText';
import { formatCount, formatShare } from '../../parts/numbers';
import { severityScale } from '../../parts/palette';
import { t } from '../../parts/text';
import { beyondWord } from '../words/beyond';
import { countBars, referenceRuns, shareBars, StripBars } from '../shape/strips';
import { View } from './view';

export const ShareStrip = React.memo(function ShareStrip({ view }: { view: View }) {
  const theme = useTheme2();
  const bars = useMemo(() => shareBars(view.heatmap.windows, view.columns), [view]);
  return (
    <Strip
      view={view}
      bars={bars}
      height={view.layout.shareHeight}
      color={severityScale(theme)(2.5)}
      name={beyondWord(view.heatmap)}
      title={t('strip.share-title', 'Share of the rows that are beyond their line in each window')}
      full={formatShare(bars.full)}
    />
  );
});

export const CountStrip = React.memo(function CountStrip({ view }: { view: View }) {
  const theme = useTheme2();
  const bars = useMemo(() => countBars(view.heatmap.windows, view.columns), [view]);
  return (
    <Strip
      view={view}
      bars={bars}
      height={view.layout.countHeight}
      color={theme.isDark ? '#56606f' : '#a9b4c1'}
      name={t('strip.count', 'rows')}
      title={t('strip.count-title', 'Rows of the log in each window')}
      full={formatCount(bars.full)}
    />
  );
});

interface StripProps {
  view: View;
  bars: StripBars;
  height: number;
  color: string;
  name: string;
  title: string;
  /** What the full height stands for. */
  full: string;
}

const fontSize = 11;
/** Gap below a strip, px. */
const below = 5;

function Strip({ view, bars, height, color, name, title, full }: StripProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { labelWidth, plotWidth } = view.layout;
  const room = height - below;
  const [closed, open] = useMemo(
    () => [0, 1].map((partial) => barsPath(view, bars, room, partial)),
    [view, bars, room]
  );
  return (
    <div className={styles.strip} style={{ height }}>
      <div className={styles.caption} style={{ width: labelWidth, height: room }} title={title}>
        <span className={styles.full}>{full}</span>
        <span>{fitText(name, labelWidth - 12, fontSize)}</span>
      </div>
      <svg width={plotWidth} height={height} aria-hidden style={{ display: 'block', overflow: 'visible' }}>
        <path
          d={`M0 0.5H${plotWidth}M0 ${room + 0.5}H${plotWidth}`}
          stroke={theme.colors.border.weak}
          strokeDasharray={`2 3`}
        />
        <path d={closed} fill={color} />
        <path d={open} fill={color} fillOpacity={0.55} />
      </svg>
    </div>
  );
}

// All bars of one kind as one path: a strip may have a thousand.
function barsPath({ columns, x }: View, { heights, partial }: StripBars, room: number, wanted: number): string {
  const parts: string[] = [];
  heights.forEach((height, column) => {
    if (!(height > 0) || partial[column] !== wanted) {
      return;
    }
    const left = x(columns.from[column]);
    const full = Math.max(1, x(columns.to[column]) - left);
    const width = full - (full >= 4 ? 1 : 0);
    const high = Math.max(2, height * room);
    parts.push(
      `M${left.toFixed(2)} ${(room - high).toFixed(2)}h${width.toFixed(2)}v${high.toFixed(2)}h${(-width).toFixed(2)}Z`
    );
  });
  return parts.join('');
}

export const ReferenceBand = React.memo(function ReferenceBand({ view }: { view: View }) {
  const { labelWidth, plotWidth, bandHeight } = view.layout;
  const { windows } = view.heatmap;
  const runs = useMemo(() => referenceRuns(windows, (w) => inReferenceIn(windows.tally.state[w])), [windows]);
  return (
    <svg
      width={plotWidth}
      height={bandHeight}
      aria-hidden
      style={{ display: 'block', overflow: 'visible', marginLeft: labelWidth }}
    >
      {runs.map(([from, to]) => (
        <Bracket key={from} left={view.x(from)} right={view.x(to)} y={2} height={bandHeight - 4} />
      ))}
    </svg>
  );
});

// A bracket with the word in its middle where there is room.
function Bracket({ left, right, y, height }: { left: number; right: number; y: number; height: number }) {
  const theme = useTheme2();
  const word = t('heatmap.reference', 'reference');
  const size = 10;
  const named = right - left > textWidth(word, size) + 26;
  const middle = (left + right) / 2;
  const half = named ? textWidth(word, size) / 2 + 5 : 0;
  const base = y + height;
  const line = y + 4;
  const color = theme.colors.text.secondary;
  return (
    <g>
      <path
        d={`M${left + 0.5} ${base}V${line}H${named ? middle - half : right - 1.5}${named ? `M${middle + half} ${line}H${right - 1.5}` : ''}V${base}`}
        fill="none"
        stroke={color}
        opacity={0.7}
      />
      {named && (
        <text x={middle} y={line + 3.4} fontSize={size} textAnchor="middle" fill={color}>
          {word}
        </text>
      )}
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({ display: 'flex', flex: 'none' }),
  caption: css({
    flex: 'none',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    alignItems: 'flex-end',
    paddingRight: 8,
    color: theme.colors.text.secondary,
    fontSize,
    lineHeight: 1,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
  full: css({ marginTop: -1, fontSize: 10 }),
});
