// Says whether two pictures show the same: blocks of pixels have the same mean colour. Edges that another browser smooths otherwise move a mean by little;
// a bar that is some pixels higher, another colour or a mark that is gone move it by much. What moves each block by little, but many of them or all one
// way (faint lines that are gone, a shade of a colour), is seen in the picture as a whole.
import type { Picture } from './picture';

/** Width and height of a block, px. */
export const block = 4;
/** How far a block's mean may move, of 255, in the channel that moves most. */
const tolerance = 16;
/** How far blocks may move beyond that, all of a picture together: less than a mark of 5 px that is gone, wherever it lies among the blocks. */
const tolerated = 64;
/**
 * Blocks that move by more than this move a little. Faint lines across a plot, or a heatmap turned by a few degrees of hue, move one block in forty so;
 * the 256 colours of the file that a picture is kept in rarely more than one in a hundred.
 */
const little = 4;
const littleShare = 1 / 60;
/** How far all blocks together may move one way, of 255, in any channel: those of a baseline move by up to a quarter. */
const drift = 0.5;

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
  const slightly: Array<[number, number]> = [];
  const sum = [0, 0, 0];
  let [beyond, blocks] = [0, 0];
  for (let y = 0; y < expected.height; y += block) {
    for (let x = 0; x < expected.width; x += block) {
      const [before, after] = [mean(expected, x, y), mean(actual, x, y)];
      after.forEach((value, channel) => (sum[channel] += value - before[channel]));
      blocks++;
      const moved = farthest(before, after);
      if (moved > tolerance) {
        differing.push([x, y]);
        beyond += moved - tolerance;
      }
      if (moved > little) {
        slightly.push([x, y]);
      }
    }
  }
  if (beyond > tolerated) {
    const [x, y] = differing[0];
    return {
      message: `differs in ${differing.length} blocks of ${block} × ${block} px, the first at ${x}, ${y}`,
      shown: marked(actual, differing),
    };
  }
  const shifts = sum.map((all) => all / blocks);
  if (slightly.length > littleShare * blocks || farthest(shifts, [0, 0, 0]) > drift) {
    const [red, green, blue] = shifts.map((shift) => shift.toFixed(2));
    return {
      message: `differs a little in ${slightly.length} of ${blocks} blocks, on the whole by ${red}, ${green}, ${blue} of 255 in red, green, blue`,
      shown: marked(actual, slightly),
    };
  }
  return {};
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
