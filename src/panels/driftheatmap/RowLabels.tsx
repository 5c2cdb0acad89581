// Names of the rows: feature, and segment in a quieter colour. Pointers click them; the keyboard reaches them through the grid.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { fitText, textWidth } from '../parts/fitText';
import { HeatRow } from './data';
import { Layout } from './layout';

export interface RowLabelsProps {
  rows: HeatRow[];
  layout: Layout;
  /** Row under the pointer or the cursor, -1 for none. */
  active: number;
  isSelected: (row: HeatRow) => boolean;
  clickable: boolean;
  onClick: (index: number, event: React.MouseEvent) => void;
  onHover: (index: number) => void;
}

export function RowLabels({ rows, layout, active, isSelected, clickable, onClick, onHover }: RowLabelsProps) {
  const styles = useStyles2(getStyles);
  const room = layout.labelWidth - 16;
  return (
    <div className={styles.column} style={{ width: layout.labelWidth, fontSize: layout.fontSize }}>
      {rows.map((row, index) => {
        const { main, quiet } = row.label;
        const quietRoom = quiet === '' ? 0 : Math.min(textWidth(quiet, layout.fontSize) + 8, room * 0.5);
        return (
          <button
            key={row.key}
            type="button"
            tabIndex={-1}
            className={cx(
              styles.label,
              index === active && styles.active,
              isSelected(row) && styles.selected,
              clickable && styles.clickable
            )}
            style={{ height: layout.rowHeight }}
            title={row.segmentText === '' ? row.feature : `${row.feature} · ${row.segmentText}`}
            onClick={(event) => onClick(index, event)}
            onPointerEnter={() => onHover(index)}
            onPointerLeave={() => onHover(-1)}
          >
            <span>{fitText(main, room - quietRoom, layout.fontSize)}</span>
            {quiet !== '' && <span className={styles.segment}>{fitText(quiet, quietRoom - 4, layout.fontSize)}</span>}
          </button>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({ flex: 'none' }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: 6,
    width: '100%',
    padding: '0 8px 1px 4px',
    border: 0,
    borderLeft: '2px solid transparent',
    background: 'none',
    color: theme.colors.text.primary,
    font: 'inherit',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    cursor: 'default',
    lineHeight: 1,
  }),
  clickable: css({ cursor: 'pointer', '&:hover': { textDecoration: 'underline', textUnderlineOffset: 3 } }),
  active: css({ background: theme.colors.action.hover }),
  selected: css({ borderLeftColor: theme.colors.primary.main, fontWeight: theme.typography.fontWeightMedium }),
  segment: css({ color: theme.colors.text.secondary }),
});
