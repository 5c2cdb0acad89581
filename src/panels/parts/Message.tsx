// A state without a picture: what is the matter, and what to do about it. Fits any panel size.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export interface MessageProps {
  title: string;
  detail?: string;
  kind?: 'empty' | 'error' | 'loading';
  width: number;
  height: number;
}

export function Message({ title, detail, kind = 'empty', width, height }: MessageProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame} style={{ width, height }} role={kind === 'error' ? 'alert' : 'status'}>
      {height >= 120 && <Emblem kind={kind} />}
      <div className={kind === 'error' ? styles.errorTitle : styles.title}>{title}</div>
      {detail && height >= 70 && <div className={styles.detail}>{detail}</div>}
    </div>
  );
}

// Two tide lines, the product's mark, calm for "nothing here" and broken for an error.
function Emblem({ kind }: { kind: 'empty' | 'error' | 'loading' }) {
  return (
    <svg
      width={56}
      height={28}
      viewBox="0 0 56 28"
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      opacity={0.55}
    >
      <path d="M2 10 q6.5 -8 13 0 t13 0 t13 0 t13 0" strokeDasharray={kind === 'error' ? '1 5' : undefined} />
      <path
        d="M2 20 q6.5 -8 13 0 t13 0 t13 0 t13 0"
        strokeDasharray={kind === 'empty' ? '4 4' : undefined}
        opacity={0.6}
      />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(1),
    textAlign: 'center',
    overflow: 'auto',
    color: theme.colors.text.secondary,
  }),
  title: css({ color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium }),
  errorTitle: css({ color: theme.colors.error.text, fontWeight: theme.typography.fontWeightMedium }),
  detail: css({
    maxWidth: 460,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.45,
    overflowWrap: 'anywhere',
  }),
});
