// Ties a plot's cursor to keyboard and pointer.
import React, { useRef, useState } from 'react';
import { brush, choose, CursorState, extend, idle, openMenu, pointAt, Selectable, toggle, walk } from './cursor';

export interface CursorHow extends Selectable {
  /** Which arrows walk. */
  along: 'horizontal' | 'vertical';
  /** The place at a point of the plot, px from its upper left corner, and how far it is scrolled down; −1 for none. */
  locate: (x: number, y: number, scrolled: number) => number;
  /** A place to put the card at, px from the upper left corner of what is in the plot. */
  placeOf: (place: number) => { x: number; y: number };
  /** For plots whose places are choices: told of the one that is walked to or pressed. A press on it once more opens the menu. */
  onPick?: (place: number) => void;
}

export interface Cursor {
  state: CursorState;
  /** Page position of the card. */
  at: { x: number; y: number };
  handlers: Pick<
    React.HTMLAttributes<HTMLDivElement>,
    'onKeyDown' | 'onBlur' | 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave'
  >;
  clear: () => void;
}

// A press that moves less than this is a click, px.
const clickSlack = 4;

export function useCursor(how: CursorHow): Cursor {
  const [state, setState] = useState<CursorState>(idle);
  const [at, setAt] = useState({ x: 0, y: 0 });
  const press = useRef<{ x: number; y: number; place: number; dragged: boolean } | null>(null);
  // A refresh may bring fewer places.
  const valid = state.active < how.count && state.selected.every((place) => place < how.count) ? state : idle;

  const locate = (event: React.PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return how.locate(event.clientX - box.left, event.clientY - box.top, event.currentTarget.scrollTop);
  };
  // By keys the card stands at its place, not at the pointer's.
  const stand = (next: CursorState, surface: Element): void => {
    if (next.active >= 0) {
      const box = surface.getBoundingClientRect();
      const { x, y } = how.placeOf(next.active);
      setAt({ x: box.left + x, y: box.top + y - surface.scrollTop });
    }
    setState(next);
  };
  const clear = (): void => setState(idle);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    // Keys in the menu are the menu's.
    if (event.target !== event.currentTarget) {
      return;
    }
    const [back, forth] = how.along === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const step = { [back]: -1, [forth]: 1, Home: -how.count, End: how.count }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = event.shiftKey && !how.onPick ? extend(valid, step, how) : walk(valid, step, how);
      stand(next, event.currentTarget);
      how.onPick?.(next.active);
    } else if (event.key === 'Escape' && (valid.active >= 0 || valid.selected.length > 0)) {
      event.preventDefault();
      event.stopPropagation();
      clear();
    } else if (event.key === ' ' && valid.active >= 0 && !how.onPick) {
      event.preventDefault();
      stand(toggle(valid, valid.active, how), event.currentTarget);
    } else if (event.key === 'Enter' && valid.active >= 0) {
      event.preventDefault();
      stand(openMenu(valid), event.currentTarget);
    }
  };
  const onPointerDown = (event: React.PointerEvent): void => {
    const place = locate(event);
    if (event.button !== 0 || place < 0) {
      return;
    }
    press.current = { x: event.clientX, y: event.clientY, place, dragged: false };
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    const place = locate(event);
    const from = press.current;
    if (
      from &&
      !how.onPick &&
      (from.dragged || Math.hypot(event.clientX - from.x, event.clientY - from.y) > clickSlack)
    ) {
      from.dragged = true;
      setAt({ x: event.clientX, y: event.clientY });
      setState(brush(valid, from.place, place < 0 ? valid.active : place, how));
      return;
    }
    if (!valid.menu) {
      setAt({ x: event.clientX, y: event.clientY });
      setState(pointAt(valid, place));
    }
  };
  const onPointerUp = (event: React.PointerEvent): void => {
    const from = press.current;
    press.current = null;
    if (!from) {
      return;
    }
    setAt({ x: event.clientX, y: event.clientY });
    if (how.onPick) {
      const again = valid.selected.includes(from.place);
      setState(again ? openMenu(choose(valid, from.place)) : choose(valid, from.place));
      how.onPick(from.place);
    } else if (from.dragged) {
      setState(openMenu(valid));
    } else if (event.shiftKey && valid.selected.length > 0) {
      setState(openMenu(brush(valid, valid.anchor, from.place, how)));
    } else if (event.ctrlKey || event.metaKey) {
      setState(toggle(valid, from.place, how));
    } else {
      setState(openMenu(choose(valid, from.place)));
    }
  };
  return {
    state: valid,
    at,
    clear,
    handlers: {
      onKeyDown,
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: () => (press.current = null),
      onPointerLeave: () => !press.current && !valid.menu && setState({ ...valid, active: -1 }),
      onBlur: (event) => {
        // Into the menu is not away.
        if (!valid.menu && event.relatedTarget !== event.currentTarget) {
          setState({ ...valid, active: -1 });
        }
      },
    },
  };
}
