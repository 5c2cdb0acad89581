// A card that stays, beside a point of the page, with things to do in it. It takes the focus, gives it back, and closes by Escape or a press elsewhere.
import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { followLink } from '../../parts/followLink';
import { Offer } from '../actions/offers';
import { copyText } from './copyText';

export interface MenuProps {
  /** Page position (client coordinates) that the card belongs to. */
  x: number;
  y: number;
  label: string;
  offers: Offer[];
  onClose: () => void;
  children: React.ReactNode;
}

const gap = 8;

export function Menu({ x, y, label, offers, onClose, children }: MenuProps) {
  const styles = useStyles2(getStyles);
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [copied, setCopied] = useState('');
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  }, [onClose]);
  useLayoutEffect(() => {
    const box = card.current?.getBoundingClientRect();
    if (box && (box.width !== size.width || box.height !== size.height)) {
      setSize({ width: box.width, height: box.height });
    }
  }, [children, offers.length, size.width, size.height]);
  useEffect(() => {
    const before = document.activeElement;
    // The card itself where it offers nothing: Escape must reach it.
    (card.current?.querySelector<HTMLElement>('button, a') ?? card.current)?.focus({ preventScroll: true });
    const elsewhere = (event: PointerEvent): void => {
      if (event.target instanceof Node && !card.current?.contains(event.target)) {
        close.current();
      }
    };
    document.addEventListener('pointerdown', elsewhere, true);
    return () => {
      document.removeEventListener('pointerdown', elsewhere, true);
      if (before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  const left = x + gap + size.width > window.innerWidth ? Math.max(4, x - gap - size.width) : x + gap;
  const top = Math.max(4, Math.min(y + gap, window.innerHeight - size.height - 4));
  return createPortal(
    <div
      ref={card}
      className={styles.card}
      style={{ left, top }}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      // React hands events on to where the card was made, which is a plot that can be brushed.
      onPointerDown={keepHere}
      onPointerMove={keepHere}
      onPointerUp={keepHere}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          moveFocus(card.current, event.key === 'ArrowDown' ? 1 : -1);
        }
      }}
    >
      {children}
      {offers.length > 0 && (
        <ul className={styles.offers}>
          {offers.map((offer) => (
            <li key={offer.key}>
              <OfferItem offer={offer} onDone={onClose} onCopied={setCopied} />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.said} role="status">
        {copied}
      </div>
    </div>,
    document.body
  );
}

function keepHere(event: React.SyntheticEvent): void {
  event.stopPropagation();
}

function moveFocus(card: HTMLElement | null, step: number): void {
  const items = [...(card?.querySelectorAll<HTMLElement>('button, a') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

interface ItemProps {
  offer: Offer;
  onDone: () => void;
  onCopied: (said: string) => void;
}

function OfferItem({ offer, onDone, onCopied }: ItemProps) {
  if (offer.kind === 'address') {
    return (
      <a href={offer.href} title={offer.title} target="_blank" rel="noopener noreferrer" onClick={onDone}>
        {offer.label}
      </a>
    );
  }
  const act = async (event: React.MouseEvent): Promise<void> => {
    if (offer.kind === 'copy') {
      onCopied(await copyText(offer.text));
      return;
    }
    onDone();
    if (offer.kind === 'run') {
      offer.run();
    } else {
      followLink(offer.link, event);
    }
  };
  return (
    <button type="button" title={offer.title} onClick={(event) => void act(event)}>
      {offer.label}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'fixed',
    zIndex: theme.zIndex.portal,
    maxWidth: 360,
    padding: theme.spacing(1, 1.25),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.strong}`,
    borderRadius: 6,
    boxShadow: theme.shadows.z3,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.4,
    '&:focus': { outline: 'none' },
  }),
  offers: css({
    listStyle: 'none',
    margin: theme.spacing(0.75, -1.25, 0),
    padding: theme.spacing(0.5, 0, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '& a, & button': {
      display: 'block',
      width: '100%',
      padding: theme.spacing(0.5, 1.25),
      border: 0,
      background: 'none',
      color: theme.colors.text.primary,
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    },
  }),
  said: css({ color: theme.colors.text.secondary, '&:empty': { display: 'none' } }),
});
