// The heatmap itself: puts headline, strips, marks, labels, cells, axis and legend together, and what moves above them.
import React, { useEffect, useMemo, useRef } from 'react';
import { css, cx } from '@emotion/css';
import { DataHoverClearEvent, DataHoverEvent, EventBus, GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { Stretch } from '../../parts/actions';
import { fitText } from '../../parts/fitText';
import { t } from '../../parts/text';
import { visuallyHidden } from '../../parts/visuallyHidden';
import { Cards } from '../cards/Cards';
import { Mark } from '../shape/annotations';
import { Heatmap as HeatmapData } from '../shape/heatmap';
import { HeatRow } from '../shape/rows';
import { SummaryTable } from '../table/SummaryTable';
import { toolbarHost } from '../Toolbar';
import { tops } from '../walk/locate';
import { Possible } from '../walk/outcome';
import { stretchOf } from '../walk/spot';
import { useInteraction } from '../walk/useInteraction';
import { useVisibleLines } from '../walk/useVisibleLines';
import { HeadlineText } from '../words/headline';
import { placeSentence, selectionSentence } from '../words/readOut';
import { heatmapSentence } from '../words/summary';
import { valueText } from '../words/values';
import { Cells } from './Cells';
import { ColorScale } from './colors';
import { Headline } from './Headline';
import { Labels } from './Labels';
import { LayoutOptions } from './layout';
import { Legend } from './Legend';
import { looks } from './looks';
import { MarkLinesThrough, MarksLane } from './MarksLane';
import { CellRing, ColumnLight, SelectionBand, SharedCursor } from './Overlay';
import { Painting } from './paint';
import { CountStrip, ReferenceBand, ShareStrip } from './Strips';
import { TimeAxis } from './TimeAxis';
import { viewOf } from './view';

export interface HeatmapProps {
  heatmap: HeatmapData;
  marks: Mark[];
  headline: HeadlineText;
  scale: ColorScale;
  width: number;
  height: number;
  timeZone: TimeZone;
  /** The model's zone where its days are named, and not the dashboard's. */
  daysOf: TimeZone | null;
  /** The dashboard's range, epoch ms. */
  range: Stretch;
  options: LayoutOptions;
  isOpen: (group: string) => boolean;
  onToggle: (group: string) => void;
  isSelected: (row: HeatRow) => boolean;
  possible: Possible;
  /** Whether choosing a row does anything, for the pointer's shape. */
  clickable: boolean;
  onZoom: (range: Stretch) => void;
  eventBus?: EventBus;
  toolbar: React.ReactNode;
}

export function Heatmap(props: HeatmapProps) {
  const { heatmap, marks, headline, scale, width, height, timeZone, range, options, isOpen, onToggle } = props;
  const { isSelected, possible, clickable, onZoom, eventBus, toolbar } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const stage = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const view = useMemo(
    () => viewOf({ heatmap, marks, isOpen, until: range.to, width, height, options }),
    [heatmap, marks, isOpen, range.to, width, height, options]
  );
  const { layout, lines } = view;
  const { first, last } = useVisibleLines(body, layout, lines.length);
  const lookOf = useMemo(() => looks(theme, scale.color), [theme, scale]);
  const painting = useMemo(
    (): Painting => ({
      lines,
      first,
      last,
      cellsOf: view.cellsOf,
      x: view.x,
      rowHeight: layout.rowHeight,
      lookOf,
      numberOf,
    }),
    [view, lines, first, last, layout.rowHeight, lookOf]
  );
  const interaction = useInteraction({ view, stage, body, range, possible, onToggle, onZoom });
  const { active, place, selected } = interaction;
  useHoverEvents(place ? (stretchOf(place, view)?.from ?? null) : null, eventBus);

  const offers = useMemo(() => possible.actions({ from: view.from, to: view.to }, null).length > 0, [possible, view]);
  const activeMark = place?.on === 'mark' ? place.cluster : -1;
  const onRow = place?.on === 'line' && lines[place.line].kind === 'row';
  const mostImportant = useMemo(
    () => heatmap.rows.reduce((most, row) => Math.max(most, row.importance ?? 0), 0),
    [heatmap]
  );
  return (
    <div
      className={cx(styles.frame, toolbarHost)}
      style={{ width, height }}
      role="group"
      aria-roledescription={t('heatmap.role', 'heatmap')}
      aria-label={`${heatmapSentence(heatmap, headline)} ${keysHelp()}`}
      tabIndex={0}
      onKeyDown={interaction.onKeyDown}
      onBlur={interaction.onBlur}
      data-testid="drift-heatmap"
    >
      {layout.headlineHeight > 0 ? (
        <Headline text={headline} width={width} height={layout.headlineHeight}>
          {toolbar}
        </Headline>
      ) : (
        <div className={styles.corner}>{toolbar}</div>
      )}
      <div ref={stage} className={styles.stage} data-testid="drift-heatmap-stage" {...interaction.pointer}>
        {layout.shareHeight > 0 && <ShareStrip view={view} />}
        {layout.countHeight > 0 && <CountStrip view={view} />}
        {layout.marksHeight > 0 && <MarksLane view={view} active={activeMark} />}
        <ReferenceBand view={view} />
        <div
          ref={body}
          className={styles.body}
          style={{ height: layout.bodyHeight, overflowY: layout.scrolls ? 'auto' : 'hidden' }}
        >
          <div className={styles.line} style={{ height: layout.linesHeight }}>
            <Labels
              lines={lines}
              first={first}
              last={last}
              layout={layout}
              active={place?.on === 'line' ? place.line : -1}
              mostImportant={mostImportant}
              isSelected={isSelected}
              clickable={clickable}
              onClick={interaction.onLabel}
            />
            <div
              className={styles.plot}
              style={{
                width: layout.plotWidth,
                height: layout.linesHeight,
                cursor: (clickable || offers) && onRow ? 'pointer' : undefined,
              }}
            >
              <div className={styles.cells}>
                <Cells
                  painting={painting}
                  width={layout.plotWidth}
                  cellCount={lines.length * view.columns.from.length}
                />
              </div>
              <CellRing view={view} place={place} />
            </div>
          </div>
        </div>
        {layout.axisHeight > 0 && (
          <div className={styles.line}>
            <div style={{ width: layout.labelWidth, flex: 'none' }} className={styles.more}>
              {heatmap.hidden > 0 &&
                fitText(
                  t('heatmap.hidden', '+{{hidden}} more', { hidden: heatmap.hidden }),
                  layout.labelWidth - 10,
                  11
                )}
            </div>
            <TimeAxis view={view} silent={headline.tone === 'silent'} timeZone={timeZone} />
          </div>
        )}
        <div className={styles.overlay} style={{ left: layout.labelWidth, width: layout.plotWidth }}>
          <ColumnLight view={view} place={place} />
          {view.clusters.length > 0 && (
            <div className={styles.through} style={{ top: tops(view).marks }}>
              <MarkLinesThrough view={view} active={activeMark} />
            </div>
          )}
          {!place && <SharedCursor view={view} eventBus={eventBus} />}
          {selected && (
            <SelectionBand
              view={view}
              selection={selected}
              hint={selectionHint(selected.by, offers)}
              timeZone={timeZone}
            />
          )}
        </div>
      </div>
      {layout.legendHeight > 0 && <Legend view={view} scale={scale} daysOf={props.daysOf} />}
      <div aria-live="polite" className={visuallyHidden} data-testid="drift-heatmap-read-out">
        {active?.by === 'keys' && place ? placeSentence(place, view, timeZone) : ''}
        {selected?.by === 'keys' ? ` ${selectionSentence(selected.from, selected.to, timeZone)}` : ''}
      </div>
      <SummaryTable heatmap={heatmap} timeZone={timeZone} />
      <Cards interaction={interaction} view={view} lookOf={lookOf} timeZone={timeZone} />
    </div>
  );
}

// Severities too small to be read off are left to the colour.
const leastNumber = 0.1;

const numberOf: Painting['numberOf'] = (line, value) => {
  const row = line.kind === 'group' ? line.group.rows[0] : line.row;
  return row.measure === 'severity' && value < leastNumber ? '' : valueText(row, value);
};

function keysHelp(): string {
  return t(
    'heatmap.keys',
    'Walk with the arrow keys, choose with Enter, select time with Shift and the arrow keys, leave with Escape.'
  );
}

// `offers`: there is more to do with a stretch than zooming to it.
function selectionHint(by: 'pointer' | 'keys', offers: boolean): string {
  if (by === 'keys') {
    return offers ? t('selection.keys-more', 'Enter zooms, Space for more') : t('selection.keys', 'Enter zooms');
  }
  return offers ? t('selection.hint-more', 'Ctrl for more, Esc to cancel') : t('selection.hint', 'Esc to cancel');
}

// Tells other panels which time is looked at, where dashboards share their cursor.
function useHoverEvents(time: number | null, eventBus?: EventBus): void {
  useEffect(() => {
    if (time === null) {
      return undefined;
    }
    eventBus?.publish(new DataHoverEvent({ point: { time } }));
    return () => eventBus?.publish(new DataHoverClearEvent());
  }, [time, eventBus]);
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
  corner: css({ position: 'absolute', right: 0, top: 0, zIndex: 1 }),
  stage: css({ position: 'relative', flex: 'none', userSelect: 'none', touchAction: 'pan-y' }),
  line: css({ display: 'flex', flex: 'none' }),
  body: css({ flex: 'none', overflowX: 'hidden', scrollbarWidth: 'thin' }),
  plot: css({ position: 'relative', flex: 'none' }),
  // A layer of its own, which is not painted anew when the ring moves above it.
  cells: css({ position: 'absolute', inset: 0, willChange: 'transform' }),
  overlay: css({ position: 'absolute', top: 0, bottom: 0, pointerEvents: 'none' }),
  through: css({ position: 'absolute', left: 0, right: 0 }),
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
