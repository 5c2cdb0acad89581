// The place that the pointer or the keyboard is on, and the card that is pinned to it.
import { useCallback, useState } from 'react';
import { View } from '../grid/view';
import { Outcome } from './outcome';
import { Place, placeOf, Spot, spotOf } from './spot';
import { Point } from './usePointer';

export type Pinned = NonNullable<Outcome['pin']>;

export interface Active {
  spot: Spot;
  by: 'pointer' | 'keys';
  point: Point;
  pinned: Pinned | null;
}

export interface ActivePlace {
  active: Active | null;
  /** Where it is in the view; null where it is nowhere. */
  place: Place | null;
  point: (place: Place | null, point: Point) => void;
  go: (place: Place, point: Point) => void;
  pin: (place: Place, point: Point, by: Active['by'], pinned: Pinned) => void;
  leave: () => void;
}

export function useActive(view: View): ActivePlace {
  const [active, setActive] = useState<Active | null>(null);
  const place = active ? placeOf(active.spot, view) : null;
  const point = useCallback(
    (at: Place | null, to: Point) =>
      setActive((before) => {
        if (before?.pinned || (!at && before?.by === 'keys')) {
          return before;
        }
        return at ? { spot: spotOf(at, view), by: 'pointer', point: to, pinned: null } : null;
      }),
    [view]
  );
  const go = useCallback(
    (at: Place, to: Point) => setActive({ spot: spotOf(at, view), by: 'keys', point: to, pinned: null }),
    [view]
  );
  const pin = useCallback(
    (at: Place, to: Point, by: Active['by'], pinned: Pinned) =>
      setActive({ spot: spotOf(at, view), by, point: to, pinned }),
    [view]
  );
  const leave = useCallback(() => setActive(null), []);
  return { active, place, point, go, pin, leave };
}
