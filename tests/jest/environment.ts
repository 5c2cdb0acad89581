// What browsers have, Grafana's packages expect and jsdom lacks. None of it draws anything.
import { TextDecoder, TextEncoder } from 'node:util';

/** Two ports that hand on what they are given. Node's own keep a test run alive after its last test. */
class Channel {
  port1: Port = new Port(() => this.port2);
  port2: Port = new Port(() => this.port1);
}

class Port {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(private readonly other: () => Port) {}
  postMessage(data: unknown) {
    setTimeout(() => this.other().onmessage?.({ data }), 0);
  }
  close() {}
}

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

if (typeof window !== 'undefined') {
  Object.assign(globalThis, {
    MessageChannel: globalThis.MessageChannel ?? Channel,
    TextEncoder: globalThis.TextEncoder ?? TextEncoder,
    TextDecoder: globalThis.TextDecoder ?? TextDecoder,
    ResizeObserver: NoObserver,
    IntersectionObserver: NoObserver,
  });
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
