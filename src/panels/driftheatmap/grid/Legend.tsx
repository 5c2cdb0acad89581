// What colours, signs and marks mean. Only what occurs is explained.
import React, { useId } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2, ThresholdsMode, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { outcomeCode } from '../../../frames/driftSeries';
import { formatField } from '../../parts/numbers';
import { maxSeverity, severityScale } from '../../parts/palette';
import { t } from '../../parts/text';
import { MarkCluster } from '../shape/annotations';
import { valueAt } from '../shape/span';
import { beyondWord } from '../words/beyond';
import { methodLine, severityTitle } from '../words/methods';
import { fieldOf, valueText } from '../words/values';
import { markKindWord } from '../words/marks';
import { ColorScale, valueScale } from './colors';
import { legendLine } from './layout';
import { markColor } from './markColor';
import { flagPath } from './MarksLane';
import { isFilled, Sign, signPath } from './signs';
import { HatchPattern } from './SvgCells';
import { View } from './view';

export interface LegendProps {
  view: View;
  scale: ColorScale;
  /** The zone whose days are named, where it is not the dashboard's. */
  daysOf: TimeZone | null;
}

export const Legend = React.memo(function Legend({ view, scale, daysOf }: LegendProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { outcomes, causes, partial } = view.heatmap.occurring;
  const drifted = outcomes.has(outcomeCode.drifted);
  const ink = theme.colors.text.primary;
  const severities = view.heatmap.measure === 'severity';
  const { together } = view.columns;
  const method = methodLine(view.heatmap);
  return (
    <div className={styles.legend} style={{ height: legendLine, marginTop: view.layout.legendHeight - legendLine }}>
      <Scale view={view} scale={scale} />
      {method !== null && <Item sign={null} text={method} />}
      {together > 1 && (
        <Item
          sign={null}
          text={
            view.heatmap.judged
              ? t('legend.together', 'each column: the worst of {{windows}} windows', { windows: together })
              : t('legend.together-values', 'each column: the highest of {{windows}} windows', { windows: together })
          }
        />
      )}
      {drifted && (!severities || causes.has('distribution') || causes.size === 0) && (
        <Item sign={<SignBox sign="dot" color={ink} />} text={beyondWord(view.heatmap)} />
      )}
      {causes.has('missing') && (
        <Item sign={<SignBox sign="ring" color={ink} />} text={t('legend.missing', 'missing values')} />
      )}
      {causes.has('new values') && (
        <Item sign={<SignBox sign="plus" color={ink} />} text={t('legend.new', 'new values')} />
      )}
      {outcomes.has(outcomeCode.not_enough) && (
        <Item sign={<Hatched />} text={t('legend.not-enough', 'not enough data')} />
      )}
      {outcomes.has(outcomeCode.no_reference) && (
        <Item
          sign={<SignBox sign="dash" color={theme.colors.text.secondary} boxed="2 2" />}
          text={t('legend.no-reference', 'no reference')}
        />
      )}
      {outcomes.has(outcomeCode.error) && (
        <Item
          sign={<SignBox sign="cross" color={theme.colors.error.text} boxed="none" />}
          text={t('legend.error', 'error')}
        />
      )}
      {partial && <Item sign={<Partial />} text={t('legend.partial', 'still open')} />}
      {kindsOfMarks(view.clusters).map((cluster) => (
        <Item
          key={`${cluster.kind} ${cluster.color} ${cluster.to === null}`}
          sign={<MarkSign cluster={cluster} />}
          text={markKindWord(cluster.kind, cluster.to === null)}
        />
      ))}
      {daysOf !== null && <Item sign={null} text={t('legend.days', 'days of {{zone}}', { zone: daysOf })} />}
    </div>
  );
});

// Marks of one kind, colour and shape are explained once.
function kindsOfMarks(clusters: MarkCluster[]): MarkCluster[] {
  const found = new Map<string, MarkCluster>();
  for (const cluster of clusters) {
    const key = `${cluster.kind} ${cluster.color} ${cluster.to === null}`;
    found.set(key, found.get(key) ?? cluster);
  }
  return [...found.values()];
}

function Scale({ view, scale }: Pick<LegendProps, 'view' | 'scale'>) {
  const theme = useTheme2();
  const [row] = view.heatmap.rows;
  const { range } = view.heatmap;
  if (scale.kind === 'severity' && view.heatmap.measure === 'severity') {
    return <SeverityBar title={severityTitle(view.heatmap)} />;
  }
  const { thresholds, color } = fieldOf(row).config;
  if (
    scale.kind === 'field' &&
    (color?.mode ?? 'thresholds') === 'thresholds' &&
    thresholds?.mode === ThresholdsMode.Absolute
  ) {
    return (
      <>
        {thresholds.steps.map((step, i) => (
          <Item
            key={i}
            sign={<Swatch color={theme.visualization.getColorByName(step.color)} />}
            text={
              Number.isFinite(step.value)
                ? `≥ ${formatField(fieldOf(row), step.value)}`
                : `< ${formatField(fieldOf(row), thresholds.steps[1]?.value ?? null)}`
            }
          />
        ))}
      </>
    );
  }
  if (!range) {
    return null;
  }
  const colorOf = scale.kind === 'value' ? valueScale(theme, range) : (x: number) => scale.color(row.series[0], x);
  return <ValueBar from={valueText(row, range[0])} to={valueText(row, range[1])} range={range} color={colorOf} />;
}

function SeverityBar({ title }: { title: string }) {
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
    <span className={styles.item} title={title}>
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

interface ValueBarProps {
  from: string;
  to: string;
  range: [number, number];
  color: (value: number) => string;
}

function ValueBar({ from, to, range, color }: ValueBarProps) {
  const styles = useStyles2(getStyles);
  const [width, step] = [80, 4];
  return (
    <span className={styles.item}>
      <span>{from}</span>
      <svg width={width} height={14} aria-hidden>
        {Array.from({ length: width / step }, (_, i) => (
          <rect
            key={i}
            x={i * step}
            y={2.5}
            width={step + 0.5}
            height={9}
            fill={color(valueAt(range, ((i + 0.5) * step) / width))}
          />
        ))}
      </svg>
      <span>{to}</span>
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

function SignBox({ sign, color, boxed }: { sign: Sign; color: string; boxed?: string }) {
  const filled = isFilled(sign);
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
        d={signPath(sign, 6.5, 6.5, 3.2)}
        fill={filled ? color : 'none'}
        stroke={filled ? 'none' : color}
        strokeWidth={1.4}
      />
    </svg>
  );
}

function Swatch({ color }: { color: string }) {
  return (
    <svg width={13} height={13} aria-hidden>
      <rect x={0.5} y={0.5} width={12} height={12} rx={2} fill={color} />
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

function MarkSign({ cluster }: { cluster: MarkCluster }) {
  const theme = useTheme2();
  const id = `legend-mark-${useId().replace(/\W/g, '')}`;
  const color = markColor(theme, cluster);
  return (
    <svg width={16} height={13} aria-hidden>
      {cluster.to === null ? (
        <path d={flagPath(cluster.kind, 6, 13)} fill={color} />
      ) : (
        <>
          <defs>
            <HatchPattern id={id} color={color} />
          </defs>
          <rect
            x={0.5}
            y={4}
            width={15}
            height={5}
            rx={1.5}
            fill={cluster.kind === 'excluded' ? `url(#${id})` : color}
            fillOpacity={cluster.kind === 'other' ? 0.45 : 1}
            stroke={color}
            strokeWidth={0.8}
          />
        </>
      )}
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
