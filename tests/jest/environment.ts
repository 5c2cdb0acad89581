// What browsers have, Grafana's packages expect and jsdom lacks. None of it draws anything.
import { MessageChannel } from 'node:worker_threads';
import { TextDecoder, TextEncoder } from 'node:util';

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, {
  ...(typeof globalThis.MessageChannel === 'undefined' && { MessageChannel }),
  ...(typeof globalThis.TextEncoder === 'undefined' && { TextEncoder, TextDecoder }),
  ResizeObserver: NoObserver,
  IntersectionObserver: NoObserver,
});

if (typeof window !== 'undefined') {
  window.matchMedia ??= (media: string) => ({
    media,
    matches: false,
    onchange: null,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
    dispatchEvent: () => false,
  });
  Element.prototype.scrollIntoView ??= () => {};
  HTMLCanvasElement.prototype.getContext = () => null;
}
