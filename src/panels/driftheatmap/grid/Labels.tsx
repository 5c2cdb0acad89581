// Names of the lines: feature, and segment in a quieter colour; groups with what opens them and how many of their rows are drifted now. Pointers click them;
// the keyboard reaches them through the grid.
import React from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { fitText, textWidth } from '../../parts/fitText';
import { formatNumber } from '../../parts/numbers';
import { t } from '../../parts/text';
import { GroupLine, Line, RowLine } from '../shape/lines';
import { HeatRow } from '../shape/rows';
import { nameText } from '../words/names';
import { groupName, rowName } from '../words/readOut';
import { caretWidth, importanceBar, Layout } from './layout';

export interface LabelsProps {
  lines: Line[];
  /** Lines [first, last) are drawn. */
  first: number;
  last: number;
  layout: Layout;
  /** Number of the line under the pointer or the cursor, −1 for none. */
  active: number;
  /** The greatest importance of any row, for the length of its bar. */
  mostImportant: number;
  isSelected: (row: HeatRow) => boolean;
  clickable: boolean;
  onClick: (line: number, event: React.MouseEvent) => void;
}

export const Labels = React.memo(function Labels(props: LabelsProps) {
  const { lines, first, last, layout, active, mostImportant, isSelected, clickable, onClick } = props;
  const shown = lines.slice(first, last);
  return (
    <div style={{ position: 'relative', flex: 'none', width: layout.labelWidth, fontSize: layout.fontSize }}>
      <div style={{ position: 'absolute', left: 0, right: 0, top: first * layout.rowHeight }}>
        {shown.map((line, i) =>
          line.kind === 'group' ? (
            <GroupLabel
              key={line.key}
              line={line}
              number={first + i}
              layout={layout}
              active={first + i === active}
              onClick={onClick}
            />
          ) : (
            <RowLabel
              key={line.key}
              line={line}
              number={first + i}
              layout={layout}
              active={first + i === active}
              mostImportant={mostImportant}
              selected={isSelected(line.row)}
              clickable={clickable}
              onClick={onClick}
            />
          )
        )}
      </div>
    </div>
  );
});

interface LabelProps {
  number: number;
  layout: Layout;
  active: boolean;
  onClick: LabelsProps['onClick'];
}

interface RowLabelProps extends LabelProps {
  line: RowLine;
  mostImportant: number;
  selected: boolean;
  clickable: boolean;
}

const RowLabel = React.memo(function RowLabel(props: RowLabelProps) {
  const { line, number, layout, active, mostImportant, selected, clickable, onClick } = props;
  const styles = useStyles2(getStyles);
  const { row } = line;
  const { main, quiet } = line.label;
  const room = layout.labelWidth - 16 - layout.importanceWidth - (line.nested ? caretWidth : 0);
  const quietRoom = quiet === '' ? 0 : Math.min(textWidth(quiet, layout.fontSize) + 8, room * 0.5);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(styles.label, active && styles.active, selected && styles.selected, clickable && styles.clickable)}
      style={{ height: layout.rowHeight }}
      title={importanceTitle(row)}
      onClick={(event) => onClick(number, event)}
    >
      <span>{fitText(nameText(main), room - quietRoom, layout.fontSize)}</span>
      {quiet !== '' && <span className={styles.quiet}>{fitText(quiet, quietRoom - 4, layout.fontSize)}</span>}
      {layout.importanceWidth > 0 && (
        <span className={styles.importance} style={{ width: importanceBar }}>
          {row.importance !== null && <span style={{ width: `${(100 * row.importance) / (mostImportant || 1)}%` }} />}
        </span>
      )}
    </button>
  );
});

function importanceTitle(row: HeatRow): string {
  const name = rowName(row).replace(', ', ' · ');
  return row.importance === null
    ? name
    : t('label.importance', '{{name}}, importance {{importance}}', { name, importance: formatNumber(row.importance) });
}

const GroupLabel = React.memo(function GroupLabel({
  line,
  number,
  layout,
  active,
  onClick,
}: LabelProps & { line: GroupLine }) {
  const styles = useStyles2(getStyles);
  const { group, open } = line;
  const name = groupName(group.name);
  const count = String(group.rows.length);
  const room = layout.labelWidth - 16 - caretWidth - textWidth(count, layout.fontSize) - 8;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(styles.label, styles.group, active && styles.active)}
      style={{ height: layout.rowHeight }}
      aria-expanded={open}
      title={t('label.group', '{{name}}: {{count}} rows', { name, count })}
      onClick={(event) => onClick(number, event)}
    >
      <svg width={9} height={9} aria-hidden className={styles.caret}>
        <path d={open ? 'M0.5 2.5H8.5L4.5 7.5Z' : 'M2.5 0.5V8.5L7.5 4.5Z'} fill="currentColor" />
      </svg>
      <span className={cx(group.name === '' && styles.quiet)}>{fitText(name, room, layout.fontSize)}</span>
      <span className={cx(styles.quiet, styles.count)}>{count}</span>
    </button>
  );
});

// On a lighter ground quiet text would be too faint.
const lit = (theme: GrafanaTheme2) => ({
  background: theme.colors.action.hover,
  '& span': { color: theme.colors.text.primary },
});

const getStyles = (theme: GrafanaTheme2) => ({
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
    '&:hover': lit(theme),
  }),
  clickable: css({
    cursor: 'pointer',
    '&:hover span:first-child': { textDecoration: 'underline', textUnderlineOffset: 3 },
  }),
  active: css(lit(theme)),
  selected: css({ borderLeftColor: theme.colors.primary.main, fontWeight: theme.typography.fontWeightMedium }),
  group: css({
    justifyContent: 'flex-start',
    cursor: 'pointer',
    fontWeight: theme.typography.fontWeightMedium,
    // Up to the gap below the line, as the band behind its cells.
    boxShadow: `inset 0 -1px 0 ${theme.colors.background.primary}`,
    background: theme.colors.background.secondary,
  }),
  caret: css({ flex: 'none', color: theme.colors.text.secondary }),
  quiet: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  count: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
  importance: css({
    flex: 'none',
    height: 5,
    borderRadius: 2,
    background: theme.colors.action.hover,
    '& span': { display: 'block', height: '100%', borderRadius: 2, background: theme.colors.text.secondary },
  }),
});
