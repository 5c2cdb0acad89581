// Steps through the windows of an answer: back and forth, with the chosen one's name between, and what may be decided about it.
import React, { useRef, useState } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { textWidth } from '../parts/fitText';
import { t } from '../parts/text';
import { Offer } from './actions/offers';
import { Menu } from './cards/Menu';

export interface WindowPickerProps {
  /** How many windows before the newest is shown. */
  back: number;
  count: number;
  name: string;
  /** What may be done with the chosen window. */
  offers: Offer[];
  onChange: (back: number) => void;
}

const button = 24;

/** Room that the picker takes, px. */
export function pickerWidth({ count, name, offers }: Pick<WindowPickerProps, 'count' | 'name' | 'offers'>): number {
  return Math.ceil(textWidth(name, 11)) + (count > 1 ? 2 * button : 0) + (offers.length > 0 ? button : 0) + 8;
}

export function WindowPicker({ back, count, name, offers, onChange }: WindowPickerProps) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState<{ x: number; y: number } | null>(null);
  const more = useRef<HTMLButtonElement>(null);
  return (
    <div className={styles.picker}>
      {count > 1 && (
        <button
          type="button"
          aria-label={t('window.previous', 'Earlier window')}
          disabled={back >= count - 1}
          onClick={() => onChange(back + 1)}
        >
          ‹
        </button>
      )}
      <span aria-live="polite">{name}</span>
      {count > 1 && (
        <button
          type="button"
          aria-label={t('window.next', 'Later window')}
          disabled={back <= 0}
          onClick={() => onChange(back - 1)}
        >
          ›
        </button>
      )}
      {offers.length > 0 && (
        <button
          ref={more}
          type="button"
          aria-label={t('window.more', 'More about the window {{name}}', { name })}
          aria-haspopup="dialog"
          aria-expanded={open !== null}
          onClick={() => {
            const box = more.current?.getBoundingClientRect();
            setOpen(open || !box ? null : { x: box.left, y: box.bottom - 8 });
          }}
        >
          ⋮
        </button>
      )}
      {open && (
        <Menu
          x={open.x}
          y={open.y}
          label={t('window.label', 'Window {{name}}', { name })}
          offers={offers}
          onClose={() => setOpen(null)}
        >
          <strong>{name}</strong>
        </Menu>
      )}
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
    '& > span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    '& > button': {
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
