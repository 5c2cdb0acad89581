// A card beside a point of the page, kept inside the window. It is drawn on the body, because dashboards move their panels with CSS transforms.
import React, { useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from './text';

const gap = 14;

export interface TooltipProps {
  /** Page position (client coordinates) that the card belongs to. */
  x: number;
  y: number;
  /** A pinned card can be entered with the pointer. */
  pinned?: boolean;
  children: React.ReactNode;
}

export function Tooltip({ x, y, pinned = false, children }: TooltipProps) {
  const styles = useStyles2(getStyles);
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = card.current?.getBoundingClientRect();
    if (box && (box.width !== size.width || box.height !== size.height)) {
      setSize({ width: box.width, height: box.height });
    }
  }, [children, size.width, size.height]);
  const left = x + gap + size.width > window.innerWidth ? Math.max(4, x - gap - size.width) : x + gap;
  const top = Math.max(4, Math.min(y + gap, window.innerHeight - size.height - 4));
  return createPortal(
    <div
      ref={card}
      className={styles.card}
      style={{ left, top, pointerEvents: pinned ? 'auto' : 'none' }}
      role={pinned ? 'dialog' : 'tooltip'}
      aria-label={pinned ? t('card.name', 'Details') : undefined}
    >
      {children}
    </div>,
    document.body
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'fixed',
    zIndex: theme.zIndex.portal,
    maxWidth: 360,
    padding: theme.spacing(1, 1.25),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: 6,
    boxShadow: theme.shadows.z3,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.4,
  }),
});
