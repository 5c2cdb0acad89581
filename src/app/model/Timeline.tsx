// The timeline drawn: a lane for rows, one for each reference, for what is left out, for versions and for drift. Positions are shares of the width, so it
// fits any page; what it shows is in the tables below it as well.
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../panels/parts/numbers';
import type { Stretch } from '../ask/ask';
import { showInstant } from '../../datasource/time/instants';
import { t } from '../text';
import type { Bar, Mark, ReferenceLane, Tick } from './timeline';

interface Props {
  axis: Stretch;
  ticks: Tick[];
  now: number;
  bars: Bar[];
  lanes: ReferenceLane[];
  excluded: Mark[];
  versions: Mark[];
  drift: Mark[];
  timeZone: string;
}

/** Share of the width that a version's name needs beside the next one. */
const nameShare = 0.06;

export function Timeline({ axis, ticks, now, bars, lanes, excluded, versions, drift, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const share = (at: number) => Math.min(1, Math.max(0, (at - axis.from) / (axis.to - axis.from)));
  const place = ({ from, to }: Stretch) => ({ left: percent(share(from)), width: percent(share(to) - share(from)) });
  const span = ({ from, to }: Stretch) => `${showInstant(from, timeZone)} – ${showInstant(to, timeZone)}`;
  const inside = ({ from, to }: Stretch) => to >= axis.from && from <= axis.to;
  const most = Math.max(...bars.map(({ rows }) => rows), 1);
  const width = bars.length > 1 ? (share(bars[1].time) - share(bars[0].time)) * 100 : 1;
  return (
    <figure className={styles.frame} aria-label={t('timeline.label', 'Timeline of references')}>
      <div
        className={styles.grid}
        role="img"
        aria-label={t(
          'timeline.alt',
          'References, periods that are left out, versions and drift on one axis of time; the tables below say the same'
        )}
      >
        {bars.length > 0 && (
          <Lane label={t('timeline.rows', 'Rows per window')}>
            <svg className={styles.bars} viewBox="0 0 100 100" preserveAspectRatio="none">
              {bars.map(({ time, rows }) => (
                <rect
                  key={time}
                  x={share(time) * 100}
                  width={width * 0.85}
                  y={100 - (100 * rows) / most}
                  height={(100 * rows) / most}
                />
              ))}
            </svg>
            <span className={styles.most}>{formatCount(most)}</span>
          </Lane>
        )}
        {lanes.map(({ reference, entry, period, holds }) => (
          <Lane
            key={entry}
            label={
              reference.version === undefined
                ? t('timeline.compared', 'Compared with')
                : t('timeline.version', 'Version {{version}}', { version: reference.version })
            }
          >
            <span
              className={styles.holds}
              style={place(holds)}
              title={t('timeline.holds', 'Holds for windows of {{span}}', { span: span(holds) })}
            />
            {period && <span className={styles.period} style={place(period)} title={reference.text} />}
            <span
              className={cx(styles.name, share(period?.from ?? holds.from) > turns && styles.overLine)}
              style={nameAt(share(period?.from ?? holds.from))}
            >
              {reference.text}
            </span>
          </Lane>
        ))}
        {excluded.length > 0 && (
          <Lane label={t('timeline.excluded', 'Left out')}>
            {excluded.filter(inside).map((mark) => (
              <span
                key={mark.from}
                className={styles.excluded}
                style={place(mark)}
                title={`${span(mark)}: ${mark.text}`}
              />
            ))}
          </Lane>
        )}
        {versions.length > 0 && (
          <Lane label={t('timeline.versions', 'Versions')}>
            {versions.filter(inside).map((mark, i, all) => {
              const room = (i + 1 < all.length ? share(all[i + 1].from) : 1) - share(mark.from);
              return (
                <React.Fragment key={mark.title}>
                  <span
                    className={styles.tick}
                    style={{ left: percent(share(mark.from)) }}
                    title={`${mark.title}: ${mark.text}`}
                  />
                  {room >= nameShare && (
                    <span className={styles.name} style={nameAt(share(mark.from))}>
                      {mark.title}
                    </span>
                  )}
                </React.Fragment>
              );
            })}
          </Lane>
        )}
        <Lane label={t('timeline.drift', 'Drift')}>
          {drift.filter(inside).map((mark) => (
            <span
              key={mark.from}
              className={styles.drift}
              style={place(mark)}
              title={`${mark.title}, ${span(mark)}. ${mark.text}`}
            />
          ))}
          {drift.length === 0 && <span className={styles.name}>{t('timeline.no-drift', 'none in this time')}</span>}
        </Lane>
        <Lane label="">
          {ticks.map(({ time, label }) => (
            <span
              key={time}
              className={cx(styles.axis, share(time) > 0.94 && styles.axisEnd)}
              style={{ left: percent(share(time)) }}
            >
              {label}
            </span>
          ))}
          {now < axis.to && (
            <span className={styles.now} style={{ left: percent(share(now)) }} title={t('timeline.now', 'Now')} />
          )}
        </Lane>
      </div>
      <figcaption className={styles.legend}>
        <span>
          <i className={styles.period} /> {t('timeline.legend-period', 'what is compared with')}
        </span>
        <span>
          <i className={styles.line} /> {t('timeline.legend-holds', 'windows that it holds for')}
        </span>
        {excluded.length > 0 && (
          <span>
            <i className={styles.excluded} /> {t('timeline.legend-excluded', 'left out of references')}
          </span>
        )}
        <span>
          <i className={styles.drift} /> {t('timeline.legend-drift', 'something drifted')}
        </span>
      </figcaption>
    </figure>
  );
}

function Lane({ label, children }: { label: string; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.label}>{label}</span>
      <div className={styles.track}>{children}</div>
    </>
  );
}

const percent = (share: number) => `${(100 * share).toFixed(3)}%`;

/** Names begin where their mark does; from this share of the width on they end there, so that none is cut. */
const turns = 0.6;
const nameAt = (share: number): React.CSSProperties =>
  share > turns ? { right: percent(1 - share), paddingRight: 6 } : { left: percent(share), paddingLeft: 6 };

const laneHeight = 26;

const getStyles = (theme: GrafanaTheme2) => {
  const block = { position: 'absolute', boxSizing: 'border-box', minWidth: 2 } as const;
  const drift = theme.isDark ? '#d9691a' : '#cc4a17';
  const period = theme.isDark ? '#5a7391' : '#a9bed6';
  return {
    frame: css({ margin: theme.spacing(1, 0, 2), maxWidth: 1400 }),
    grid: css({
      display: 'grid',
      gridTemplateColumns: 'minmax(90px, max-content) 1fr',
      columnGap: theme.spacing(2),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      padding: theme.spacing(1, 0),
    }),
    label: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      alignSelf: 'center',
      whiteSpace: 'nowrap',
    }),
    track: css({
      position: 'relative',
      height: laneHeight,
      fontSize: theme.typography.bodySmall.fontSize,
      '& + span + div': { borderTop: `1px dashed ${theme.colors.border.weak}` },
    }),
    bars: css({
      position: 'absolute',
      inset: '2px 0 0 0',
      width: '100%',
      height: laneHeight - 3,
      opacity: 0.6,
      fill: theme.colors.text.disabled,
    }),
    most: css({
      position: 'absolute',
      right: 0,
      top: 0,
      color: theme.colors.text.secondary,
      background: theme.colors.background.primary,
      padding: '0 2px',
    }),
    holds: css({
      ...block,
      top: laneHeight / 2 - 1,
      height: 2,
      background: period,
      borderLeft: `2px solid ${theme.colors.text.secondary}`,
    }),
    period: css({
      ...block,
      top: 5,
      height: laneHeight - 10,
      background: period,
      border: `1px solid ${theme.colors.text.secondary}`,
      borderRadius: 2,
    }),
    line: css({ borderTop: `2px solid ${period}`, borderLeft: `2px solid ${theme.colors.text.secondary}` }),
    excluded: css({
      ...block,
      top: 5,
      height: laneHeight - 10,
      border: `1px solid ${theme.colors.text.secondary}`,
      background: `repeating-linear-gradient(45deg, transparent 0 3px, ${theme.colors.text.disabled} 3px 5px)`,
    }),
    drift: css({ ...block, top: 5, height: laneHeight - 10, background: drift, borderRadius: 2, minWidth: 3 }),
    tick: css({ ...block, top: 5, height: laneHeight - 10, width: 2, background: theme.colors.text.primary }),
    name: css({
      position: 'absolute',
      top: 4,
      whiteSpace: 'nowrap',
      color: theme.colors.text.primary,
      textShadow: `0 0 2px ${theme.colors.background.primary}, 0 0 2px ${theme.colors.background.primary}, 0 0 4px ${theme.colors.background.primary}`,
    }),
    overLine: css({ background: theme.colors.background.primary, paddingLeft: 6 }),
    axis: css({ position: 'absolute', top: 6, color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
    axisEnd: css({ transform: 'translateX(-100%)' }),
    now: css({ ...block, top: -1, width: 2, height: 8, background: theme.colors.text.primary }),
    legend: css({
      display: 'flex',
      gap: theme.spacing(2),
      flexWrap: 'wrap',
      marginTop: theme.spacing(0.5),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      '& i': {
        position: 'relative',
        display: 'inline-block',
        width: 22,
        height: 10,
        top: 1,
        verticalAlign: 'baseline',
      },
    }),
  };
};
