// What is said of one percentile: its value on both sides, and how far it moved.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatNumber, formatShare } from '../../parts/numbers';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { QqPoint } from '../shape/curves';

export interface QuantileCardProps {
  point: QqPoint;
  /** Of the reference; null where it is not known. */
  sd: number | null;
  format: (value: number) => string;
  colors: PairColors;
}

export function QuantileCard({ point: { p, reference, current }, sd, format, colors }: QuantileCardProps) {
  const styles = useStyles2(getStyles);
  const moved = current - reference;
  const inSd = sd ? `, ${signed(moved / sd, (value) => formatNumber(value, 2))} sd` : '';
  return (
    <div>
      <div className={styles.title}>{t('card.percentile', '{{p}} of rows lie up to', { p: formatShare(p) })}</div>
      <table className={styles.table}>
        <tbody>
          <tr>
            <th scope="row">
              <span className={styles.swatch} style={{ background: colors.reference }} />
              {t('series.reference', 'Reference')}
            </th>
            <td>{format(reference)}</td>
          </tr>
          <tr>
            <th scope="row">
              <span className={styles.swatch} style={{ background: colors.current }} />
              {t('series.current', 'Current')}
            </th>
            <td>{format(current)}</td>
          </tr>
          <tr>
            <th scope="row">{t('card.moved', 'Moved by')}</th>
            <td>{`${signed(moved, format)}${inSd}`}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function signed(value: number, format: (value: number) => string): string {
  return `${value > 0 ? '+' : ''}${format(value)}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: 2 }),
  table: css({
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th': { fontWeight: theme.typography.fontWeightRegular, textAlign: 'left' },
    '& td': { paddingLeft: 16, textAlign: 'right' },
  }),
  swatch: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 2, marginRight: 6 }),
});
