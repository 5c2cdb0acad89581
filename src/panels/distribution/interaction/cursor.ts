// What is pointed at and what is selected in a plot, as a state and the ways it changes: walked by keys, pointed at, brushed. It knows places by their
// number alone: 0 … count − 1, in reading order.

export interface CursorState {
  /** Where the card is for; −1 for none. */
  active: number;
  /** Reached by keys: then it is read out. */
  byKeys: boolean;
  selected: readonly number[];
  /** Where a range began. */
  anchor: number;
  /** The menu for what is selected is open. */
  menu: boolean;
}

export const idle: CursorState = { active: -1, byKeys: false, selected: [], anchor: -1, menu: false };

/** How places may be selected: only neighbours, and which ones belong to a range; others are selected one at a time. */
export interface Selectable {
  count: number;
  /** First and last place that a range may reach; null where any set may be selected. */
  range: [number, number] | null;
}

export function pointAt(state: CursorState, place: number): CursorState {
  return state.menu || (state.active === place && !state.byKeys) ? state : { ...state, active: place, byKeys: false };
}

export function walk(state: CursorState, step: number, { count }: Selectable): CursorState {
  if (count === 0) {
    return state;
  }
  const from = state.active < 0 ? (step > 0 ? -1 : count) : state.active;
  return { ...state, active: clamp(from + step, 0, count - 1), byKeys: true, menu: false };
}

/** Shift and an arrow: the selection grows from where it began, or shrinks back to it. */
export function extend(state: CursorState, step: number, how: Selectable): CursorState {
  const anchor = state.selected.length > 0 ? state.anchor : state.active;
  if (anchor < 0) {
    return walk(state, step, how);
  }
  const moved = walk(state, step, how);
  return { ...moved, anchor, selected: between(anchor, moved.active, how) };
}

/** A drag from where it began to here. */
export function brush(state: CursorState, from: number, to: number, how: Selectable): CursorState {
  return { ...state, active: to, byKeys: false, anchor: from, selected: between(from, to, how), menu: false };
}

/** One place more, or less: Ctrl and a click, or the space bar. */
export function toggle(state: CursorState, place: number, { range }: Selectable): CursorState {
  if (range !== null) {
    return choose(state, place);
  }
  const selected = state.selected.includes(place)
    ? state.selected.filter((other) => other !== place)
    : [...state.selected, place].sort((a, b) => a - b);
  return { ...state, active: place, selected, anchor: place, menu: false };
}

/** This place alone. */
export function choose(state: CursorState, place: number): CursorState {
  return { ...state, active: place, selected: place < 0 ? [] : [place], anchor: place };
}

export function openMenu(state: CursorState): CursorState {
  const chosen = state.selected.length > 0 ? state : choose(state, state.active);
  return chosen.selected.length > 0 ? { ...chosen, menu: true } : state;
}

function between(from: number, to: number, { range }: Selectable): number[] {
  if (range !== null && (from < range[0] || from > range[1])) {
    return [from];
  }
  const [low, high] = range ?? [0, Infinity];
  const end = clamp(to, low, high);
  const start = Math.min(from, end);
  return Array.from({ length: Math.abs(from - end) + 1 }, (_, i) => start + i);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
