// What the pointer does over the grid and what stands above it: it points, clicks, selects a stretch of time by dragging, and zooms out.
import { PointerEvent, MouseEvent, RefObject, useEffect, useRef } from 'react';
import { View } from '../grid/view';
import { locate } from './locate';
import { Selection, selectionBetween } from './selection';
import { Place } from './spot';

export interface Point {
  /** Position on the page, px. */
  x: number;
  y: number;
}

export interface PointerDeeds {
  /** null: there is nothing at the point. */
  onPoint: (place: Place | null, point: Point) => void;
  onClick: (place: Place | null, point: Point) => void;
  /** While a stretch is being selected; null when it was given up. */
  onSelecting: (selection: Selection | null) => void;
  /** `more`: Ctrl or Cmd was held, which asks what else there is to do with the stretch. */
  onSelected: (selection: Selection, point: Point, more: boolean) => void;
  onZoomOut: () => void;
}

// A click may shake a little, px.
const dragFrom = 4;

export interface PointerHandlers {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: () => void;
  onPointerLeave: (event: PointerEvent) => void;
  onClick: (event: MouseEvent) => void;
  onDoubleClick: (event: MouseEvent) => void;
}

/** `stage` holds everything on the time axis, from the first strip to the axis; `body` is the part of it that scrolls. */
export function usePointer(
  view: View,
  stage: RefObject<HTMLElement | null>,
  body: RefObject<HTMLElement | null>,
  deeds: PointerDeeds
): PointerHandlers {
  const press = useRef<number | null>(null);
  const selection = useRef<Selection | null>(null);
  // The click that ends a drag is no click, also where the drag was given up.
  const dragged = useRef(false);

  const give = () => {
    press.current = null;
    if (selection.current) {
      selection.current = null;
      dragged.current = true;
      deeds.onSelecting(null);
    }
  };
  const latest = useRef(give);
  useEffect(() => {
    latest.current = give;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && selection.current) {
        event.stopPropagation();
        latest.current();
      }
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);

  const at = (event: MouseEvent): { px: number; py: number } => {
    const box = stage.current?.getBoundingClientRect();
    return {
      px: event.clientX - (box?.left ?? 0) - view.layout.labelWidth,
      py: event.clientY - (box?.top ?? 0),
    };
  };
  const placeAt = (event: MouseEvent): Place | null => {
    const { px, py } = at(event);
    return locate(view, px, py, body.current?.scrollTop ?? 0);
  };
  const onPlot = ({ px }: { px: number }): boolean => px >= 0 && px < view.layout.plotWidth;
  const point = (event: MouseEvent): Point => ({ x: event.clientX, y: event.clientY });

  return {
    onPointerDown: (event) => {
      dragged.current = false;
      // Fingers scroll; they zoom by the time picker.
      if (event.button === 0 && event.pointerType !== 'touch' && !event.shiftKey && onPlot(at(event))) {
        press.current = at(event).px;
      }
    },
    onPointerMove: (event) => {
      const { px } = at(event);
      if (press.current === null) {
        deeds.onPoint(placeAt(event), point(event));
        return;
      }
      if (!selection.current && Math.abs(px - press.current) < dragFrom) {
        return;
      }
      if (!selection.current) {
        stage.current?.setPointerCapture?.(event.pointerId);
      }
      selection.current = selectionBetween(view, view.timeAt(press.current), view.timeAt(px));
      deeds.onSelecting(selection.current);
    },
    onPointerUp: (event) => {
      const selected = selection.current;
      press.current = null;
      selection.current = null;
      if (selected) {
        dragged.current = true;
        deeds.onSelected(selected, point(event), event.ctrlKey || event.metaKey);
      }
    },
    onPointerCancel: give,
    onPointerLeave: (event) => {
      if (!selection.current) {
        press.current = null;
        deeds.onPoint(null, point(event));
      }
    },
    onClick: (event) => {
      if (dragged.current || !onPlot(at(event))) {
        dragged.current = false;
        return;
      }
      if (event.shiftKey) {
        deeds.onZoomOut();
        return;
      }
      deeds.onClick(placeAt(event), point(event));
    },
    onDoubleClick: (event) => {
      if (onPlot(at(event))) {
        deeds.onZoomOut();
      }
    },
  };
}
