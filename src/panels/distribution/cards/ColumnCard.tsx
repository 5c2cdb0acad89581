// What is said of one window's shares: each category against the reference's, missing values too.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatCount, formatShare, formatShares } from '../../parts/numbers';
import { t } from '../../parts/text';
import { verdictLine } from '../../parts/verdict';
import { layerColor } from '../marks/layerColors';
import { Column, Stack } from '../shape/stack';
import { categoryName } from '../words/categoryName';

export interface ColumnCardProps {
  name: string;
  stack: Stack;
  /** Position of the window's column, and of the reference's; −1 where there is none. */
  column: number;
  reference: number;
}

export function ColumnCard({ name, stack, column, reference }: ColumnCardProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { drift, sample }: Column = stack.columns[column];
  const compared = reference >= 0 && reference !== column;
  const line = (key: string, label: string, swatch: string, of: (at: number) => number): React.ReactNode => {
    const { before, after, change } = formatShares(of(compared ? reference : column), of(column));
    return (
      <tr key={key}>
        <th scope="row">
          <span className={styles.swatch} style={{ background: swatch }} />
          {label}
        </th>
        {compared && <td>{before}</td>}
        <td>{compared ? after : formatShare(of(column))}</td>
        {compared && <td>{change}</td>}
      </tr>
    );
  };
  return (
    <div>
      <div className={styles.title}>{drift ? `${name}: ${verdictLine(drift)}` : name}</div>
      <div className={styles.quiet}>{t('legend.rows', '{{rows}} rows', { rows: formatCount(sample.rows) })}</div>
      <table className={styles.table}>
        {compared && (
          <thead>
            <tr>
              <td />
              <th scope="col">{t('card.was', 'was')}</th>
              <th scope="col">{t('card.now', 'now')}</th>
              <th scope="col">{t('card.change', 'Change')}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {stack.layers
            .map((layer, i) =>
              line(layer.name, categoryName(layer.name), layerColor(theme, i, layer.of > 1), (at) => layer.shares[at])
            )
            .reverse()}
          {line('missing', t('side.missing', 'missing'), 'none', (at) => stack.columns[at].missing)}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  quiet: css({ color: theme.colors.text.secondary, marginBottom: 2 }),
  table: css({
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      padding: '1px 0 1px 14px',
      textAlign: 'right',
      fontWeight: theme.typography.fontWeightRegular,
      whiteSpace: 'nowrap',
    },
    '& thead th': { color: theme.colors.text.secondary },
    '& th[scope="row"]': {
      paddingLeft: 0,
      textAlign: 'left',
      maxWidth: 180,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
  }),
  swatch: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 2, marginRight: 6 }),
});
