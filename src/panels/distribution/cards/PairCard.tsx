// What is said of one bar: its name, both samples' counts and shares, their difference against what noise explains, and its part of the distance.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { absent, formatCount, formatPoints, formatShare } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { changeOf, isBeyondNoise, Pair, Part } from '../shape/pairs';

export interface PairCardProps {
  title: string;
  pair: Pair;
  colors: PairColors;
  /** Shares at or below the bar, for cumulative views. */
  cumulative?: { reference: number | null; current: number | null };
  /** Its part of the distance, in words. */
  part?: string;
  /** What else there is to know of its counts. */
  notes?: string[];
}

export function PairCard({ title, pair, colors, cumulative, part, notes = [] }: PairCardProps) {
  const styles = useStyles2(getStyles);
  const beyond = isBeyondNoise(pair);
  return (
    <div>
      {title !== '' && <div className={styles.title}>{title}</div>}
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('card.share', 'share')}</th>
            <th scope="col">{t('card.rows', 'rows')}</th>
            {cumulative && <th scope="col">{t('card.cumulative', 'up to here')}</th>}
          </tr>
        </thead>
        <tbody>
          {pair.reference && (
            <Line
              name={t('series.reference', 'Reference')}
              color={colors.reference}
              part={pair.reference}
              cumulative={cumulative?.reference}
            />
          )}
          {pair.current && (
            <Line
              name={t('series.current', 'Current')}
              color={colors.current}
              part={pair.current}
              cumulative={cumulative?.current}
            />
          )}
          {pair.reference && pair.current && (
            <tr className={styles.change}>
              <th scope="row">{t('card.change', 'Change')}</th>
              <td className={beyond ? styles.strong : undefined}>{formatPoints(changeOf(pair))}</td>
              <td />
              {cumulative && (
                <td>
                  {cumulative.reference === null || cumulative.current === null
                    ? absent
                    : formatPoints(cumulative.current - cumulative.reference)}
                </td>
              )}
            </tr>
          )}
          {pair.noise !== null && (
            <tr className={styles.change}>
              <th scope="row">{t('card.noise', 'Noise')}</th>
              <td>{`±${formatPoints(pair.noise).replace(/^[+±]/, '')}`}</td>
              <td colSpan={2} className={beyond ? styles.strong : undefined}>
                {beyond ? t('noise.beyond', 'more than noise') : t('noise.within', 'within noise')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {part && <div className={styles.part}>{part}</div>}
      {notes.map((note) => (
        <div key={note} className={styles.note}>
          {note}
        </div>
      ))}
    </div>
  );
}

function Line({
  name,
  color,
  part,
  cumulative,
}: {
  name: string;
  color: string;
  part: Part;
  cumulative?: number | null;
}) {
  const styles = useStyles2(getStyles);
  return (
    <tr>
      <th scope="row">
        <span className={styles.swatch} style={{ background: color }} />
        {name}
      </th>
      <td>{formatShare(part.share)}</td>
      <td>{formatCount(part.count)}</td>
      {cumulative !== undefined && <td>{formatShare(cumulative)}</td>}
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: 2, overflowWrap: 'anywhere' }),
  table: css({
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      padding: '1px 0 1px 16px',
      textAlign: 'right',
      fontWeight: theme.typography.fontWeightRegular,
      whiteSpace: 'nowrap',
    },
    '& thead th': { color: theme.colors.text.secondary },
    '& th:first-of-type[scope="row"]': { paddingLeft: 0, textAlign: 'left' },
  }),
  change: css({ '& th, & td': { color: theme.colors.text.secondary } }),
  strong: css({ '&&': { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium } }),
  swatch: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 2, marginRight: 6 }),
  part: css({ marginTop: 4, paddingTop: 4, borderTop: `1px solid ${theme.colors.border.weak}` }),
  note: css({ color: theme.colors.text.secondary, maxWidth: 300, whiteSpace: 'normal' }),
});
