// A line of what a check found: a fact, a remark, a warning, or what is wrong.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

export type LineKind = 'fine' | 'notice' | 'warning' | 'problem';

const icons = {
  fine: 'check',
  notice: 'info-circle',
  warning: 'exclamation-triangle',
  problem: 'exclamation-circle',
} as const;

/** `children` stand beside the text: what mends it. */
export function Line({ kind, text, children }: { kind: LineKind; text: string; children?: ReactNode }) {
  const styles = useStyles2(getStyles);
  const means = {
    fine: t('datasource.check.fine', 'Right: '),
    notice: t('datasource.check.notice', 'Remark: '),
    warning: t('datasource.check.warning', 'Warning: '),
    problem: t('datasource.check.problem', 'Wrong: '),
  };
  return (
    <li className={styles.line}>
      <Icon name={icons[kind]} className={styles[kind]} aria-hidden />
      <span className={styles.text}>
        <span className="sr-only">{means[kind]}</span>
        {text}
      </span>
      {children}
    </li>
  );
}

/** The list that lines stand in. */
export function Lines({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <ul className={styles.list}>{children}</ul>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(0, 0, 1.5), padding: 0 }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(0.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  text: css({ flex: '1 1 300px', overflowWrap: 'anywhere' }),
  fine: css({ color: theme.colors.success.text }),
  notice: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  problem: css({ color: theme.colors.error.text }),
});
