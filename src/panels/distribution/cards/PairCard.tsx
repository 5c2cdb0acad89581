// What is said of one bar: its name, both samples' counts and shares, their difference against what noise explains, and its part of the distance.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { absent, formatCount, formatPoints, formatShare, formatShares } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { isBeyondNoise, Pair } from '../shape/pairs';

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
  const shares = pair.reference && pair.current ? formatShares(pair.reference.share, pair.current.share) : null;
  const sums =
    cumulative && cumulative.reference !== null && cumulative.current !== null
      ? formatShares(cumulative.reference, cumulative.current)
      : null;
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
              share={shares?.before ?? formatShare(pair.reference.share)}
              rows={pair.reference.count}
              cumulative={cumulative && (sums?.before ?? formatShare(cumulative.reference))}
            />
          )}
          {pair.current && (
            <Line
              name={t('series.current', 'Current')}
              color={colors.current}
              share={shares?.after ?? formatShare(pair.current.share)}
              rows={pair.current.count}
              cumulative={cumulative && (sums?.after ?? formatShare(cumulative.current))}
            />
          )}
          {shares && (
            <tr className={styles.change}>
              <th scope="row">{t('card.change', 'Change')}</th>
              <td className={beyond ? styles.strong : undefined}>{shares.change}</td>
              <td />
              {cumulative && <td>{sums?.change ?? absent}</td>}
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
  share,
  rows,
  cumulative,
}: {
  name: string;
  color: string;
  share: string;
  rows: number;
  cumulative?: string;
}) {
  const styles = useStyles2(getStyles);
  return (
    <tr>
      <th scope="row">
        <span className={styles.swatch} style={{ background: color }} />
        {name}
      </th>
      <td>{share}</td>
      <td>{formatCount(rows)}</td>
      {cumulative !== undefined && <td>{cumulative}</td>}
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
