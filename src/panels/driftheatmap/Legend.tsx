// What the colours and signs mean. Only signs that occur are explained.
import React, { useId } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { maxSeverity, severityScale } from '../parts/palette';
import { t } from '../parts/text';
import { HatchPattern } from './Cells';
import { Heatmap } from './data';
import { legendLine } from './layout';
import { isFilled, Mark, markOf, markPath } from './marks';

export interface LegendProps {
  heatmap: Heatmap;
  height: number;
  /** False when the field's own thresholds colour the cells: then the severity bar would lie. */
  severityBar: boolean;
}

export const Legend = React.memo(function Legend({ heatmap, height, severityBar }: LegendProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const present = signs(heatmap);
  const ink = theme.colors.text.primary;
  return (
    <div className={styles.legend} style={{ height: legendLine, marginTop: height - legendLine }}>
      {severityBar && <SeverityBar />}
      {present.has('dot') && <Item sign={<Sign mark="dot" color={ink} />} text={t('legend.drifted', 'drifted')} />}
      {present.has('ring') && (
        <Item sign={<Sign mark="ring" color={ink} />} text={t('legend.missing', 'missing values')} />
      )}
      {present.has('plus') && <Item sign={<Sign mark="plus" color={ink} />} text={t('legend.new', 'new values')} />}
      {present.has('hatch') && <Item sign={<Hatched />} text={t('legend.not-enough', 'not enough data')} />}
      {present.has('dash') && (
        <Item
          sign={<Sign mark="dash" color={theme.colors.text.secondary} boxed="2 2" />}
          text={t('legend.no-reference', 'no reference')}
        />
      )}
      {present.has('cross') && (
        <Item
          sign={<Sign mark="cross" color={theme.colors.error.text} boxed="none" />}
          text={t('legend.error', 'error')}
        />
      )}
      {present.has('partial') && <Item sign={<Partial />} text={t('legend.partial', 'still open')} />}
    </div>
  );
});

function signs(heatmap: Heatmap): Set<Mark | 'hatch' | 'partial'> {
  const found = new Set<Mark | 'hatch' | 'partial'>();
  for (const row of heatmap.rows) {
    for (const { drift } of row.cells) {
      const mark = markOf(drift);
      if (mark) {
        found.add(mark);
      }
      if (drift.outcome === 'not_enough') {
        found.add('hatch');
      }
      if (drift.partial) {
        found.add('partial');
      }
    }
  }
  return found;
}

function SeverityBar() {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const scale = severityScale(theme);
  const [calm, warm, step] = [28, 64, 4];
  const bars: React.ReactNode[] = [];
  for (let at = 0; at < calm + warm; at += step) {
    const middle = at + step / 2;
    const severity = at < calm ? middle / calm : maxSeverity ** ((middle - calm) / warm);
    bars.push(<rect key={at} x={at < calm ? at : at + 2} width={step + 0.5} height={9} fill={scale(severity)} />);
  }
  return (
    <span className={styles.item} title={t('legend.severity-title', 'Severity: from 1 on, a feature has drifted')}>
      {t('legend.severity', 'severity')}
      <span>0</span>
      <svg width={calm + warm + 2} height={14} aria-hidden>
        <g transform="translate(0 2.5)">{bars}</g>
        <line x1={calm + 0.75} x2={calm + 0.75} y1={0} y2={14} stroke={theme.colors.text.primary} strokeWidth={1.5} />
      </svg>
      <span>10</span>
    </span>
  );
}

function Item({ sign, text }: { sign: React.ReactNode; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.item}>
      {sign}
      {text}
    </span>
  );
}

function Sign({ mark, color, boxed }: { mark: Mark; color: string; boxed?: string }) {
  const filled = isFilled(mark);
  return (
    <svg width={13} height={13} aria-hidden>
      {boxed && (
        <rect
          x={0.5}
          y={0.5}
          width={12}
          height={12}
          rx={2}
          fill="none"
          stroke={color}
          strokeDasharray={boxed}
          opacity={0.7}
        />
      )}
      <path
        d={markPath(mark, 6.5, 6.5, 3.2)}
        fill={filled ? color : 'none'}
        stroke={filled ? 'none' : color}
        strokeWidth={1.4}
      />
    </svg>
  );
}

function Hatched() {
  const theme = useTheme2();
  const id = `legend-hatch-${useId().replace(/\W/g, '')}`;
  return (
    <svg width={13} height={13} aria-hidden>
      <defs>
        <HatchPattern id={id} color={theme.colors.text.disabled} />
      </defs>
      <rect x={0.5} y={0.5} width={12} height={12} rx={2} fill={`url(#${id})`} stroke={theme.colors.border.medium} />
    </svg>
  );
}

function Partial() {
  const theme = useTheme2();
  return (
    <svg width={13} height={13} aria-hidden>
      <rect
        x={0.5}
        y={0.5}
        width={12}
        height={12}
        rx={2}
        fill={severityScale(theme)(0.8)}
        fillOpacity={0.62}
        stroke={theme.colors.text.secondary}
        strokeDasharray="2 2"
      />
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
    color: theme.colors.text.secondary,
    fontSize: 11,
    lineHeight: `${legendLine}px`,
    whiteSpace: 'nowrap',
  }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: 5 }),
});
