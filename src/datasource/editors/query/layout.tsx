// How the editor is laid out: rows of cells that wrap where there is no room, a label above each control, help behind a mark, what is wrong below.
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type FieldError, partInWords } from './explain/answer';

export function Rows({ children }: React.PropsWithChildren) {
  return <div className={useStyles2(getStyles).rows}>{children}</div>;
}

export function Row({ children }: React.PropsWithChildren) {
  return <div className={useStyles2(getStyles).row}>{children}</div>;
}

interface CellProps {
  label: string;
  /** The id of the control; without it, the control names itself. */
  htmlFor?: string;
  help?: string;
  /**
   * Room that the control needs, px, or a row of its own; without it, as much as it has. Cells share what is left of a row, up to `most`, and greedy
   * ones take most of it.
   */
  width?: number | 'row';
  most?: number;
  greedy?: boolean;
  errors?: FieldError[];
}

export function Cell({
  label,
  htmlFor,
  help,
  width,
  most,
  greedy,
  errors = [],
  children,
}: React.PropsWithChildren<CellProps>) {
  const styles = useStyles2(getStyles);
  return (
    <div
      className={styles.cell}
      style={{
        flex: width === undefined ? '0 0 auto' : `${greedy ? 6 : 1} 1 ${width === 'row' ? '100%' : `${width}px`}`,
        maxWidth: most,
      }}
    >
      <div className={styles.head}>
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {help !== undefined && <IconButton name="question-circle" size="xs" tooltip={help} variant="secondary" />}
      </div>
      {children}
      {errors.map(({ field = '', text }) => (
        <p key={field + text} role="alert" className={styles.error}>
          {beside(field)}
          {text}
        </p>
      ))}
    </div>
  );
}

const beside = (field: string): string => {
  const part = partInWords(field);
  return part === '' ? '' : `${part}: `;
};

/** A line of small print below a control. */
export function Small({ children }: React.PropsWithChildren) {
  return <p className={useStyles2(getStyles).small}>{children}</p>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(1) }),
  cell: css({ minWidth: 0 }),
  head: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: theme.spacing(2.5),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.primary,
    whiteSpace: 'nowrap',
    '& > label': { margin: 0, fontWeight: 'inherit' },
  }),
  error: css({ margin: theme.spacing(0.5, 0, 0), ...theme.typography.bodySmall, color: theme.colors.error.text }),
  small: css({
    margin: theme.spacing(0.5, 0, 0),
    ...theme.typography.bodySmall,
    color: theme.colors.text.secondary,
    '& > strong': { fontWeight: theme.typography.fontWeightMedium },
  }),
});
