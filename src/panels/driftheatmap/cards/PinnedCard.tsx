// Keeps a pinned card as a small dialog: it takes the focus when it was opened by keys, is left by Escape or by a press elsewhere, and gives the focus back.
import React, { useEffect, useRef } from 'react';

export interface PinnedCardProps {
  /** True when keys opened it. */
  focused: boolean;
  onClose: () => void;
  children: React.ReactNode;
}

export function PinnedCard({ focused, onClose, children }: PinnedCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const before = document.activeElement;
    if (focused) {
      (card.current?.querySelector<HTMLElement>('a, button') ?? card.current)?.focus({ preventScroll: true });
    }
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && !card.current?.contains(event.target)) {
        close.current();
      }
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      if (focused && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, [focused]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    // React hands events on to the grid, which has keys of its own.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  return (
    <div ref={card} tabIndex={-1} onKeyDown={onKeyDown} style={{ outline: 'none' }}>
      {children}
    </div>
  );
}
