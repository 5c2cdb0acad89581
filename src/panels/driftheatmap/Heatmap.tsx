// The heatmap itself: lays out labels, strip, cells, axis and legend, and turns pointer and keys into the active cell.
import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { EventBus, DataHoverClearEvent, DataHoverEvent, GrafanaTheme2, LinkModel, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { scaleLinear } from 'd3-scale';
import { fitText, textWidth } from '../parts/fitText';
import { t } from '../parts/text';
import { Tooltip } from '../parts/Tooltip';
import { visuallyHidden } from '../parts/visuallyHidden';
import { CellCard } from './CellCard';
import { Cells } from './Cells';
import { cellColor } from './colors';
import { cellAt, Cursor, moveCursor, startCursor } from './cursor';
import { HeatCell, Heatmap as HeatmapData, HeatRow } from './data';
import { layOut } from './layout';
import { Legend } from './Legend';
import { cellSentence, heatmapSentence, latestWindow, rowSentence } from './readOut';
import { RowLabels } from './RowLabels';
import { shapeCells } from './shapes';
import { Strip } from './Strip';
import { SummaryTable } from './SummaryTable';
import { TimeAxis } from './TimeAxis';

export interface HeatmapProps {
  heatmap: HeatmapData;
  width: number;
  height: number;
  timeZone: TimeZone;
  showShare: boolean;
  showLegend: boolean;
  /** False when field options colour the cells. */
  severityBar: boolean;
  /** Whether a click does anything, for the pointer's shape. */
  clickable: boolean;
  isSelected: (row: HeatRow) => boolean;
  /** Follows what the user set up; returns links to choose from when there are several. */
  onChoose: (row: HeatRow, cell: HeatCell | null) => LinkModel[];
  onLink: (link: LinkModel, event?: unknown) => void;
  eventBus?: EventBus;
}

interface Active extends Cursor {
  /** Page position of the card. */
  x: number;
  y: number;
  pinned: LinkModel[] | null;
  by: 'pointer' | 'keys';
}

export function Heatmap(props: HeatmapProps) {
  const {
    heatmap,
    width,
    height,
    timeZone,
    showShare,
    showLegend,
    severityBar,
    clickable,
    isSelected,
    onChoose,
    onLink,
    eventBus,
  } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [active, setActive] = useState<Active | null>(null);
  const [hoveredLabel, setHoveredLabel] = useState(-1);
  const body = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);

  const layout = useMemo(
    () => layOut({ width, height, heatmap, showShare, showLegend }),
    [width, height, heatmap, showShare, showLegend]
  );
  const x = useMemo(
    () => scaleLinear().domain([heatmap.from, heatmap.to]).range([0, layout.plotWidth]),
    [heatmap, layout.plotWidth]
  );
  const color = useMemo(() => cellColor(theme), [theme]);
  const shapes = useMemo(
    () => shapeCells({ rows: heatmap.rows, x, rowHeight: layout.rowHeight, theme, color }),
    [heatmap, x, layout.rowHeight, theme, color]
  );
  const finest = useMemo(
    () => heatmap.windows.reduce((least, { from, to }) => Math.min(least, to - from), heatmap.to - heatmap.from),
    [heatmap]
  );

  // New data may have fewer rows or windows than the cursor stands on.
  const row = active ? heatmap.rows[active.row] : undefined;
  const cell = active && row ? row.cells[active.cell] : undefined;

  const time = cell?.from;
  useEffect(() => {
    if (time === undefined) {
      return undefined;
    }
    eventBus?.publish(new DataHoverEvent({ point: { time } }));
    return () => eventBus?.publish(new DataHoverClearEvent());
  }, [time, eventBus]);

  const pageOf = useCallback(
    (cursor: Cursor): { x: number; y: number } => {
      const box = plot.current?.getBoundingClientRect();
      const at = heatmap.rows[cursor.row].cells[cursor.cell];
      return {
        x: (box?.left ?? 0) + (at ? x((at.from + at.to) / 2) : 0),
        y: (box?.top ?? 0) + (cursor.row + 0.5) * layout.rowHeight,
      };
    },
    [heatmap, x, layout.rowHeight]
  );

  const locate = (event: React.PointerEvent | React.MouseEvent): Cursor | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor((event.clientY - box.top) / layout.rowHeight);
    const target = heatmap.rows[index];
    const found = target ? cellAt(target, x.invert(event.clientX - box.left)) : -1;
    return found < 0 ? null : { row: index, cell: found };
  };

  const onPointerMove = (event: React.PointerEvent) => {
    if (active?.pinned) {
      return;
    }
    const cursor = locate(event);
    setActive(cursor ? { ...cursor, x: event.clientX, y: event.clientY, pinned: null, by: 'pointer' } : null);
  };

  const choose = (cursor: Cursor, position: { x: number; y: number }, by: Active['by']) => {
    const chosen = heatmap.rows[cursor.row];
    const links = onChoose(chosen, chosen.cells[cursor.cell] ?? null);
    if (links.length > 0) {
      const anchor = cursor.cell < 0 ? { ...cursor, cell: chosen.cells.length - 1 } : cursor;
      setActive({ ...anchor, ...position, pinned: links, by });
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const cursor = active && row ? { row: active.row, cell: active.cell } : startCursor(heatmap.rows);
    if (event.key === 'Escape') {
      setActive(null);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(cursor, pageOf(cursor), 'keys');
      return;
    }
    const moved =
      active && row ? moveCursor(heatmap.rows, cursor, event.key) : event.key.startsWith('Arrow') ? cursor : null;
    if (moved) {
      event.preventDefault();
      revealRow(body.current, moved.row, layout.rowHeight);
      setActive({ ...moved, ...pageOf(moved), pinned: null, by: 'keys' });
    }
  };

  const latest = latestWindow(heatmap);
  return (
    <div
      className={styles.frame}
      style={{ width, height }}
      role="group"
      aria-roledescription={t('heatmap.role', 'heatmap')}
      aria-label={`${heatmapSentence(heatmap, timeZone)} ${t('heatmap.keys', 'Walk with the arrow keys, choose with Enter, leave with Escape.')}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => active?.by === 'keys' && !active.pinned && setActive(null)}
      data-testid="drift-heatmap"
    >
      <div className={styles.line}>
        <div
          className={styles.caption}
          style={{ width: layout.labelWidth, height: layout.stripHeight, fontSize: layout.fontSize - 1 }}
        >
          {layout.stripHeight > 0 && latest && (
            <span title={t('heatmap.caption-title', 'Drifted features in the newest closed window')}>
              {caption(latest.drifted, latest.decided, layout.labelWidth - 8, layout.fontSize - 1)}
            </span>
          )}
        </div>
        <Strip windows={heatmap.windows} x={x} layout={layout} active={cell?.from ?? null} />
      </div>
      <div
        ref={body}
        className={styles.body}
        style={{ height: layout.bodyHeight, overflowY: layout.scrolls ? 'auto' : 'hidden' }}
      >
        <div className={styles.line} style={{ height: layout.rowsHeight }}>
          <RowLabels
            rows={heatmap.rows}
            layout={layout}
            active={active?.row ?? hoveredLabel}
            isSelected={isSelected}
            clickable={clickable}
            onHover={setHoveredLabel}
            onClick={(index, event) =>
              choose({ row: index, cell: -1 }, { x: event.clientX, y: event.clientY }, 'pointer')
            }
          />
          <div
            ref={plot}
            className={styles.plot}
            style={{
              width: layout.plotWidth,
              height: layout.rowsHeight,
              cursor: clickable && cell ? 'pointer' : undefined,
            }}
            onPointerMove={onPointerMove}
            onPointerLeave={() => active?.by === 'pointer' && !active.pinned && setActive(null)}
            onClick={(event) => {
              const cursor = locate(event);
              if (cursor) {
                choose(cursor, { x: event.clientX, y: event.clientY }, 'pointer');
              } else {
                setActive(null);
              }
            }}
          >
            <Cells shapes={shapes} width={layout.plotWidth} height={layout.rowsHeight} />
            {active && cell && (
              <div
                className={styles.ring}
                style={{
                  left: x(cell.from) - 1,
                  top: active.row * layout.rowHeight - 1,
                  width: Math.max(3, x(cell.to) - x(cell.from) + 1),
                  height: layout.rowHeight + 1,
                }}
              />
            )}
          </div>
        </div>
      </div>
      {layout.axisHeight > 0 && (
        <div className={styles.line}>
          <div style={{ width: layout.labelWidth, flex: 'none' }} className={styles.more}>
            {heatmap.hidden > 0 &&
              fitText(t('heatmap.hidden', '+{{hidden}} more', { hidden: heatmap.hidden }), layout.labelWidth - 10, 11)}
          </div>
          <TimeAxis x={x} width={layout.plotWidth} height={layout.axisHeight} timeZone={timeZone} finest={finest} />
        </div>
      )}
      {layout.legendHeight > 0 && <Legend heatmap={heatmap} height={layout.legendHeight} severityBar={severityBar} />}
      <div aria-live="polite" className={visuallyHidden} data-testid="drift-heatmap-read-out">
        {active?.by === 'keys' && row ? (cell ? cellSentence(row, cell, timeZone) : rowSentence(row)) : ''}
      </div>
      <SummaryTable heatmap={heatmap} timeZone={timeZone} />
      {active && row && cell && (
        <Tooltip x={active.x} y={active.y} pinned={active.pinned !== null}>
          <CellCard row={row} cell={cell} timeZone={timeZone} links={active.pinned ?? []} onLink={onLink} />
        </Tooltip>
      )}
    </div>
  );
}

function caption(drifted: number, decided: number, width: number, fontSize: number): string {
  const long = t('heatmap.caption', '{{drifted}} of {{decided}} drifted', { drifted, decided });
  return textWidth(long, fontSize) <= width
    ? long
    : t('heatmap.caption-short', '{{drifted}} of {{decided}}', { drifted, decided });
}

function revealRow(body: HTMLElement | null, row: number, rowHeight: number): void {
  if (!body) {
    return;
  }
  if (row * rowHeight < body.scrollTop) {
    body.scrollTop = row * rowHeight;
  } else if ((row + 1) * rowHeight > body.scrollTop + body.clientHeight) {
    body.scrollTop = (row + 1) * rowHeight - body.clientHeight;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    overflow: 'hidden',
    borderRadius: 2,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -1 },
  }),
  line: css({ display: 'flex', flex: 'none' }),
  caption: css({
    flex: 'none',
    display: 'flex',
    alignItems: 'flex-end',
    justifyContent: 'flex-end',
    paddingRight: 8,
    paddingBottom: 1,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    lineHeight: 1,
    fontVariantNumeric: 'tabular-nums',
  }),
  body: css({ flex: 'none', overflowX: 'hidden', scrollbarWidth: 'thin' }),
  plot: css({ position: 'relative', flex: 'none' }),
  ring: css({
    position: 'absolute',
    border: `2px solid ${theme.colors.text.maxContrast}`,
    borderRadius: 3,
    pointerEvents: 'none',
    boxSizing: 'border-box',
  }),
  more: css({
    color: theme.colors.text.secondary,
    fontSize: 11,
    textAlign: 'right',
    paddingRight: 8,
    paddingTop: 5,
    whiteSpace: 'nowrap',
    lineHeight: 1.2,
  }),
});
