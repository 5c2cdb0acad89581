// What keys do while the heatmap has the focus: they walk, choose, open groups, select a stretch of time and zoom.
import { KeyboardEvent } from 'react';
import { View } from '../grid/view';
import { movePlace, startPlace } from './move';
import { extended, Selection } from './selection';
import { Place, stretchOf } from './spot';

export interface KeyDeeds {
  onGo: (place: Place) => void;
  onChoose: (place: Place) => void;
  onSelecting: (selection: Selection | null) => void;
  onSelected: (selection: Selection, more: boolean) => void;
  onLeave: () => void;
}

/** `place` is where the keyboard is, null before its first step. */
export function keyHandler(
  view: View,
  place: Place | null,
  selection: Selection | null,
  deeds: KeyDeeds
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) {
      return;
    }
    const { key } = event;
    const handled = (): void => event.preventDefault();
    if (key === 'Escape') {
      if (selection || place) {
        // Else Grafana would leave the panel's own view.
        event.stopPropagation();
      }
      if (selection) {
        deeds.onSelecting(null);
      } else {
        deeds.onLeave();
      }
      return;
    }
    if (key === 'Enter' || key === ' ') {
      handled();
      if (selection) {
        deeds.onSelected(selection, key === ' ');
      } else {
        deeds.onChoose(place ?? startPlace(view));
      }
      return;
    }
    if (!place) {
      if (key.startsWith('Arrow')) {
        handled();
        deeds.onGo(startPlace(view));
      }
      return;
    }
    if (key === 'ArrowLeft' && !event.shiftKey && isOpenHeader(view, place)) {
      handled();
      deeds.onChoose(place);
      return;
    }
    const moved = movePlace(view, place, key);
    if (!moved) {
      return;
    }
    handled();
    const from = stretchOf(place, view);
    const to = stretchOf(moved, view);
    if (event.shiftKey && from && to) {
      deeds.onSelecting(extended(selection?.anchor ?? from, to));
    } else if (selection) {
      deeds.onSelecting(null);
    }
    deeds.onGo(moved);
  };
}

function isOpenHeader(view: View, place: Place): boolean {
  if (place.on !== 'line' || place.cell >= 0) {
    return false;
  }
  const line = view.lines[place.line];
  return line.kind === 'group' && line.open;
}
