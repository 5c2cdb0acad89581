// What every plot has around its drawing: it takes the focus, is walked and pointed at, has a card for what is pointed at, a menu for what is selected, and
// a read-out for screen readers.
import React, { useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Tooltip } from '../../parts/Tooltip';
import { visuallyHidden } from '../../parts/visuallyHidden';
import { Offer } from '../actions/offers';
import { Menu } from '../cards/Menu';
import { Cursor } from '../interaction/useCursor';

export interface PlotSurfaceProps {
  cursor: Cursor;
  /** The picture in words. */
  label: string;
  width: number;
  height: number;
  /** Taller than the plot: it scrolls. */
  scrolls?: boolean;
  /** A stretch, px from the top, that is brought into view when it changes; who scrolls is left alone. */
  inView?: { from: number; to: number };
  readOut: string;
  card: React.ReactNode;
  /** What is selected, in words; the menu's title and content. */
  menu: { label: string; content: React.ReactNode; offers: Offer[] } | null;
  /** What shows what is pointed at, behind the drawing, in px of it: apart, so that the drawing is not painted anew with every move. */
  behind?: { height: number; marks: React.ReactNode };
  children: React.ReactNode;
}

export function PlotSurface({
  cursor,
  label,
  width,
  height,
  scrolls = false,
  inView,
  readOut,
  card,
  menu,
  behind,
  children,
}: PlotSurfaceProps) {
  const styles = useStyles2(getStyles);
  const { state, at } = cursor;
  const surface = useRef<HTMLDivElement>(null);
  const { from, to } = inView ?? { from: 0, to: 0 };
  useEffect(() => {
    const element = surface.current;
    if (element && scrolls && (to > element.scrollTop + height || from < element.scrollTop)) {
      element.scrollTop = Math.max(0, to - height);
    }
  }, [scrolls, from, to, height]);
  return (
    <div
      ref={surface}
      className={styles.plot}
      style={{ width, height, overflow: scrolls ? 'hidden auto' : 'visible' }}
      role="group"
      aria-label={label}
      tabIndex={0}
      {...cursor.handlers}
    >
      {behind && (
        <svg className={styles.behind} width={width} height={behind.height} aria-hidden>
          {behind.marks}
        </svg>
      )}
      <div className={styles.drawing}>{children}</div>
      <div aria-live="polite" className={visuallyHidden}>
        {state.byKeys && state.active >= 0 ? readOut : ''}
      </div>
      {state.active >= 0 && !state.menu && card && (
        <Tooltip x={at.x} y={at.y}>
          {card}
        </Tooltip>
      )}
      {state.menu && menu && (
        <Menu x={at.x} y={at.y} label={menu.label} offers={menu.offers} onClose={cursor.clear}>
          {menu.content}
        </Menu>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  behind: css({ position: 'absolute', top: 0, left: 0, pointerEvents: 'none' }),
  drawing: css({ position: 'relative' }),
  plot: css({
    position: 'relative',
    borderRadius: 2,
    userSelect: 'none',
    // A finger that moves up or down scrolls the dashboard.
    touchAction: 'pan-y',
    scrollbarWidth: 'thin',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }),
});
