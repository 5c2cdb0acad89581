// Fewer colours for a small file: at most 256. Colours of areas stay as they are; those of smoothed edges, which are many and rare, become others like them.
import { countColors, Picture } from './picture';

const most = 256;
/** A colour of this share of the pixels is one of an area. */
const areaShare = 0.002;
/** How far a rare colour may move, as steps of red, green and blue together; the first that does is taken. */
const tolerances = [24, 32, 48, 64, 96, 128];

/** The colours to draw a picture with, and which of them each of its own becomes. */
export function reduceColors(picture: Picture): { palette: number[]; indexOf: Map<number, number> } {
  // Frequent ones first; of equally frequent ones the order must not depend on where they were met.
  const counts = [...countColors(picture)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const colors = counts.map(([color]) => color);
  const areas = counts.filter(([, count]) => count >= areaShare * picture.width * picture.height).length;
  for (const tolerance of tolerances) {
    const palette = spread(colors, areas, tolerance);
    if (palette) {
      return { palette, indexOf: new Map(colors.map((color) => [color, nearest(palette, color)])) };
    }
  }
  throw new Error('unreachable: so few colours lie farther than the last tolerance from each other');
}

/** The first few colours, and others that are no nearer than the tolerance to any before them; nothing if they are too many. */
function spread(colors: number[], areas: number, tolerance: number): number[] | undefined {
  const palette: number[] = [];
  for (const [i, color] of colors.entries()) {
    if (i < areas ? palette.length < most / 2 : !palette.some((kept) => distance(kept, color) <= tolerance)) {
      if (palette.length === most) {
        return undefined;
      }
      palette.push(color);
    }
  }
  return palette;
}

function nearest(palette: number[], color: number): number {
  let best = 0;
  for (let i = 1; i < palette.length; i++) {
    if (distance(palette[i], color) < distance(palette[best], color)) {
      best = i;
    }
  }
  return best;
}

const distance = (a: number, b: number): number =>
  Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255));
