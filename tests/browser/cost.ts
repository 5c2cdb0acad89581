// What work costs the page, in frames instead of milliseconds, so that it comes to the same on a machine that is slow or busy: the processor's time of the
// page's main thread, which what other programs take is no part of, divided by that of a yardstick measured in the same page just before and just after.
import type { Page } from 'playwright-core';

export interface Work {
  /** What is not counted, before each round. */
  before?: () => Promise<void>;
  act: () => Promise<void>;
  /** How many times `act` does what the cost is asked of. */
  times?: number;
  rounds: number;
}

export interface Cost {
  /** The median of the rounds. 1 is as much as the yardstick takes: 16 ms, a picture at 60 Hz, on an idle machine of the kind that it was cut on. */
  frames: number;
  /** For people: what was measured. */
  said: string;
}

export async function watchCosts(page: Page): Promise<(work: Work) => Promise<Cost>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });

  /** Milliseconds of the processor that the main thread takes for something and for the two pictures after it. */
  async function spent(act: () => Promise<void>): Promise<number> {
    const began = await taken();
    await act();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return (await taken()) - began;
  }
  async function taken(): Promise<number> {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  }
  const yardstick = async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      times.push(await spent(() => page.evaluate(drawYardstick)));
    }
    return median(times);
  };

  await yardstick(); // the engine compiles what runs often
  return async ({ before, act, times = 1, rounds }) => {
    const frames: number[] = [];
    const spoken: string[] = [];
    for (let round = 0; round < rounds; round++) {
      await before?.();
      const left = await yardstick();
      const cost = (await spent(act)) / times;
      const measure = (left + (await yardstick())) / 2;
      frames.push(cost / measure);
      spoken.push(`${cost.toFixed(1)}/${measure.toFixed(1)}`);
    }
    return { frames: median(frames), said: `${median(frames).toFixed(2)} frames (ms/ms: ${spoken.join(', ')})` };
  };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Runs in the page. A frame's worth of what a panel does: values are sorted and grouped, marks of SVG are made and laid out, cells of a canvas are filled. */
function drawYardstick(): void {
  const sizes = { values: 3_000, marks: 60, cells: 1_000 };
  let seed = 1;
  const values = Array.from(
    { length: sizes.values },
    () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  ).sort((a, b) => a - b);
  const groups = new Map<string, number>();
  for (const value of values) {
    const name = value.toFixed(3);
    groups.set(name, (groups.get(name) ?? 0) + value);
  }

  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('style', 'position:fixed;left:0;top:0;width:400px;height:300px;contain:strict;pointer-events:none');
  for (const [i, name] of [...groups.keys()].slice(0, sizes.marks).entries()) {
    const bar = document.createElementNS(svg.namespaceURI, 'rect');
    bar.setAttribute('x', String(i));
    bar.setAttribute('width', '1');
    bar.setAttribute('height', String(groups.get(name)));
    const label = document.createElementNS(svg.namespaceURI, 'text');
    label.setAttribute('x', String(i));
    label.setAttribute('y', '100');
    label.textContent = name;
    svg.append(bar, label);
  }
  document.body.append(svg);
  svg.getBBox();

  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  for (let i = 0; i < sizes.cells; i++) {
    context.fillStyle = `rgb(${i % 256} 0 ${255 - (i % 256)})`;
    context.fillRect((i * 7) % 300, (i * 13) % 150, 7, 13);
  }
  context.getImageData(0, 0, 1, 1);
  requestAnimationFrame(() => requestAnimationFrame(() => svg.remove()));
}
