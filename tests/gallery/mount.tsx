// Draws a component into jsdom for a test, and does to it what a person would do. It is taken away after the test.
import React, { act } from 'react';
import { createRoot, Root } from 'react-dom/client';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let mounted: Array<{ root: Root; container: HTMLElement }> = [];

afterEach(() => {
  mounted.forEach(({ root, container }) => {
    act(() => root.unmount());
    container.remove();
  });
  mounted = [];
});

export function mount(element: React.ReactElement): HTMLElement {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  act(() => root.render(element));
  mounted.push({ root, container });
  return container;
}

export function press(target: Element, key: string, held: KeyboardEventInit = {}): void {
  act(() => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held })));
}

/** A pointer event at a point of the page. jsdom lays nothing out: every element begins at 0, 0. */
export function point(target: Element, type: string, x: number, y: number, held: MouseEventInit = {}): void {
  const event = new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true, cancelable: true, ...held });
  act(() => void target.dispatchEvent(event));
}

export function click(target: Element): void {
  act(() => void target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
}

/** The one element on the page that matches; an error when there is none, or more than one. */
export function one(selector: string): HTMLElement {
  const found = document.body.querySelectorAll<HTMLElement>(selector);
  if (found.length !== 1) {
    throw new Error(`${found.length} elements match ${selector}:\n${document.body.innerHTML}`);
  }
  return found[0];
}

/** All pieces of text on the page. */
export function texts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode()) {
    found.push(walker.currentNode.textContent ?? '');
  }
  return found;
}
