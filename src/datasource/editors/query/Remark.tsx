import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  severity: 'error' | 'warning' | 'info';
  text: string;
  /** What a button does about it. */
  action?: { label: string; run: () => void };
}

const icons = { error: 'exclamation-circle', warning: 'exclamation-triangle', info: 'info-circle' } as const;

/** One line about the query: an error, a warning, or a word of advice, with a button that mends it. */
export function Remark({ severity, text, action }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.remark} role={severity === 'error' ? 'alert' : undefined}>
      <Icon name={icons[severity]} className={styles[severity]} />
      <span className={styles.text}>{text}</span>
      {action && (
        <Button size="sm" variant="secondary" type="button" className={styles.button} onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  remark: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    ...theme.typography.bodySmall,
  }),
  text: css({ flex: '0 1 auto', overflowWrap: 'anywhere' }),
  button: css({ flex: 'none' }),
  error: css({ color: theme.colors.error.text, flex: 'none' }),
  warning: css({ color: theme.colors.warning.text, flex: 'none' }),
  info: css({ color: theme.colors.info.text, flex: 'none' }),
});
