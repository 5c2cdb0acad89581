// What changes how the panel shows its data: heatmap or table, and groups open or closed. Seen when the panel is pointed at or has the focus, and always
// where there is no pointer.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../parts/text';
import { View } from './options';

export interface ToolbarProps {
  view: View;
  onView: (view: View) => void;
  /** null where there are no groups. */
  groups: { allClosed: boolean; onAll: (open: boolean) => void } | null;
}

/** Elements in which the toolbar is shown when pointed at or focused carry this class. */
export const toolbarHost = 'tideline-toolbar-host';

const grid = 'M1 1h5v5H1zM8 1h5v5H8zM1 8h5v5H1zM8 8h5v5H8z';
const lines = 'M1 2h12M1 7h12M1 12h12';
const closeAll = 'M3 2L7 5L11 2M3 12L7 9L11 12M1 7h12';
const openAll = 'M3 5L7 2L11 5M3 9L7 12L11 9M1 7h12';

export function Toolbar({ view, onView, groups }: ToolbarProps) {
  const styles = useStyles2(getStyles);
  const views: Array<[View, string, string]> = [
    ['heatmap', t('toolbar.heatmap', 'Heatmap'), grid],
    ['table', t('toolbar.table', 'Table'), lines],
  ];
  // What is done here is not a key of the grid.
  const stop = (event: React.KeyboardEvent) => event.key !== 'Escape' && event.stopPropagation();
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('toolbar.name', 'View')} onKeyDown={stop}>
      {groups && (
        <Button
          name={groups.allClosed ? t('toolbar.open', 'Open all groups') : t('toolbar.close', 'Close all groups')}
          path={groups.allClosed ? openAll : closeAll}
          onClick={() => groups.onAll(groups.allClosed)}
        />
      )}
      {views.map(([value, name, path]) => (
        <Button key={value} name={name} path={path} pressed={view === value} onClick={() => onView(value)} />
      ))}
    </div>
  );
}

interface ButtonProps {
  name: string;
  path: string;
  pressed?: boolean;
  onClick: () => void;
}

function Button({ name, path, pressed, onClick }: ButtonProps) {
  const styles = useStyles2(getStyles);
  return (
    <button
      type="button"
      className={cx(styles.button, pressed && styles.pressed)}
      aria-label={name}
      aria-pressed={pressed}
      title={name}
      onClick={onClick}
    >
      <svg width={14} height={14} aria-hidden>
        <path d={path} fill="none" stroke="currentColor" strokeWidth={1.4} />
      </svg>
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    flex: 'none',
    display: 'flex',
    gap: 2,
    opacity: 0,
    transition: 'opacity 120ms',
    [`.${toolbarHost}:hover &, .${toolbarHost}:focus-within &`]: { opacity: 1 },
    '@media (hover: none)': { opacity: 1 },
  }),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: 22,
    height: 18,
    padding: 0,
    border: 0,
    borderRadius: 3,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    cursor: 'pointer',
    '&:hover': { color: theme.colors.text.primary, background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  pressed: css({ color: theme.colors.text.primary, background: theme.colors.action.selected }),
});
