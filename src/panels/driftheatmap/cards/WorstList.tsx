// The worst rows of a window, worst first, with their severities.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { LookOf } from '../grid/looks';
import { isDrifted } from '../shape/cells';
import { Ranked } from '../shape/tally';
import { t } from '../../parts/text';
import { nameText } from '../words/names';
import { valueText } from '../words/values';
import { cardStyles } from './cardStyles';

export interface WorstListProps {
  ranked: Ranked[];
  lookOf: LookOf;
  /** How many drifted beyond those that are listed. */
  more: number;
}

export function WorstList({ ranked, lookOf, more }: WorstListProps) {
  const card = useStyles2(cardStyles);
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <>
      <ol className={styles.list}>
        {ranked.map(({ row, cell }) => {
          const { state, severity } = row.cells;
          const look = lookOf(row.series[0], state[cell], severity[cell]);
          const drifted = isDrifted(state[cell]);
          return (
            <li key={row.key} className={cx(!drifted && card.quiet)}>
              <span
                className={styles.swatch}
                style={{ background: look.fill ?? 'none', borderColor: theme.colors.border.medium }}
              >
                {drifted && <span className={styles.dot} style={{ background: look.ink }} />}
              </span>
              <span className={styles.name}>
                {nameText(row.label.main)}
                {row.label.quiet !== '' && <span className={card.quiet}> {row.label.quiet}</span>}
              </span>
              <span className={styles.value}>{valueText(row, severity[cell])}</span>
            </li>
          );
        })}
      </ol>
      {more > 0 && <div className={card.quiet}>{t('card.more', '{{more}} more', { more })}</div>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: '6px 0 0',
    padding: 0,
    listStyle: 'none',
    '& li': { display: 'grid', gridTemplateColumns: '13px 1fr auto', alignItems: 'center', columnGap: 8 },
  }),
  swatch: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: 13,
    height: 13,
    border: '1px solid',
    borderRadius: 2,
  }),
  dot: css({ width: 5, height: 5, borderRadius: '50%' }),
  name: css({ overflowWrap: 'anywhere' }),
  value: css({ fontVariantNumeric: 'tabular-nums', marginLeft: theme.spacing(1.5) }),
});
