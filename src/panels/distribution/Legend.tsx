// Which colour is which sample, with its rows and its time where there is one plot only.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Distribution, Sample } from '../../frames/distribution';
import { textWidth } from '../parts/fitText';
import { formatCount } from '../parts/numbers';
import { PairColors } from '../parts/palette';
import { t } from '../parts/text';
import { formatWindow } from '../parts/windows';
import { chosenSample } from './data';

export interface LegendProps {
  distributions: Distribution[];
  back: number;
  colors: PairColors;
  timeZone: TimeZone;
  width: number;
  height: number;
  means: boolean;
}

export function Legend({ distributions, back, colors, timeZone, width, height, means }: LegendProps) {
  const styles = useStyles2(getStyles);
  const single = distributions.length === 1 ? distributions[0] : null;
  const current = single ? chosenSample(single, back) : null;
  const hasReference = distributions.some((distribution) => distribution.reference !== null);
  const hasCurrent = distributions.some((distribution) => distribution.currents.length > 0);
  const detail = detailThatFits(single, current, timeZone, width);
  const earlier = distributions.some(
    (distribution) => distribution.kind === 'numeric' && distribution.currents.length - 1 - back > 0
  );
  return (
    <div className={styles.legend} style={{ height }}>
      {hasReference && (
        <span className={styles.item}>
          <Swatch color={colors.reference} fill={colors.referenceFill} />
          {t('series.reference', 'Reference')}
          {single?.reference && <Quiet text={sampleText(single.reference, detail, timeZone)} />}
        </span>
      )}
      {hasCurrent && (
        <span className={styles.item}>
          <Swatch color="none" fill={colors.current} />
          {t('series.current', 'Current')}
          {current && <Quiet text={sampleText(current, detail, timeZone)} />}
        </span>
      )}
      {earlier && (
        <span className={styles.item}>
          <svg width={14} height={10} aria-hidden>
            <path d="M1 9V4h6v-3h6v8" fill="none" stroke={colors.current} strokeOpacity={0.45} />
          </svg>
          {t('series.earlier', 'earlier windows')}
        </span>
      )}
      {means && (
        <span className={styles.item}>
          <svg width={9} height={12} aria-hidden>
            <path d="M0.5 1h8l-4 5Z" fill="currentColor" />
            <path d="M4.5 6V12" stroke="currentColor" strokeDasharray="2 2" />
          </svg>
          {t('series.mean', 'mean')}
        </span>
      )}
    </div>
  );
}

type Detail = 'rows and time' | 'rows' | 'none';

// What is said of a sample beside its name.
function sampleText({ rows, from, to }: Sample, detail: Detail, timeZone: TimeZone): string {
  if (detail === 'none') {
    return '';
  }
  const size = t('legend.rows', '{{rows}} rows', { rows: formatCount(rows) });
  return from === null || detail === 'rows' ? size : `${size}, ${formatWindow(from, to, timeZone)}`;
}

// Names and swatches of all items, px.
const fixedWidth = 290;

function detailThatFits(
  single: Distribution | null,
  current: Sample | null,
  timeZone: TimeZone,
  width: number
): Detail {
  const samples = [single?.reference, current].filter(
    (sample): sample is Sample => sample !== null && sample !== undefined
  );
  const needs = (detail: Detail): number =>
    samples.reduce((sum, sample) => sum + textWidth(sampleText(sample, detail, timeZone), 11), 0);
  if (needs('rows and time') + fixedWidth <= width) {
    return 'rows and time';
  }
  return needs('rows') + 170 <= width ? 'rows' : 'none';
}

function Quiet({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return text === '' ? null : <span className={styles.quiet}>{text}</span>;
}

function Swatch({ color, fill }: { color: string; fill: string }) {
  return (
    <svg width={12} height={12} aria-hidden>
      <rect x={0.75} y={0.75} width={10.5} height={10.5} rx={2} fill={fill} stroke={color} strokeWidth={1.5} />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    alignContent: 'flex-start',
    columnGap: theme.spacing(2),
    overflow: 'hidden',
    color: theme.colors.text.primary,
    fontSize: 11,
    lineHeight: '22px',
    whiteSpace: 'nowrap',
  }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: 6 }),
  quiet: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
