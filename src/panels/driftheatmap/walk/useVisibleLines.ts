// Which lines of a scrolling grid are drawn: the visible ones and some beyond them, in steps, so that most scrolling draws nothing anew.
import { RefObject, useEffect, useState } from 'react';

export interface VisibleLines {
  first: number;
  last: number;
}

export interface Scrolling {
  rowHeight: number;
  /** Height of the visible part, px. */
  bodyHeight: number;
  scrolls: boolean;
}

export function useVisibleLines(
  body: RefObject<HTMLElement | null>,
  { rowHeight, bodyHeight, scrolls }: Scrolling,
  total: number
): VisibleLines {
  const [step, setStep] = useState(0);
  const visible = Math.ceil(bodyHeight / rowHeight);
  const size = Math.max(4, Math.ceil(visible / 3));
  useEffect(() => {
    const element = body.current;
    if (!element || !scrolls) {
      return undefined;
    }
    const follow = (): void => setStep(Math.floor(element.scrollTop / rowHeight / size));
    follow();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [body, scrolls, rowHeight, size, total]);
  if (!scrolls) {
    return { first: 0, last: total };
  }
  const last = Math.min(total, (step + 2) * size + visible);
  return { first: Math.max(0, Math.min((step - 1) * size, last - visible - size)), last };
}

/** Scrolls so far that a line is seen. */
export function reveal(body: HTMLElement | null, line: number, rowHeight: number): void {
  if (!body) {
    return;
  }
  if (line * rowHeight < body.scrollTop) {
    body.scrollTop = line * rowHeight;
  } else if ((line + 1) * rowHeight > body.scrollTop + body.clientHeight) {
    body.scrollTop = (line + 1) * rowHeight - body.clientHeight;
  }
}
