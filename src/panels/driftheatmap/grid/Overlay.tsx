// What moves above the cells without drawing them anew: the ring around a cell, the column that is looked at, a selected stretch of time, and the time that
// another panel points at.
import React, { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { DataHoverClearEvent, DataHoverEvent, EventBus, GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { textWidth } from '../../parts/fitText';
import { t } from '../../parts/text';
import { formatWindow } from '../../parts/windows';
import { tops } from '../walk/locate';
import { Selection, windowsIn } from '../walk/selection';
import { Place, stretchOf } from '../walk/spot';
import { View } from './view';

/** Around the active cell; stands in the part that scrolls. */
export function CellRing({ view, place }: { view: View; place: Place | null }) {
  const styles = useStyles2(getStyles);
  const stretch = place && stretchOf(place, view);
  if (place?.on !== 'line' || !stretch) {
    return null;
  }
  const { rowHeight } = view.layout;
  return (
    <div
      className={styles.ring}
      style={{
        left: view.x(stretch.from) - 1,
        top: place.line * rowHeight - 1,
        width: Math.max(4, view.x(stretch.to) - view.x(stretch.from) + 1),
        height: rowHeight + 1,
      }}
    />
  );
}

/** Behind the strips, at the column of the active place. */
export function ColumnLight({ view, place }: { view: View; place: Place | null }) {
  const styles = useStyles2(getStyles);
  const stretch = place && place.on !== 'mark' ? stretchOf(place, view) : null;
  const height = tops(view).marks;
  if (!stretch || height === 0) {
    return null;
  }
  const width = Math.max(2, view.x(stretch.to) - view.x(stretch.from));
  return <div className={styles.light} style={{ left: view.x(stretch.from), top: 0, width, height }} />;
}

export interface SelectionBandProps {
  view: View;
  selection: Selection;
  /** Says what else there is than zooming; '' for nothing. */
  hint: string;
  timeZone: TimeZone;
}

export function SelectionBand({ view, selection, hint, timeZone }: SelectionBandProps) {
  const styles = useStyles2(getStyles);
  const { layout } = view;
  const left = Math.max(0, view.x(selection.from));
  const right = Math.min(layout.plotWidth, view.x(selection.to));
  const windows = windowsIn(view, selection);
  const count =
    windows === 1 ? t('selection.window', '1 window') : t('selection.windows', '{{windows}} windows', { windows });
  const text = `${formatWindow(selection.from, selection.to, timeZone)} · ${count}`;
  const width = Math.max(textWidth(text, 11), textWidth(hint, 11)) + 20;
  const room = Math.max(0, layout.labelWidth + layout.plotWidth - width);
  // The text stands over the middle of the band, inside the panel.
  const middle = Math.min(room, Math.max(0, layout.labelWidth + (left + right - width) / 2)) - layout.labelWidth;
  return (
    <>
      <div
        className={styles.band}
        style={{ left, width: Math.max(1, right - left) }}
        data-testid="drift-heatmap-selection"
      />
      <div className={styles.dates} style={{ left: middle, minWidth: width }}>
        {text}
        {hint !== '' && <div>{hint}</div>}
      </div>
    </>
  );
}

/** The time that another panel points at, where dashboards share their cursor. */
export function SharedCursor({ view, eventBus }: { view: View; eventBus?: EventBus }) {
  const styles = useStyles2(getStyles);
  const [time, setTime] = useState<number | null>(null);
  useEffect(() => {
    if (!eventBus) {
      return undefined;
    }
    const moves = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      const at: unknown = event.payload?.point?.time;
      setTime(event.origin === eventBus || typeof at !== 'number' ? null : at);
    });
    const leaves = eventBus.getStream(DataHoverClearEvent).subscribe(() => setTime(null));
    return () => {
      moves.unsubscribe();
      leaves.unsubscribe();
    };
  }, [eventBus]);
  if (time === null || time < view.from || time >= view.to) {
    return null;
  }
  return <div className={styles.cursor} style={{ left: view.x(time) }} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  ring: css({
    position: 'absolute',
    border: `2px solid ${theme.colors.text.maxContrast}`,
    borderRadius: 3,
    pointerEvents: 'none',
    boxSizing: 'border-box',
  }),
  light: css({ position: 'absolute', background: theme.colors.action.selected, pointerEvents: 'none' }),
  band: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    boxSizing: 'border-box',
    background: theme.colors.primary.transparent,
    border: `solid ${theme.colors.primary.border}`,
    borderWidth: '0 1px',
  }),
  dates: css({
    position: 'absolute',
    top: 0,
    boxSizing: 'border-box',
    padding: '1px 8px',
    borderRadius: 3,
    background: theme.colors.primary.main,
    color: theme.colors.primary.contrastText,
    fontSize: 11,
    lineHeight: '16px',
    textAlign: 'center',
    whiteSpace: 'nowrap',
  }),
  cursor: css({ position: 'absolute', top: 0, bottom: 0, borderLeft: `1px dashed ${theme.colors.text.secondary}` }),
});
