// Says whether two pictures show the same: blocks of pixels have the same mean colour. Edges that another browser smooths otherwise move a mean by little;
// a bar that is some pixels higher, another colour or a mark that is gone move it by much.
import type { Picture } from './picture';

/** Width and height of a block, px. */
export const block = 4;
/** How far a block's mean may move, of 255, in the channel that moves most. */
const tolerance = 16;
/** How far blocks may move beyond that, all of a picture together: less than a mark of 5 px that is gone, wherever it lies among the blocks. */
const tolerated = 64;

export interface Difference {
  /** What is not the same, in words; nothing if the pictures show the same. */
  message?: string;
  /** The second picture, faint, with the differing blocks in red. */
  shown?: Picture;
}

export function compare(expected: Picture, actual: Picture): Difference {
  if (expected.width !== actual.width || expected.height !== actual.height) {
    return {
      message: `is ${actual.width} × ${actual.height} px and was ${expected.width} × ${expected.height}`,
      shown: actual,
    };
  }
  const differing: Array<[number, number]> = [];
  let beyond = 0;
  for (let y = 0; y < expected.height; y += block) {
    for (let x = 0; x < expected.width; x += block) {
      const moved = farthest(mean(expected, x, y), mean(actual, x, y));
      if (moved > tolerance) {
        differing.push([x, y]);
        beyond += moved - tolerance;
      }
    }
  }
  if (beyond <= tolerated) {
    return {};
  }
  const [x, y] = differing[0];
  return {
    message: `differs in ${differing.length} blocks of ${block} × ${block} px, the first at ${x}, ${y}`,
    shown: marked(actual, differing),
  };
}

function mean({ width, height, pixels }: Picture, left: number, top: number): [number, number, number] {
  const right = Math.min(width, left + block);
  const bottom = Math.min(height, top + block);
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let at = 3 * (y * width + left); at < 3 * (y * width + right); at += 3) {
      sum[0] += pixels[at];
      sum[1] += pixels[at + 1];
      sum[2] += pixels[at + 2];
    }
  }
  const count = (right - left) * (bottom - top);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

const farthest = (a: number[], b: number[]): number => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

function marked(picture: Picture, blocks: Array<[number, number]>): Picture {
  const { width, height } = picture;
  const pixels = picture.pixels.map((value) => 128 + ((value - 128) >> 2));
  for (const [left, top] of blocks) {
    for (let y = top; y < Math.min(height, top + block); y++) {
      for (let x = left; x < Math.min(width, left + block); x++) {
        pixels.set([224, 47, 68], 3 * (y * width + x));
      }
    }
  }
  return { width, height, pixels };
}
