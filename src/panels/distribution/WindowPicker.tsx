// Steps through the windows of an answer: back and forth, with the chosen one's name between.
import React from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../parts/text';

export interface WindowPickerProps {
  /** How many windows before the newest is shown. */
  back: number;
  count: number;
  name: string;
  onChange: (back: number) => void;
}

export const pickerWidth = 148;

export function WindowPicker({ back, count, name, onChange }: WindowPickerProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.picker} style={{ width: pickerWidth }}>
      <button
        type="button"
        aria-label={t('window.previous', 'Earlier window')}
        disabled={back >= count - 1}
        onClick={() => onChange(back + 1)}
      >
        ‹
      </button>
      <span aria-live="polite">{name}</span>
      <button
        type="button"
        aria-label={t('window.next', 'Later window')}
        disabled={back <= 0}
        onClick={() => onChange(back - 1)}
      >
        ›
      </button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  picker: css({
    position: 'absolute',
    top: 0,
    right: 0,
    zIndex: 1,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: 2,
    fontSize: 11,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    '& button': {
      width: 22,
      height: 22,
      padding: 0,
      border: 0,
      borderRadius: 3,
      background: 'none',
      color: theme.colors.text.primary,
      fontSize: 16,
      lineHeight: '20px',
      cursor: 'pointer',
      '&:hover:not(:disabled)': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
      '&:disabled': { color: theme.colors.text.disabled, cursor: 'default' },
    },
  }),
});
