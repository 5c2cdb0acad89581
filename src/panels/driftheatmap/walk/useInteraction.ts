// Everything that a person does with the heatmap, by pointer or by keys, and the state that comes of it.
import { KeyboardEvent, MouseEvent, RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { Stretch } from '../../parts/actions';
import { Choice } from '../choices';
import { followLink } from '../../parts/followLink';
import { setVariables } from '../follow';
import { View } from '../grid/view';
import { keyHandler } from './keys';
import { tops } from './locate';
import { outcomeOf, Outcome, Possible } from './outcome';
import { Selection, zoomedOut } from './selection';
import { Place, stretchOf } from './spot';
import { Active, useActive } from './useActive';
import { Point, PointerHandlers, usePointer } from './usePointer';
import { reveal } from './useVisibleLines';

export interface Selected extends Selection {
  by: 'pointer' | 'keys';
  /** Where its menu stands and what it offers; null while there is none. */
  menu: { point: Point; choices: Choice[] } | null;
}

export interface InteractionInput {
  view: View;
  /** Everything on the time axis, and the part of it that scrolls. */
  stage: RefObject<HTMLElement | null>;
  body: RefObject<HTMLElement | null>;
  /** The dashboard's range. */
  range: Stretch;
  possible: Possible;
  onToggle: (group: string) => void;
  onZoom: (range: Stretch) => void;
}

export interface Interaction {
  active: Active | null;
  place: Place | null;
  selected: Selected | null;
  pointer: PointerHandlers;
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: () => void;
  onLabel: (line: number, event: MouseEvent) => void;
  leave: () => void;
  clear: () => void;
  zoom: (range: Stretch) => void;
}

// Until a click cannot be the first of a double click any more, ms: what leads away waits for it.
const doubleClick = 250;

export function useInteraction(input: InteractionInput): Interaction {
  const { view, stage, body, range, possible, onToggle, onZoom } = input;
  const { active, place, point, go, pin, leave } = useActive(view);
  const [selected, setSelected] = useState<Selected | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const clear = useCallback(() => setSelected(null), []);
  const zoom = ({ from, to }: Stretch): void => {
    clear();
    leave();
    onZoom({ from: Math.round(from), to: Math.round(to) });
  };
  const zoomOut = (): void => {
    clearTimeout(waiting.current);
    leave();
    onZoom(zoomedOut(range.from, range.to));
  };
  const doOutcome = ({ toggle, set, follow, pin: pinned }: Outcome, at: Place, to: Point, by: Active['by']): void => {
    if (toggle !== undefined) {
      onToggle(toggle);
    }
    if (set) {
      setVariables(set);
    }
    if (follow?.link) {
      followLink(follow.link);
    }
    if (pinned) {
      pin(at, to, by, pinned);
    }
  };

  const pointer = usePointer(view, stage, body, {
    onPoint: (at, to) => !selected?.menu && point(at, to),
    onClick: (at, to) => {
      clear();
      if (!at) {
        leave();
        return;
      }
      const outcome = outcomeOf(at, view, possible);
      clearTimeout(waiting.current);
      if (outcome.follow) {
        waiting.current = setTimeout(() => doOutcome(outcome, at, to, 'pointer'), doubleClick);
      } else {
        doOutcome(outcome, at, to, 'pointer');
      }
    },
    onSelecting: (selection) => {
      leave();
      setSelected(selection && { ...selection, by: 'pointer', menu: null });
    },
    onSelected: (selection, to, more) => {
      const choices = more ? possible.actions(selection, null) : [];
      if (choices.length === 0) {
        zoom(selection);
      } else {
        setSelected({ ...selection, by: 'pointer', menu: { point: to, choices } });
      }
    },
    onZoomOut: zoomOut,
  });

  const pageOf = (at: Place): Point => {
    const box = stage.current?.getBoundingClientRect();
    const stretch = stretchOf(at, view);
    const left = (box?.left ?? 0) + view.layout.labelWidth;
    const x = stretch ? Math.min(view.layout.plotWidth, Math.max(0, view.x((stretch.from + stretch.to) / 2))) : 0;
    return { x: left + x, y: (box?.top ?? 0) + heightOf(at, view, body.current?.scrollTop ?? 0) };
  };
  const onKeyDown = keyHandler(view, place, selected, {
    onGo: (at) => {
      if (at.on === 'line') {
        reveal(body.current, at.line, view.layout.rowHeight);
      }
      go(at, pageOf(at));
    },
    onChoose: (at) => doOutcome(outcomeOf(at, view, possible), at, pageOf(at), 'keys'),
    onSelecting: (selection) => setSelected(selection && { ...selection, by: 'keys', menu: null }),
    onSelected: (selection, more) => {
      const choices = more ? possible.actions(selection, null) : [];
      if (choices.length === 0) {
        zoom(selection);
      } else if (place) {
        setSelected({ ...selection, by: 'keys', menu: { point: pageOf(place), choices } });
      }
    },
    onLeave: leave,
  });

  return {
    active,
    place,
    selected,
    pointer,
    onKeyDown,
    onBlur: () => active?.by === 'keys' && !active.pinned && !selected?.menu && leave(),
    onLabel: (line, event) => {
      const at: Place = { on: 'line', line, cell: -1 };
      doOutcome(outcomeOf(at, view, possible), at, { x: event.clientX, y: event.clientY }, 'pointer');
    },
    leave,
    clear,
    zoom,
  };
}

// From the top of the parts above the grid to the middle of a place, px.
function heightOf(place: Place, view: View, scrolled: number): number {
  const { layout } = view;
  const top = tops(view);
  switch (place.on) {
    case 'line':
      return top.body + (place.line + 0.5) * layout.rowHeight - scrolled;
    case 'share':
      return top.share + layout.shareHeight / 2;
    case 'count':
      return top.count + layout.countHeight / 2;
    case 'mark':
      return top.marks + layout.marksHeight / 2;
  }
}
