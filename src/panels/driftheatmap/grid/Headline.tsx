// The line above everything: the state in words, and what changes the view, seen when the panel is pointed at or focused.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { outcomeColor } from '../../parts/palette';
import { HeadlineText } from '../words/headline';

export interface HeadlineProps {
  text: HeadlineText;
  width: number;
  height: number;
  children?: React.ReactNode;
}

// Narrower panels say it shorter, px.
const narrow = 420;

export const Headline = React.memo(function Headline({ text, width, height, children }: HeadlineProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line} style={{ height }} data-testid="drift-heatmap-headline">
      <ToneSign tone={text.tone} />
      <span className={styles.text} title={`${text.main} ${text.more}`}>
        <span className={cx(styles.main, text.tone !== 'drifted' && styles.calm)}>
          {width < narrow ? text.short : text.main}
        </span>
        <span>{text.more}</span>
      </span>
      {children}
    </div>
  );
});

// Shape and colour say the same: a dot for drift, a tick for calm, a broken line for silence.
function ToneSign({ tone }: { tone: HeadlineText['tone'] }) {
  const theme = useTheme2();
  switch (tone) {
    case 'plain':
      return null;
    case 'drifted':
      return (
        <svg width={12} height={12} aria-hidden>
          <circle cx={6} cy={6} r={5} fill={outcomeColor(theme, 'drifted')} />
        </svg>
      );
    case 'calm':
      return (
        <svg width={12} height={12} aria-hidden>
          <path d="M1.5 6.5L4.5 9.5L10.5 2.5" fill="none" stroke={theme.colors.success.text} strokeWidth={1.8} />
        </svg>
      );
    case 'silent':
      return (
        <svg width={12} height={12} aria-hidden>
          <path d="M0 6H4M8 6H12" stroke={theme.colors.warning.text} strokeWidth={2.2} />
        </svg>
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    flex: 'none',
    display: 'flex',
    alignItems: 'flex-start',
    gap: 7,
    paddingLeft: 2,
    color: theme.colors.text.secondary,
    lineHeight: '18px',
    '& > svg': { flex: 'none', marginTop: 3 },
  }),
  text: css({ flex: 1, minWidth: 0, overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis' }),
  main: css({
    marginRight: 8,
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  calm: css({ fontWeight: theme.typography.fontWeightRegular }),
});
