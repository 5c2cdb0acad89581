// Name, verdict and what happened, in words. How much is said depends on the room.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Distribution } from '../../frames/samples';
import { Outcome } from '../../frames/drift';
import { outcomeColor } from '../parts/palette';
import { t } from '../parts/text';
import { outcomeWord } from '../parts/verdict';
import { OutcomeMark } from './marks/OutcomeMark';
import { driftOf } from './shape/windows';
import { sizesText, Words } from './words/sentence';

export type Detail = 'line' | 'change' | 'all';

export interface HeaderProps {
  distribution: Distribution;
  words: Words;
  back: number;
  detail: Detail;
  /** Room at the right for controls, px. */
  reserve: number;
}

export const Header = React.forwardRef<HTMLDivElement, HeaderProps>(function Header(
  { distribution, words, back, detail, reserve },
  ref
) {
  const styles = useStyles2(getStyles);
  const drift = driftOf(distribution, back);
  return (
    <div ref={ref} className={styles.header}>
      <div className={styles.first} style={{ paddingRight: reserve }}>
        {drift ? <Pill outcome={drift.outcome} /> : isUnjudged(distribution) && <NoVerdict />}
        <span className={styles.name} title={distribution.feature}>
          {distribution.feature}
        </span>
        {Object.entries(distribution.segment).map(([name, value]) => (
          <span key={name} className={styles.segment} title={`${name} = ${value}`}>
            {value}
          </span>
        ))}
        {detail !== 'all' && reserve === 0 && <span className={styles.sizes}>{sizesText(distribution, back)}</span>}
      </div>
      {detail !== 'line' && words.change !== '' && (
        <div className={styles.change} title={words.change}>
          {words.change}
        </div>
      )}
      {detail === 'all' && words.judgement.length > 0 && (
        <div className={styles.judgement}>
          {words.judgement.map((part, i) => (
            <span key={i}>{part}</span>
          ))}
        </div>
      )}
    </div>
  );
});

// Two samples, and nobody who says whether they differ.
function isUnjudged({ judged, reference, currents }: Distribution): boolean {
  return !judged && reference !== null && currents.length > 0;
}

function NoVerdict() {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <span
      className={styles.pill}
      style={{ color: theme.colors.text.secondary, borderColor: theme.colors.border.medium }}
      title={t('words.no-verdict', 'no verdict: the data source does not judge')}
    >
      {t('verdict.none', 'No verdict')}
    </span>
  );
}

function Pill({ outcome }: { outcome: Outcome }) {
  const styles = useStyles2(getStyles);
  const color = outcomeColor(useTheme2(), outcome);
  return (
    <span className={styles.pill} style={{ color, borderColor: color }}>
      <svg width={9} height={9} viewBox="0 0 9 9" aria-hidden>
        <OutcomeMark outcome={outcome} color="currentColor" />
      </svg>
      {outcomeWord(outcome)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({ flex: 'none', display: 'flex', flexDirection: 'column', gap: 2, paddingBottom: 8, minWidth: 0 }),
  first: css({ display: 'flex', alignItems: 'center', gap: 8, minWidth: 0, minHeight: 22, whiteSpace: 'nowrap' }),
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    minWidth: 24,
  }),
  segment: css({ color: theme.colors.text.secondary, overflow: 'hidden', textOverflow: 'ellipsis', minWidth: 16 }),
  sizes: css({
    flex: 'none',
    marginLeft: 'auto',
    color: theme.colors.text.secondary,
    fontSize: 11,
    fontVariantNumeric: 'tabular-nums',
  }),
  pill: css({
    flex: 'none',
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    padding: '0 7px',
    border: '1px solid',
    borderRadius: 10,
    fontSize: 11,
    lineHeight: '18px',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  change: css({
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.4,
    overflowWrap: 'anywhere',
  }),
  judgement: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: 14,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.4,
    fontVariantNumeric: 'tabular-nums',
  }),
});
