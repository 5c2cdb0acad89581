import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/**
 * Holds a press of "Save & test" while a file is being read for the model, and presses again when it is the model's: otherwise the page would show the new
 * file and save the old one. Where the file cannot be read nothing is saved. Gives whether a press is held.
 */
export function useHeldSave(place: RefObject<HTMLElement | null>, busy: boolean, failed: boolean): boolean {
  const [held, setHeld] = useState(false);
  const button = useRef<HTMLButtonElement>(undefined);
  const now = useRef(busy);
  if (held && !busy) {
    setHeld(false);
  }
  useLayoutEffect(() => {
    now.current = busy;
  });
  useEffect(() => {
    const hold = (event: MouseEvent) => {
      const pressed = event.target instanceof Element ? event.target.closest('button') : null;
      if (now.current && pressed?.type === 'submit' && pressed.form?.contains(place.current)) {
        event.preventDefault();
        event.stopPropagation();
        button.current = pressed;
        setHeld(true);
      }
    };
    // After the fields, which finish on the window: what is typed there may be the file.
    document.addEventListener('click', hold, true);
    return () => document.removeEventListener('click', hold, true);
  }, [place]);
  useEffect(() => {
    if (!busy) {
      const pressed = button.current;
      button.current = undefined;
      if (!failed) {
        pressed?.click();
      }
    }
  }, [busy, failed]);
  return held;
}
