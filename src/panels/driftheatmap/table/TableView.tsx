// The heatmap as a table that is read and sorted: a line per row with its newest verdict, how severe, how large, since when, and how it came there.
import React, { useMemo, useRef, useState } from 'react';
import { css, cx } from '@emotion/css';
import { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Tooltip } from '../../parts/Tooltip';
import { cardStyles } from '../cards/cardStyles';
import { Choices } from '../cards/Choices';
import { PinnedCard } from '../cards/PinnedCard';
import { Choice } from '../choices';
import { followLink } from '../../parts/followLink';
import { setVariables } from '../follow';
import { Headline } from '../grid/Headline';
import { columnsOf } from '../shape/columns';
import { Heatmap } from '../shape/heatmap';
import { HeatRow } from '../shape/rows';
import { toolbarHost } from '../Toolbar';
import { Possible, rowOutcome } from '../walk/outcome';
import { useVisibleLines } from '../walk/useVisibleLines';
import { HeadlineText } from '../words/headline';
import { rowName } from '../words/readOut';
import { TableColumn, tableColumns } from './columns';
import { latestCell } from './latest';
import { headHeight, lineHeight, scrollbarWidth, sparkSize } from './sizes';
import { nextSort, Sort, sortRows } from './sort';
import { TableLine } from './TableLine';
import { tableCaption } from './titles';

export interface TableViewProps {
  heatmap: Heatmap;
  headline: HeadlineText | null;
  width: number;
  height: number;
  timeZone: TimeZone;
  isSelected: (row: HeatRow) => boolean;
  possible: Possible;
  clickable: boolean;
  toolbar: React.ReactNode;
}

const headlineHeight = 24;

interface Menu {
  row: HeatRow;
  x: number;
  y: number;
  choices: Choice[];
  focused: boolean;
}

export function TableView(props: TableViewProps) {
  const { heatmap, headline, width, height, timeZone, isSelected, possible, clickable, toolbar } = props;
  const styles = useStyles2(getStyles);
  const card = useStyles2(cardStyles);
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const [menu, setMenu] = useState<Menu | null>(null);
  const rows = useMemo(() => sortRows(heatmap.rows, sort), [heatmap, sort]);
  const columns = useMemo(() => tableColumns(heatmap, width - scrollbarWidth), [heatmap, width]);
  const extent = useMemo(() => ({ from: heatmap.from, to: heatmap.to }), [heatmap]);
  const sparkColumns = useMemo(
    () => columnsOf(heatmap.windows, sparkSize.width, heatmap.to - heatmap.from, heatmap.step),
    [heatmap]
  );
  const bodyHeight = height - (headline ? headlineHeight : 0);
  const { first, last } = useVisibleLines(
    scroller,
    { rowHeight: lineHeight, bodyHeight, scrolls: rows.length * lineHeight + headHeight > bodyHeight },
    rows.length
  );
  const onChoose = (row: HeatRow, event: React.MouseEvent): void => {
    const { set, follow, pin } = rowOutcome(row, latestCell(row), null, possible);
    if (set) {
      setVariables(set);
    }
    if (follow?.link) {
      followLink(follow.link);
    }
    if (pin) {
      const box = event.currentTarget.getBoundingClientRect();
      setMenu({ row, x: box.left, y: box.bottom, choices: pin.choices, focused: event.detail === 0 });
    }
  };
  return (
    <div className={cx(styles.frame, toolbarHost)} style={{ width, height }} data-testid="drift-table">
      {headline ? (
        <Headline text={headline} width={width} height={headlineHeight}>
          {toolbar}
        </Headline>
      ) : (
        <div className={styles.corner}>{toolbar}</div>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height: bodyHeight }}
        tabIndex={0}
        role="region"
        aria-label={tableCaption(heatmap)}
      >
        <table className={styles.table} aria-rowcount={rows.length + 1}>
          <colgroup>
            {columns.map(({ key, width: wide }) => (
              <col key={key} style={{ width: key === 'feature' ? undefined : wide }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1} style={{ height: headHeight }}>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {first > 0 && <Spacer height={first * lineHeight} span={columns.length} />}
            {rows.slice(first, last).map((row, i) => (
              <TableLine
                key={row.key}
                row={row}
                index={first + i + 2}
                columns={columns}
                sparkColumns={sparkColumns}
                extent={extent}
                selected={isSelected(row)}
                clickable={clickable}
                onChoose={onChoose}
                timeZone={timeZone}
              />
            ))}
            {last < rows.length && <Spacer height={(rows.length - last) * lineHeight} span={columns.length} />}
          </tbody>
        </table>
      </div>
      {menu && (
        <Tooltip x={menu.x} y={menu.y} pinned>
          <PinnedCard focused={menu.focused} onClose={() => setMenu(null)}>
            <div className={card.name}>{rowName(menu.row)}</div>
            <Choices choices={menu.choices} onDone={() => setMenu(null)} />
          </PinnedCard>
        </Tooltip>
      )}
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={span} />
    </tr>
  );
}

interface HeadCellProps {
  column: TableColumn;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

function HeadCell({ column: { key, title, numeric }, sort, onSort }: HeadCellProps) {
  const styles = useStyles2(getStyles);
  const sorted = sort?.by === key;
  return (
    <th
      scope="col"
      className={cx(styles.head, numeric && styles.numeric)}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles.sorter} onClick={() => onSort(nextSort(sort, key))}>
        {title}
        <svg width={8} height={8} aria-hidden style={{ visibility: sorted ? 'visible' : 'hidden' }}>
          <path d={sort?.descending ? 'M0.5 2H7.5L4 7Z' : 'M0.5 6H7.5L4 1Z'} fill="currentColor" />
        </svg>
      </button>
    </th>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative', overflow: 'hidden' }),
  corner: css({ position: 'absolute', right: scrollbarWidth, top: 4, zIndex: 2 }),
  scroller: css({
    overflowX: 'hidden',
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  table: css({ width: '100%', tableLayout: 'fixed', borderCollapse: 'separate', borderSpacing: 0, fontSize: 12 }),
  head: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    padding: 0,
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    textAlign: 'left',
  }),
  numeric: css({ textAlign: 'right' }),
  sorter: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
    maxWidth: '100%',
    padding: '2px 8px',
    border: 0,
    borderRadius: 2,
    background: 'none',
    color: theme.colors.text.secondary,
    font: 'inherit',
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    cursor: 'pointer',
    '&:hover': { color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
});
