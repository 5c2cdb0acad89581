import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';

/**
 * Finishes an edit when its field is left: by a key at once, by a press of the mouse with the click that the press becomes, just before others hear of it.
 * A page that changes between press and release moves a button from under the pointer, and the button's click never comes.
 */
export function useLeave(editing: boolean, finish: () => void): () => void {
  const pressed = useRef(false);
  const left = useRef(false);
  const latest = useRef(finish);
  useEffect(() => {
    latest.current = finish;
  });
  useEffect(() => {
    if (!editing) {
      return;
    }
    const settle = () => {
      if (left.current) {
        left.current = false;
        flushSync(() => latest.current());
      }
    };
    const press = ({ button }: MouseEvent) => {
      pressed.current = button === 0;
    };
    const release = () => {
      pressed.current = false;
      setTimeout(settle); // where no click follows: text was dragged over
    };
    window.addEventListener('mousedown', press, true);
    window.addEventListener('mouseup', release, true);
    window.addEventListener('dragend', release, true);
    window.addEventListener('click', settle, true);
    return () => {
      pressed.current = false;
      window.removeEventListener('mousedown', press, true);
      window.removeEventListener('mouseup', release, true);
      window.removeEventListener('dragend', release, true);
      window.removeEventListener('click', settle, true);
    };
  }, [editing]);
  return () => {
    if (pressed.current) {
      left.current = true;
    } else {
      finish();
    }
  };
}
